from odoo import fields, models


class CsNeedCause(models.Model):
    """A probable cause of a need, so that causes can be counted (NED-09)."""

    _name = "cs.need.cause"
    _description = "Probable Cause"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()


class CsNeedLatent(models.Model):
    """A need the customer did not name, such as haste or a better function."""

    _name = "cs.need.latent"
    _description = "Latent Need"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    is_expedite = fields.Boolean(
        string="Expedite",
        help="The solution proposes a cost line for doing it faster.",
    )
