from odoo import fields, models


class CsQualityTemplate(models.Model):
    """A QA scorecard; what was marked by it stays with its version (QAC-05)."""

    _name = "cs.quality.template"
    _description = "QA Scorecard"
    _order = "sequence, name, version desc"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    active = fields.Boolean(default=True)
    pass_mark = fields.Float(
        default=80, required=True, help="A review below this score has failed."
    )
    question_ids = fields.One2many("cs.quality.question", "template_id", copy=True)
