from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_consent_text = fields.Html(related="company_id.cs_consent_text", readonly=False)
    cs_consent_version = fields.Char(
        related="company_id.cs_consent_version", readonly=False, required=True
    )
    cs_request_limit = fields.Integer(
        related="company_id.cs_request_limit", readonly=False
    )
    cs_request_limit_address = fields.Integer(
        related="company_id.cs_request_limit_address", readonly=False
    )
    cs_upload_limit_mb = fields.Integer(
        related="company_id.cs_upload_limit_mb", readonly=False
    )
    cs_upload_types = fields.Char(related="company_id.cs_upload_types", readonly=False)
