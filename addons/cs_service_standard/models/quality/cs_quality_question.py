from odoo import api, fields, models

from ...engine.scorecard import Mark, bounds

SCALES = [
    ("2", "Yes or no"),
    ("3", "1 to 3"),
    ("4", "1 to 4"),
    ("5", "1 to 5"),
    ("points", "Points up to the weight"),
]
# the order of questions may be changed: it is not what was marked
FREE = {"sequence"}


class CsQualityQuestion(models.Model):
    """A question of a scorecard, bound to the clause of the standard it checks."""

    _name = "cs.quality.question"
    _description = "Question of a QA Scorecard"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "cs.quality.template",
        string="Scorecard",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(translate=True, help="Heading under which it is asked.")
    name = fields.Char(string="Question", required=True, translate=True)
    hint = fields.Char(
        translate=True, help="What to look for; shown under the question."
    )
    weight = fields.Integer(help="Share of the score; all weights together are 100.")
    scale = fields.Selection(
        SCALES,
        default="5",
        required=True,
        help="The lowest mark of a scale counts 0 %, the highest 100 % of the weight.",
    )
    critical = fields.Boolean(
        help="A ticked failure gives the whole review 0, whatever the rest. It has no "
        "weight.",
    )
    code = fields.Char(
        help="Tells other parts which failure this is, for example SHIRKING."
    )
    evidence_required = fields.Boolean(
        help="A bad mark needs a file, a message or a clock as evidence."
    )
    clause_id = fields.Many2one(
        "cs.standard.clause",
        ondelete="restrict",
        help="The clause of the standard that this question checks.",
    )

    @api.constrains("weight", "critical", "template_id")
    def _check_weight(self):
        """A change to a question of a scorecard in force must keep its sum."""
        for template in self.template_id.filtered(lambda t: t.state == "in_force"):
            template._check_complete()

    @api.onchange("critical")
    def _onchange_critical(self):
        if self.critical:
            self.weight = 0

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.template_id._check_unused()
        return questions

    def write(self, vals):
        if set(vals) - FREE:
            self.template_id._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.template_id._check_unused()

    def _bounds(self):
        """The lowest and the highest mark."""
        self.ensure_one()
        return bounds(self.scale, self.weight)

    def _to_mark(self, value=0, not_applicable=False):
        """A mark of this question as the engine reads it."""
        self.ensure_one()
        weight = 0 if self.critical else self.weight
        return Mark(weight, self.scale, value, not_applicable)
