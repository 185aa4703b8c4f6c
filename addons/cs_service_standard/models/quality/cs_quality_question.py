from odoo import fields, models

SCALES = [("2", "Yes or no"), ("3", "1 to 3"), ("4", "1 to 4"), ("5", "1 to 5")]


class CsQualityQuestion(models.Model):
    """A question of a scorecard, bound to the clause of the standard it checks."""

    _name = "cs.quality.question"
    _description = "Question of a QA Scorecard"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "cs.quality.template", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(translate=True)
    name = fields.Char(string="Question", required=True, translate=True)
    hint = fields.Char(translate=True)
    weight = fields.Integer(help="Share of the score; all weights together are 100.")
    scale = fields.Selection(SCALES, default="5", required=True)
    critical = fields.Boolean(
        string="Critical",
        help="A ticked failure gives the whole review 0, whatever the rest. It has no "
        "weight.",
    )
    evidence_required = fields.Boolean(
        help="A bad mark needs a file, a message or a clock as evidence."
    )
    clause_id = fields.Many2one("cs.standard.clause", ondelete="restrict")
