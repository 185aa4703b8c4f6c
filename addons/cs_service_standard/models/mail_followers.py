from odoo import api, models

from ..engine.masking import MaskKind


class MailFollowers(models.Model):
    """Followers repeat name and address of their contact."""

    _name = "mail.followers"
    _inherit = ["mail.followers", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        return super()._cs_masked_fields() | {
            "name": MaskKind.NAME,
            "email": MaskKind.EMAIL,
        }

    def _cs_mask_filter(self):
        """Runs as superuser: followers may be contacts of other companies."""
        hidden = self.sudo().partner_id._cs_mask_filter()
        return self.filtered(lambda follower: follower.sudo().partner_id in hidden)
