from odoo import api, models

from ..engine.facts import FactKind

SPOKE = (FactKind.CONTACT.value, FactKind.CUSTOMER.value)


class CsGate(models.Model):
    """The end of the execution as gates: the effect is checked, the result told."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        return [
            *super()._selection_check(),
            ("effect", self.env._("The effect is checked")),
            ("result_told", self.env._("The customer was told the result")),
        ]

    @api.model
    def _gate_fields(self):
        return super()._gate_fields() | {"effect": ("type_id",)}

    def _check_gate_effect(self, tickets):
        """Tickets of the full path whose problem nobody has found solved (EXE-08).

        A check before the ticket was reopened says nothing about what came after.
        """
        asked = tickets.filtered(lambda t: t.cs_path != "short")
        ids = asked._origin.ids
        sheets = asked.sudo()._origin._cs_executions()
        begun = self._work_since(ids)
        found = {}
        for ticket in asked:
            sheet = sheets.get(ticket._origin.id)
            since = begun.get(ticket._origin.id)
            right = sheet and sheet.effect == "right"
            if not right or (since and sheet.effect_at < since):
                found[ticket.id] = [self.env._("check of the effect")]
        return found

    def _check_gate_result_told(self, tickets):
        """Tickets whose customer has not heard the result from us (EXE-09).

        A logged contact says so. On the short path the answer is the result: it is
        enough that the last word between customer and desk was ours.
        """
        ids = tickets._origin.ids
        sheets = tickets.sudo()._origin._cs_executions()
        begun = self._work_since(ids)
        short = tickets.filtered(lambda t: t.cs_path == "short")._origin
        words = self._last_facts(short.ids, SPOKE)
        found = {}
        for ticket in tickets:
            key = ticket._origin.id
            since = begun.get(key)
            kind, at = words.get(key, (None, None))
            told = [sheets[key].told_at if key in sheets else False]
            told += [at] if kind == FactKind.CONTACT.value else []
            if not any(t and (not since or t >= since) for t in told):
                found[ticket.id] = [self.env._("telling the customer the result")]
        return found

    @api.model
    def _again_kinds(self):
        """Facts after which the work begins anew; a hook."""
        return (FactKind.REOPENED.value,)

    def _work_since(self, ticket_ids):
        """When the work on each ticket last began anew, if it ever did: dict."""
        found = self._last_facts(ticket_ids, self._again_kinds())
        return {ticket_id: at for ticket_id, (_kind, at) in found.items()}

    def _last_facts(self, ticket_ids, kinds):
        """The last fact of some kinds on each ticket: dict of (kind, instant).

        As superuser: whoever moves a ticket may know what its gates look at.
        """
        if not ticket_ids:
            return {}
        events = self.env["cs.ticket.event"].sudo()
        found = events.search_fetch(
            [("ticket_id", "in", ticket_ids), ("kind", "in", kinds)],
            ["ticket_id", "kind", "at"],
            order="at, id",
        )
        return {event.ticket_id.id: (event.kind, event.at) for event in found}
