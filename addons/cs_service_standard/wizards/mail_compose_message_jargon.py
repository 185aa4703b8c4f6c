from odoo import api, fields, models

from ..wording import listed


class MailComposeMessage(models.TransientModel):
    """Jargon in a reply to a customer is pointed out before it is sent."""

    _inherit = "mail.compose.message"

    cs_jargon = fields.Char(compute="_compute_cs_jargon")

    @api.depends("body", "model", "res_ids", "subtype_id")
    def _compute_cs_jargon(self):
        for composer in self:
            composer.cs_jargon = composer._cs_find_jargon()

    def _cs_find_jargon(self):
        """Hints in one line; ``False`` for notes, other records and plain words."""
        ids = self._evaluate_res_ids() if self.model == "helpdesk.ticket" else []
        if (
            len(ids) != 1
            or self.subtype_id.internal
            or not self.env.user._is_internal()
        ):
            return False
        hints = self.env["helpdesk.ticket"].browse(ids)._cs_jargon_hints(self.body)
        return bool(hints) and listed(self.env, hints)
