from odoo import fields, models


class CsQualityMark(models.Model):
    """The mark of one question in one review."""

    _name = "cs.quality.mark"
    _description = "Mark of a Quality Review"
    _order = "check_id, sequence, id"

    check_id = fields.Many2one(
        "cs.quality.check", required=True, ondelete="cascade", index=True
    )
    question_id = fields.Many2one(
        "cs.quality.question", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="question_id.sequence", store=True)
    value = fields.Integer(help="On the scale of the question; 0: not marked yet.")
    not_applicable = fields.Boolean(string="N/A")
    failed = fields.Boolean(string="Critical Failure")
    comment = fields.Text()
