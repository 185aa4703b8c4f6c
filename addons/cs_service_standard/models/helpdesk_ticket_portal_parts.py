from odoo import models

from ..wording import listed
from .helpdesk_ticket_portal_history import _note


class HelpdeskTicket(models.Model):
    """History of the parts of a ticket: need, plan, goods, dates; and its documents."""

    _inherit = "helpdesk.ticket"

    def _cs_notes_of_parts(self):
        """What the records of the parts tell of their past; a hook."""
        return [
            *self._cs_notes_of_need(),
            *self._cs_notes_of_plan(),
            *self._cs_notes_of_goods(),
        ]

    def _cs_notes_of_need(self):
        asked = self.env._("We asked whether we have understood the need")
        confirmed = self.env._("Our understanding of the need was confirmed")
        notes = []
        for analysis in self.cs_need_ids:
            if analysis.asked_at:
                notes.append(_note(analysis.asked_at, "fa-question", asked))
            if analysis.confirmed_at and analysis.state == "confirmed":
                notes.append(_note(analysis.confirmed_at, "fa-check", confirmed))
        return notes

    def _cs_notes_of_plan(self):
        """Nodes that were reached, and promised days that moved, with the reason."""
        notes = [
            _note(
                node.done_at, "fa-check", self.env._("Reached: %s", node.content or "")
            )
            for node in self.cs_node_ids
            if node.customer_visible and node.done and node.done_at
        ]
        changes = self.env["cs.promise.change"].search([("ticket_id", "=", self.id)])
        for change in changes:
            text = self.env._(
                "%(what)s: moved from %(old)s to %(new)s. Reason: %(reason)s",
                what=change.content,
                old=self._cs_node_day(change.old_date),
                new=self._cs_node_day(change.new_date),
                reason=change.reason,
            )
            notes.append(_note(change.told_at, "fa-calendar", text))
        return notes

    def _cs_notes_of_goods(self):
        notes = []
        for event in self.cs_logistics_ids:
            parts = (event._kind_text(), event.carrier_id.name, event.number)
            text = listed(self.env, [part for part in parts if part])
            if event.note:
                text = f"{text}: {event.note}"
            notes.append(_note(event.at, "fa-truck", text))
        return notes
