from odoo import api, models

from ..engine.masking import MaskKind


class ResUsers(models.Model):
    """Portal users are customers: masked like their contacts, log-in included."""

    _name = "res.users"
    _inherit = ["res.users", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        partner_fields = self.env["res.partner"]._cs_masked_fields()
        fields_ = super()._cs_masked_fields() | partner_fields
        fields_ |= {"login": MaskKind.EMAIL, "signature": MaskKind.NAME}
        return {name: kind for name, kind in fields_.items() if name in self._fields}

    def _cs_mask_filter(self):
        """Runs as superuser, as for contacts."""
        hidden = self.sudo().partner_id._cs_mask_filter()
        return self.filtered(lambda user: user.sudo().partner_id in hidden)

    @api.depends_context("uid", "cs_true_values")
    def _compute_display_name(self):
        """A label is for a reader, also where the web client reads it by ``sudo``."""
        result = super()._compute_display_name()
        for user in self._cs_mask_filter():
            user.display_name = self._cs_mask_value("name", user.display_name)
        return result
