from odoo import fields, models


class HelpdeskTicketType(models.Model):
    """A kind of request with a written definition and the team that serves it."""

    _inherit = "helpdesk.ticket.type"

    cs_code = fields.Char(string="Code", copy=False, help="E.g. complaint.")
    cs_definition = fields.Text(string="Definition", translate=True)
    cs_examples = fields.Text(string="Examples", translate=True)
    cs_default_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Default Team",
        help="Requests of this type go to this team when nobody chose another one. "
        "Only a team that follows a profile receives requests in this way.",
    )
    cs_green_channel = fields.Boolean(
        string="Green Channel",
        help="Tickets of this type are urgent: contact within the hour, the team "
        "leader is told at once (RSP-13).",
    )
    cs_is_complaint = fields.Boolean(
        string="Complaint", help="Counted as a complaint on the customer."
    )
    cs_is_suggestion = fields.Boolean(
        string="Suggestion",
        help="Ranked by the number of customers affected and the potential benefit.",
    )

    cs_path = fields.Selection(
        [
            ("short", "Short: answer and close"),
            ("full", "Full: analysis, solution, execution"),
        ],
        string="Path",
        default="short",
        required=True,
        help="Short: the gates ask for no needs analysis, no solution and no check of "
        "its effect; they may still be written. Full: they are asked for, as the "
        "profile's gates say.",
    )

    _cs_code_uniq = models.UniqueIndex(
        "(cs_code) WHERE cs_code IS NOT NULL", "A type with this code already exists."
    )
