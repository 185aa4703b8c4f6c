from odoo import fields, models


class CsResolutionCode(models.Model):
    """How requests end, so that results can be counted (ACC-05)."""

    _name = "cs.resolution.code"
    _description = "Resolution Code"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Char(
        string="When to Choose It",
        translate=True,
        help="Shown to whoever closes a ticket.",
    )
    customer_text = fields.Char(
        string="Sentence for the Customer",
        translate=True,
        help="How the service summary says it, for example: Your device has been "
        "repaired.",
    )
