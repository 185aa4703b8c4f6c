from odoo import fields, models


class HelpdeskTicketType(models.Model):
    """Which types ask for a reconstruction of the scene."""

    _inherit = "helpdesk.ticket.type"

    cs_is_fault = fields.Boolean(
        string="Fault",
        help="Something does not work: the needs analysis asks for the steps that lead "
        "to it, a check against our own data, a probable cause and the scope.",
    )
