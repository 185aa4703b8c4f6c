from odoo import fields, models


class CsSolutionTemplate(models.Model):
    """Where a solution of a kind begins, and what belongs to it (SOL-02, SOL-03)."""

    _name = "cs.solution.template"
    _description = "Solution Template"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: every company may use this template."
    )
    steps = fields.Text(
        string="What We Do",
        translate=True,
        help="Steps to begin with; whoever writes a solution fits them to the need.",
    )
    effect = fields.Text(
        string="Expected Effect",
        translate=True,
        help="What the customer gains, to begin with.",
    )
    is_hardware = fields.Boolean(
        string="Hardware",
        help="Goods have to be delivered: stock and delivery time of the supplier are "
        "asked for.",
    )
    measure_min = fields.Integer(
        string="Measures",
        help="A solution with fewer measures is marked 'Combination expected'. "
        "0: not asked for.",
    )
    line_ids = fields.One2many(
        "cs.solution.template.line", "template_id", string="Asks For", copy=True
    )

    _measure_min_positive = models.Constraint(
        "CHECK (measure_min >= 0)", "The number of measures must not be negative."
    )


class CsSolutionTemplateLine(models.Model):
    """A fact to consider or a document to deliver with solutions of a kind."""

    _name = "cs.solution.template.line"
    _description = "Requirement of a Solution Template"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "cs.solution.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("input", "Consider"), ("document", "Document")],
        required=True,
        default="input",
        help="Consider: a fact the solution takes into account. Document: a file that "
        "has to be there before the customer sees the solution.",
    )
    name = fields.Char(required=True, translate=True, help="E.g. Test plan.")
