from odoo import fields, models


class CsStandard(models.Model):
    """A written service standard as data: its clauses, and what enforces each."""

    _name = "cs.standard"
    _description = "Service Standard"
    _order = "name, version desc"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: the standard of every company."
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    active = fields.Boolean(default=True)
    clause_ids = fields.One2many("cs.standard.clause", "standard_id")
