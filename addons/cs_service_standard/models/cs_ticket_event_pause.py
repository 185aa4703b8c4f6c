from odoo import api, fields, models

from ..engine.facts import FactKind
from ..engine.instants import to_epoch
from .cs_ticket_pause import PAUSE_KINDS


class CsTicketEvent(models.Model):
    """A pause names its reason and its latest end, whoever records it."""

    _inherit = "cs.ticket.event"

    @api.model
    def _append(self, vals_list, new=False):
        kinds = {str(vals["kind"]) for vals in vals_list}
        if kinds.isdisjoint(PAUSE_KINDS) or self._is_backdated():
            return super()._append(vals_list, new=new)
        completed = [self._complete_pause(vals) for vals in vals_list]
        events = super()._append(completed, new=new)
        self.env["cs.ticket.pause"]._follow(events)
        return events

    @api.model
    def _is_backdated(self):
        """Facts of long ago were under no maximum."""
        return self.env["helpdesk.ticket"]._cs_is_backdated()

    @api.model
    def _complete_pause(self, vals):
        """The fact with what its ticket says about its pause."""
        if vals["kind"] not in (FactKind.PAUSED, FactKind.RESUMED):
            return vals
        ticket = self.env["helpdesk.ticket"].sudo().browse(vals["ticket_id"])
        at = vals.get("at") or fields.Datetime.now()
        payload = dict(vals.get("payload") or {})
        if vals["kind"] == FactKind.RESUMED:
            how = self.env["helpdesk.ticket"]._cs_resumed_how()
            if how:
                payload["how"] = how
            if how == "automatic" and ticket.cs_pause_id._is_over(at):
                at = ticket.cs_pause_id.until
        elif "until" not in payload:
            reason = ticket._cs_chosen_reason(payload.get("reason"))
            until = reason and reason._until(ticket, at)
            payload |= {"reason": reason.id} if reason else {}
            payload |= {"until": to_epoch(until)} if until else {}
        return {**vals, "at": at, "payload": payload}
