from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import priority


class CsPriorityRule(models.Model):
    """One cell of the table urgency x impact x customer value -> priority.

    The source defines the plain cells only; the mixed ones are a decision of the
    company, so all of them are records (PRI-03).
    """

    _name = "cs.priority.rule"
    _description = "Priority Rule"
    _inherit = ["cs.cached.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=100)
    urgency = fields.Selection(
        selection=lambda self: self._selection_dimension("cs_urgency"), required=True
    )
    impact = fields.Selection(
        selection=lambda self: self._selection_dimension("cs_impact"), required=True
    )
    customer_value = fields.Selection(
        selection=lambda self: self._selection_dimension("cs_customer_value"),
        required=True,
    )
    priority = fields.Selection(
        [("0", "Low"), ("1", "Medium"), ("2", "High")], required=True
    )
    company_id = fields.Many2one(
        "res.company", help="Empty: every company without a cell of its own."
    )

    _cell_uniq = models.UniqueIndex(
        "(urgency, impact, customer_value, COALESCE(company_id, 0))",
        "This cell of the priority table exists already: edit it instead.",
    )

    @api.model
    def _selection_dimension(self, name):
        return (
            self.env["helpdesk.ticket"]._fields[name]._description_selection(self.env)
        )

    @api.depends("urgency", "impact", "customer_value")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = ("urgency", "impact", "customer_value")
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in names
        }
        for rule in self:
            parts = [labels[name].get(rule[name], "") for name in names]
            rule.display_name = " × ".join(parts)

    def action_cs_default_cells(self):
        """Bring the cells back to the default rule."""
        cells = priority.default_cells()
        by_priority = self.grouped(
            lambda rule: cells[rule.urgency, rule.impact, rule.customer_value]
        )
        for value, rules in by_priority.items():
            rules.priority = str(value)

    @api.model
    @ormcache("company_id", cache="stable")
    def _cs_cells(self, company_id):
        """The table of a company, cached: (urgency, impact, value) -> priority."""
        rules = self.sudo().search([("company_id", "in", [False, company_id])])
        return {
            (rule.urgency, rule.impact, rule.customer_value): int(rule.priority)
            for rule in rules.sorted(lambda rule: bool(rule.company_id))
        }
