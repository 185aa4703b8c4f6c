from odoo import fields, models


class CsCompensationKind(models.Model):
    """What a customer may be given: agents choose from a short list."""

    _name = "cs.compensation.kind"
    _description = "Kind of Compensation"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(
        required=True, translate=True, help="The customer reads it, e.g. Coupon."
    )
    needs_amount = fields.Boolean(
        string="Needs an Amount",
        default=True,
        help="Cannot be offered without an amount. Enter the value of a free service "
        "as well if it counts towards the limits.",
    )
    active = fields.Boolean(default=True)
