from odoo import fields, models


class CsSolutionReason(models.Model):
    """Why customers reject solutions, in words they choose from (SOL-12)."""

    _name = "cs.solution.reason"
    _description = "Reason for Rejecting a Solution"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(
        required=True, translate=True, help="The customer reads it, e.g. Too expensive."
    )
    active = fields.Boolean(default=True)
    cause = fields.Selection(
        [
            ("need", "Need not understood"),
            ("idea", "Solution not original enough"),
            ("terms", "Price, date or other terms"),
        ],
        required=True,
        default="terms",
        help="What it says about our work; counted in the figures.",
    )
