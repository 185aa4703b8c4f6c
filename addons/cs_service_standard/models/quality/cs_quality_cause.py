from odoo import fields, models


class CsQualityCause(models.Model):
    """Why a question was answered badly, so that bad marks can be counted by cause."""

    _name = "cs.quality.cause"
    _description = "Cause of a Bad Mark"
    _order = "sequence, id"

    name = fields.Char(string="Cause", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Char(
        translate=True, help="When to choose this cause; shown to the reviewer."
    )
