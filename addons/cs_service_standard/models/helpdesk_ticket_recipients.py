from odoo import models, tools

from ..engine import masking
from ..engine.masking import MaskKind


class HelpdeskTicket(models.Model):
    """Answering a customer whose address the agent may not see (REC-06)."""

    _inherit = "helpdesk.ticket"

    def _message_get_suggested_recipients(self, *args, **kwargs):
        """Suggest addresses masked; contacts are chosen by id all the same."""
        recipients = super()._message_get_suggested_recipients(*args, **kwargs)
        partners = self.env["res.partner"].browse(
            [recipient["partner_id"] for recipient in recipients]
        )
        hidden = partners._cs_mask_filter().ids
        if self._cs_mask_filter() or self._cs_masking_companies():
            hidden.append(False)
        for recipient in recipients:
            if recipient["partner_id"] in hidden:
                recipient["email"] = masking.mask_email(recipient["email"] or "")
                recipient["name"] = masking.mask_name(recipient["name"] or "")
                recipient["create_values"] = {}
        return recipients

    def _partner_find_from_emails_single(self, emails, *args, **kwargs):
        """Take a masked suggestion that comes back for the address it stands for."""
        return super()._partner_find_from_emails_single(
            self._cs_true_emails(emails), *args, **kwargs
        )

    def _cs_true_emails(self, emails):
        """Replace masked addresses by those of this ticket, unless in doubt.

        Two addresses may have one mask; then nobody is guessed.
        """
        if not any(masking.is_masked(MaskKind.EMAIL, email) for email in emails):
            return emails
        suggested = self._message_get_suggested_recipients_batch(reply_discussion=True)
        known = tools.misc.OrderedSet(
            recipient["email"]
            for recipient in suggested[self.id]
            if recipient["email"] and not recipient["partner_id"]
        )
        true = {}
        for email in known:
            true.setdefault(masking.mask_email(email), []).append(email)
        return [
            true[email][0] if len(true.get(email, ())) == 1 else email
            for email in emails
        ]
