from odoo import api, fields, models
from odoo.exceptions import ValidationError

DEFAULT_UPLOAD_TYPES = (
    "pdf, png, jpg, jpeg, gif, webp, heic, txt, csv, log, doc, docx, xls, xlsx, "
    "odt, ods, zip, mp4, mov"
)


class ResCompany(models.Model):
    """What a company asks of its customers on the portal, and what it accepts."""

    _inherit = "res.company"

    cs_consent_text = fields.Html(
        string="Privacy Notice of the Request Form",
        prefetch="cs_settings",
        translate=True,
        help="Says what the data are used for; the customer agrees to it before a "
        "request is sent. Empty: the standard wording.",
    )
    cs_consent_version = fields.Char(
        string="Privacy Notice Version",
        default="1",
        required=True,
        help="Noted on each request together with the instant of the consent. "
        "Raise it whenever the wording changes.",
    )
    cs_request_limit = fields.Integer(
        string="Requests per Hour and Person",
        default=20,
        help="More requests of one customer within an hour are refused. 0: no limit.",
    )
    cs_request_limit_address = fields.Integer(
        string="Requests per Hour and Address",
        default=200,
        help="The same for one network address, which a whole firm may share. "
        "0: no limit.",
    )
    cs_upload_limit_mb = fields.Integer(
        string="Attachments per Request (MB)",
        prefetch="cs_settings",
        default=20,
        help="All files of one request together. 0: only the server's own limit.",
    )
    cs_upload_types = fields.Char(
        string="Accepted File Types",
        prefetch="cs_settings",
        default=DEFAULT_UPLOAD_TYPES,
        help="File name endings, separated by commas. Empty: any type except web "
        "pages and programs.",
    )

    @api.constrains(
        "cs_request_limit", "cs_request_limit_address", "cs_upload_limit_mb"
    )
    def _check_cs_portal_limits(self):
        limits = ("cs_request_limit", "cs_request_limit_address", "cs_upload_limit_mb")
        for company in self:
            if any(company[limit] < 0 for limit in limits):
                raise ValidationError(
                    self.env._(
                        "The portal limits of %s cannot be negative: enter 0 for "
                        "no limit.",
                        company.name,
                    )
                )

    def _cs_upload_endings(self):
        """File name endings this company accepts, lower case; empty: any."""
        self.ensure_one()
        endings = (self.cs_upload_types or "").lower().replace(";", ",").split(",")
        return {ending.strip().lstrip(".") for ending in endings if ending.strip()}
