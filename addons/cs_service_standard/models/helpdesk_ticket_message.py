from odoo import api, models
from odoo.tools import email_normalize

from ..engine.facts import FactKind

TALK = ("comment", "email", "sms", "whatsapp", "whatsapp_message")
WRITTEN = ("sms", "whatsapp", "whatsapp_message")  # sent out whatever the subtype


class HelpdeskTicket(models.Model):
    """Which messages count: people talking to each other, nothing automatic."""

    _inherit = "helpdesk.ticket"

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if message.message_type in TALK and (following := self._cs_following()):
            following._cs_record_message(message)
        return result

    def _cs_record_message(self, message):
        """Turn a message into a fact and name the first responder (CLS-04)."""
        self.ensure_one()
        kind = self._cs_message_kind(message)
        if not kind:
            return
        user = self._cs_speaker(message)
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": self.id,
                    "kind": kind.value,
                    "user_id": user.id,
                    "payload": {"medium": message.message_type, "message": message.id},
                    "source_key": f"message:{message.id}",
                }
            ]
        )
        if kind == FactKind.CONTACT:
            self._cs_set_first_responder(user)

    def _cs_message_kind(self, message):
        """Who speaks in a message: a person of ours, the customer, somebody else.

        Judged by the author alone: type and subtype of a message may come from the
        client (a portal user can post a 'note').

        :return: a ``FactKind``, or ``None`` for notes, automatic answers and bots
        """
        context = self.env.context
        if context.get("cs_no_contact") or context.get("cs_auto_reply"):
            return None
        author = message.author_id.sudo()
        if author and author == self.env.ref("base.partner_root"):
            return None
        if self._cs_is_customer(author, message.email_from):
            return FactKind.CUSTOMER
        speaker = self._cs_speaker(message)
        if speaker and not speaker.share:
            internal = message.is_internal or message.subtype_id.internal
            spoken = message.message_type in WRITTEN or not internal
            return FactKind.CONTACT if spoken else None
        return FactKind.STRANGER

    @api.model
    def _cs_speaker(self, message):
        """The user who wrote a message, empty for people without one.

        The gateway may leave a letter without author although a colleague sent it;
        an address that several of them share names nobody.
        """
        if message.author_id:
            author = message.author_id.sudo().with_context(active_test=False)
            return (
                author.user_ids.filtered(lambda u: not u.share)[:1]
                or (author.user_ids[:1])
            )
        users = self.env["res.users"].sudo()
        email = email_normalize(message.email_from or "")
        if not email:
            return users
        users = users.search([("email_normalized", "=", email), ("share", "=", False)])
        return users if len(users) == 1 else users.browse()

    def _cs_is_customer(self, author, email_from):
        """Whether the customer of this ticket or one of his colleagues wrote."""
        partner = self.sudo().partner_id
        if partner and author:
            if author == partner:
                return True
            family = author.commercial_partner_id == partner.commercial_partner_id
            return family and author.partner_share
        known = email_normalize(self.sudo().partner_email or partner.email or "")
        wrote = author.email_normalized or email_normalize(email_from or "")
        return bool(known) and known == wrote and (not author or author.partner_share)
