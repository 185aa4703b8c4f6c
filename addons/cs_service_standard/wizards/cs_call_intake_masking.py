from odoo import api, models

from ..engine.masking import MaskKind


class CsCallIntake(models.TransientModel):
    """The name of a caller who is known is masked like the contact (REC-07)."""

    _name = "cs.call.intake"
    _inherit = ["cs.call.intake", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        return super()._cs_masked_fields() | {"partner_name": MaskKind.NAME}

    def _cs_mask_filter(self):
        """Runs as superuser, as for contacts."""
        hidden = self.sudo().partner_id._cs_mask_filter()
        return self.filtered(lambda call: call.sudo().partner_id in hidden)

    def _cs_source_values(self, vals):
        partner = self.sudo().partner_id
        if vals.get("partner_id"):
            partner = partner.browse(vals["partner_id"])
        return super()._cs_source_values(vals) | {"partner_name": partner.name}
