from odoo import api, fields, models


class HelpdeskTicketTeam(models.Model):
    """What the size of a team is judged by (TEM-01 to TEM-04)."""

    _inherit = "helpdesk.ticket.team"

    cs_span_override = fields.Boolean(
        string="More Teams Intended",
        prefetch="cs_settings",
        help="One supervisor leads more teams here than the settings allow, on "
        "purpose: the health check says nothing about it.",
    )
    cs_function = fields.Selection(
        "_selection_cs_function",
        string="Support Group For",
        prefetch="cs_settings",
        help="What this team does for the whole service centre. Large centres need a "
        "group for each. Empty: an ordinary team.",
    )

    @api.model
    def _selection_cs_function(self):
        return [
            ("care", self.env._("Customer care")),
            ("training", self.env._("Training")),
            ("technical", self.env._("Technology")),
            ("administration", self.env._("Administration")),
        ]


class ResUsers(models.Model):
    _inherit = "res.users"

    cs_part_time = fields.Boolean(
        string="Works Part Time",
        prefetch="cs_settings",
        help="Not counted when the health check asks for full-time staff.",
    )
