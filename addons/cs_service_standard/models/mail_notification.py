from odoo import api, models

from ..engine.masking import MaskKind


class MailNotification(models.Model):
    """Notifications to addresses without a contact."""

    _name = "mail.notification"
    _inherit = ["mail.notification", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        return super()._cs_masked_fields() | {"mail_email_address": MaskKind.EMAIL}

    def _cs_mask_filter(self):
        return self if self._cs_masking_companies() else self.browse()

    def _field_store_repr(self, field_name):
        return self._cs_store_fields([field_name])
