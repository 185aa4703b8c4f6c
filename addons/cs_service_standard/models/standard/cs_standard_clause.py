from odoo import fields, models


class CsStandardClause(models.Model):
    """One clause of the standard: its words, and the mechanism that enforces it."""

    _name = "cs.standard.clause"
    _description = "Clause of a Service Standard"
    _order = "standard_id, sequence, code"
    _rec_names_search = ["code", "name"]

    standard_id = fields.Many2one(
        "cs.standard", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="standard_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="As in the manual, for example RSP-15.")
    name = fields.Text(string="Clause", required=True, translate=True)
    active = fields.Boolean(default=True)

    def _compute_display_name(self):
        for clause in self:
            clause.display_name = clause.code
