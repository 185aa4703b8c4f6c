from odoo import fields, models
from odoo.fields import Domain


class HelpdeskTicketType(models.Model):
    """Which types customers choose from when their request follows a standard."""

    _inherit = "helpdesk.ticket.type"

    cs_in_portal = fields.Boolean(
        string="On Request Forms of a Standard",
        help="Offered to customers whose request will follow a profile. 'Show type in "
        "portal form' is for all others too.",
    )

    def _cs_portal_domain(self):
        """Types offered to customers of teams with a profile."""
        return Domain("show_in_portal", "=", True) | Domain("cs_in_portal", "=", True)
