from odoo import models

from ..engine.facts import FactKind
from ..wording import listed


class HelpdeskTicket(models.Model):
    """Words customers do not know: whoever writes to one is told a plainer word."""

    _inherit = "helpdesk.ticket"

    def _cs_jargon_hints(self, body):
        """Hints on a text for this customer: '"RMA": say "return" instead'."""
        self.ensure_one()
        ticket = self.sudo()
        if not ticket._cs_following():
            return []
        terms = self.env["cs.jargon.term"]._find_in(
            body, ticket.company_id, ticket.partner_id.lang
        )
        return [
            self.env._("“%(term)s”: say “%(plain)s”", term=t.name, plain=t.plain)
            for t in terms
        ]

    def _cs_record_message(self, message):
        """A reply sent from the chatter is on its way; its author learns from it."""
        result = super()._cs_record_message(message)
        user = self.env.user
        if (
            user._is_internal()
            and message.author_id == user.partner_id
            and self._cs_message_kind(message) == FactKind.CONTACT
        ):
            hints = self._cs_jargon_hints(message.body)
            if hints:
                self._cs_show_jargon(hints)
        return result

    def _cs_show_jargon(self, hints):
        """A note on the screen of whoever wrote; nothing is stopped."""
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Plainer words for the customer"),
                "message": listed(self.env, hints),
            },
        )
