from odoo import fields, models


class ResCompany(models.Model):
    """How long a company takes to answer, and how long it has to keep tickets."""

    _inherit = "res.company"

    cs_privacy_days = fields.Integer(
        string="Answer Privacy Requests Within",
        prefetch="cs_settings",
        default=30,
        help="Days until a customer who asks for a copy or the erasure of his data "
        "gets an answer.",
    )
    cs_privacy_retention_days = fields.Integer(
        string="Keep Closed Tickets For",
        prefetch="cs_settings",
        default=0,
        help="Days after closing for which the law wants a ticket kept: its customer "
        "is not erased before. 0: not kept.",
    )

    _cs_privacy_days_positive = models.Constraint(
        "CHECK (cs_privacy_days > 0)",
        "A privacy request must have at least one day.",
    )
    _cs_privacy_retention_positive = models.Constraint(
        "CHECK (cs_privacy_retention_days >= 0)",
        "The days for which tickets are kept must not be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_privacy_days = fields.Integer(
        related="company_id.cs_privacy_days", readonly=False
    )
    cs_privacy_retention_days = fields.Integer(
        related="company_id.cs_privacy_retention_days", readonly=False
    )
