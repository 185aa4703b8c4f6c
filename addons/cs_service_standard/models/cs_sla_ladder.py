from odoo import fields, models


class CsSlaLadder(models.Model):
    """Who is told about a clock, and when."""

    _name = "cs.sla.ladder"
    _description = "Escalation Ladder"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one("res.company")
