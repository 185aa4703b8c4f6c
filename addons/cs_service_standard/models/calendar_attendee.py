from odoo import api, models

from ..engine.masking import MaskKind


class CalendarAttendee(models.Model):
    """Attendees repeat name and address of their contact."""

    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        return super()._cs_masked_fields() | {
            "common_name": MaskKind.NAME,
            "email": MaskKind.EMAIL,
            "phone": MaskKind.PHONE,
        }

    def _cs_mask_filter(self):
        """Runs as superuser: attendees may be contacts of other companies."""
        hidden = self.sudo().partner_id._cs_mask_filter()
        return self.filtered(lambda attendee: attendee.sudo().partner_id in hidden)
