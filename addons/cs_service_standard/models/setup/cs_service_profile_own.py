from odoo import models


class CsServiceProfile(models.Model):
    """A shared profile need not promise anything for who has one of its own."""

    _inherit = "cs.service.profile"

    def _cs_channels_without_target(self):
        """Looks as superuser at what another company has chosen; tells no name."""
        channels = super()._cs_channels_without_target()
        if self.company_id:
            return channels
        return channels.filtered(
            lambda channel: not channel.sudo().company_id.cs_profile_id.company_id
        )
