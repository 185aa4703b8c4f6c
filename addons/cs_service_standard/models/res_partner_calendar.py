from odoo import fields, models


class ResPartner(models.Model):
    """Hours agreed with a customer win over those of the team (case 9)."""

    _inherit = "res.partner"

    cs_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Contract Hours",
        groups="base.group_user",
        help="Service hours agreed with this customer: clocks that count working time "
        "use them instead of the team's. For contacts, those of their company hold.",
    )
