from odoo import fields, models


class CsCustomerSegment(models.Model):
    """A group of customers that sales and service treat alike (INT-11)."""

    _name = "cs.customer.segment"
    _description = "Customer Segment"
    _order = "sequence, name"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(required=True, translate=True)

    _name_uniq = models.UniqueIndex(
        "(name)", "A segment with this name already exists."
    )
