from odoo import fields, models


class ResPartner(models.Model):
    """What the customer agreed to when he gave us his data (PRV-01)."""

    _inherit = "res.partner"

    cs_consent_date = fields.Datetime(
        string="Consent Given",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When the customer last agreed to the privacy notice.",
    )
    cs_consent_version = fields.Char(
        string="Consent to Version", readonly=True, copy=False, groups="base.group_user"
    )
