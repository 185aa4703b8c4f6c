from odoo import fields, models


class HelpdeskTicketType(models.Model):
    """Which evidence the work on tickets of a type leaves (QAC-01)."""

    _inherit = "helpdesk.ticket.type"

    cs_evidence_kind_ids = fields.Many2many(
        "cs.evidence.kind",
        string="Evidence of the Self-Check",
        help="What the executor shows before the customer is asked to accept. Empty: "
        "no self-check is asked for.",
    )
