from odoo import api, fields, models


class CsSolutionPartMixin(models.AbstractModel):
    """Whatever belongs to one version of a solution changes with it, or not at all."""

    _name = "cs.solution.part.mixin"
    _description = "Part of a Solution"

    solution_id = fields.Many2one(
        "cs.solution", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="solution_id.ticket_id", store=True, index=True)
    currency_id = fields.Many2one(related="solution_id.currency_id")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.solution_id._check_is_draft()
        return parts

    def write(self, vals):
        self.solution_id._check_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self.solution_id._check_is_draft()


class CsSolutionLine(models.Model):
    """What an option takes: people, material or money, from when on, at what cost."""

    _name = "cs.solution.line"
    _description = "Resource and Cost of a Solution"
    _inherit = "cs.solution.part.mixin"
    _order = "sequence, id"

    option_id = fields.Many2one(
        "cs.solution.option", required=True, index=True, ondelete="cascade"
    )
    solution_id = fields.Many2one(
        related="option_id.solution_id", store=True, required=False, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What", required=True, help="E.g. Technician, 2 hours.")
    resource = fields.Selection(
        [("people", "People"), ("material", "Material"), ("money", "Money")],
        required=True,
        default="people",
    )
    available_from = fields.Date(
        help="The first day on which it is there. Empty: it is there already."
    )
    kind = fields.Selection(
        [
            ("material", "Material"),
            ("labour", "Labour"),
            ("overtime", "Overtime"),
            ("outsourcing", "Outsourcing"),
            ("freight", "Freight"),
            ("other", "Other"),
        ],
        string="Kind of Cost",
        required=True,
        default="labour",
        help="Overtime and outsourcing together are the extra cost of haste.",
    )
    amount = fields.Monetary(string="Cost")
    charged = fields.Boolean(
        string="Customer Pays",
        default=True,
        help="Counted in the price; otherwise we bear it.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "A cost must not be negative."
    )


class CsSolutionRisk(models.Model):
    """What may go wrong with a solution, and what is done then (SOL-08)."""

    _name = "cs.solution.risk"
    _description = "Risk of a Solution"
    _inherit = "cs.solution.part.mixin"
    _order = "kind, id"

    kind = fields.Selection(
        [
            ("technical", "Technical"),
            ("supplier", "Supplier"),
            ("expectation", "Expectation"),
        ],
        required=True,
        default="technical",
    )
    name = fields.Char(string="Risk", required=True, help="E.g. The supplier is late.")
    contingency = fields.Char(
        help="What is done then. Technical: another way to do it. Supplier: another "
        "way of delivery. Expectation: what the customer gets instead."
    )
    compensation = fields.Char(
        help="What the customer gets for it, e.g. freight waived."
    )
    is_told = fields.Boolean(
        string="Customer Sees It",
        compute="_compute_is_told",
        store=True,
        readonly=False,
        help="Shown with the solution, together with what is done then.",
    )

    @api.depends("kind")
    def _compute_is_told(self):
        for risk in self:
            risk.is_told = risk.is_told or risk.kind == "expectation"


class CsSolutionItem(models.Model):
    """A fact considered, a measure combined or a document delivered in a solution."""

    _name = "cs.solution.item"
    _description = "Input, Measure or Document of a Solution"
    _inherit = "cs.solution.part.mixin"
    _order = "kind desc, sequence, id"

    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("input", "Consider"), ("measure", "Measure"), ("document", "Document")],
        required=True,
        default="measure",
    )
    name = fields.Char(required=True)
    value = fields.Char(string="Considered", help="What it is in this case.")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()

    def _is_there(self):
        self.ensure_one()
        given = {"input": self.value, "document": self.file}
        return bool(given.get(self.kind, self.name))
