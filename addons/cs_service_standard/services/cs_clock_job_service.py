from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine.facts import FactKind
from ..engine.instants import to_epoch
from ..engine.targets import Mode

OPEN = ("running", "paused")
KEPT = ("due_at", "goal_due_at", "warn_at", "levels")
SAME_TERMS = (
    "target_id",
    "limit_seconds",
    "mode",
    "strict",
    "started_at",
    "attached_at",
    "paused_seconds",
)


class CsClockService(models.AbstractModel):
    """Moving many clocks at once, for a reason that lies outside their tickets."""

    _inherit = "cs.clock.service"

    @api.model
    def _move(self, tickets, payloads, user_id=False):
        """Record new promises where there are any, fold, store.

        :param tickets: tickets, as superuser
        :param payloads: dict ticket id -> payload of a MATCHED fact; tickets without
            one are folded again as they are
        :param user_id: who ordered it
        :return: number of clocks that are not what they were
        """
        facts = self._facts(tickets)
        vals_list = [
            {
                "ticket_id": ticket_id,
                "kind": FactKind.MATCHED.value,
                "payload": payload,
                "user_id": user_id,
            }
            for ticket_id, payload in payloads.items()
            if not self._is_promised(facts[ticket_id], payload)
        ]
        for event in self.env["cs.ticket.event"]._append(vals_list):
            facts[event.ticket_id.id].append(self._to_fact(event))
        stored = self._stored(tickets)
        before = {key: self._mark(clock) for key, clock in stored.items()}
        states = self._fold(facts)
        created = self._store(tickets, states, stored)
        left = self._still_there(stored, states)
        self._wake(left.values())
        tickets.with_context(cs_clocks_only=True).flush_model()
        moved = [key for key, clock in left.items() if before[key] != self._mark(clock)]
        return len(created) + len(moved) + len(stored) - len(left)

    @api.model
    def _still_there(self, stored, states):
        """The stored clocks that facts still speak of: the others are gone."""
        keys = {
            (ticket_id, state.metric, state.cycle)
            for ticket_id, found in states.items()
            for state in found
        }
        return {key: clock for key, clock in stored.items() if key in keys}

    @api.model
    def _mark(self, clock):
        return clock.due_at, clock.state, clock.remaining_seconds, clock.limit_seconds

    @api.model
    def _last_match(self, life):
        """Payload of the last MATCHED fact of a ticket; ``None``: none."""
        found = [fact for fact in life if fact.kind == FactKind.MATCHED]
        return max(found, key=lambda fact: fact.order).payload if found else None

    @api.model
    def _is_promised(self, life, payload):
        last = self._last_match(life)
        return last is not None and last.get("promises") == payload["promises"]

    @api.model
    def _payloads_of_policy(self, tickets):
        """The promises in force; what is over already is not judged by them."""
        return {
            ticket.id: dict(payload, open_only=True)
            for ticket, payload in self._match(tickets).items()
        }

    @api.model
    def _payloads_without(self, tickets, gone):
        """What is promised, less the withdrawn targets.

        :param gone: function of a target id, telling whether it is withdrawn
        """
        payloads = {}
        for ticket_id, life in self._facts(tickets).items():
            last = self._last_match(life) or {}
            promises = last.get("promises") or []
            left = [promise for promise in promises if not gone(promise["id"])]
            if len(left) < len(promises):
                payloads[ticket_id] = dict(last, promises=left, cause=[])
        return payloads

    @api.model
    def _payloads_of_hours(self, tickets):
        """What is promised, counted with the hours that hold for each ticket now."""
        payloads = {}
        facts = self._facts(tickets)
        lasts = {ticket.id: self._last_match(facts[ticket.id]) for ticket in tickets}
        own = self._own_calendars(lasts.values())
        for ticket in tickets:
            last = lasts[ticket.id]
            if not last:
                continue
            calendar, fallback = self._calendar_of(
                ticket.team_id.id,
                ticket.cs_profile_id.id,
                ticket.company_id.id,
                self._contract_calendar(ticket),
            )
            promises = [
                self._with_hours(promise, own.get(promise["id"]) or calendar)
                for promise in last.get("promises") or ()
            ]
            payloads[ticket.id] = dict(
                last, promises=promises, fallback=fallback, hours_only=True, cause=[]
            )
        return payloads

    @api.model
    def _own_calendars(self, payloads):
        """Calendars written on the targets that payloads name, by target id."""
        ids = {
            promise["id"]
            for payload in payloads
            for promise in (payload or {}).get("promises") or ()
        }
        targets = self.env["cs.sla.target"].sudo().browse(ids).exists()
        return {target.id: target.calendar_id.id for target in targets}

    @api.model
    def _with_hours(self, promise, calendar):
        if promise.get("mode", Mode.ELAPSED) == Mode.ELAPSED:
            return promise
        left = {name: value for name, value in promise.items() if name != "calendar"}
        return dict(left, calendar=calendar) if calendar else left

    @api.model
    def _end_steps(self, tickets):
        """Nobody has to finish the steps of a profile that is out of force."""
        steps = self.env["cs.ticket.clock"].search(
            [
                ("ticket_id", "in", tickets.ids),
                ("metric", "=", "step"),
                ("state", "in", OPEN),
            ]
        )
        self.env["cs.ticket.event"]._append(
            [
                {
                    "ticket_id": step.ticket_id.id,
                    "kind": FactKind.STEP_DONE.value,
                    "payload": {"step": step.step_key, "reason": "removed"},
                }
                for step in steps
            ]
        )

    @api.model
    def _prepare_clock_vals(self, state):
        """Facts outlive the calendars and targets that they name."""
        vals = super()._prepare_clock_vals(state)
        vals["calendar_id"], vals["target_id"] = self._still_known(
            vals["calendar_id"], vals["target_id"]
        )
        return vals

    @api.model
    @ormcache("calendar_id", "target_id", cache="stable")
    def _still_known(self, calendar_id, target_id):
        """The ids of what exists; what deletes one of these clears the cache."""
        return (
            self.env["resource.calendar"].browse(calendar_id or ()).exists().id,
            self.env["cs.sla.target"].browse(target_id or ()).exists().id,
        )

    @api.model
    def _update(self, ticket, clock, vals):
        """A breach that has happened is not undone by a change of hours."""
        if self._is_breach_kept(clock, vals):
            vals = dict(vals, **{name: clock[name] for name in KEPT})
            if vals["state"] in ("met", "missed"):
                vals.update(self._prepare_late_vals(clock, vals["stopped_at"]))
        return super()._update(ticket, clock, vals)

    @api.model
    def _is_breach_kept(self, clock, vals):
        """Whether a clock was late before its hours changed, and nothing else did."""
        due = clock.due_at
        if not due or vals["due_at"] == due:
            return False
        now = fields.Datetime.now()
        return (
            due < min(now, vals["stopped_at"] or now)
            and clock.state in OPEN
            and vals["state"] not in ("paused", "cancelled")
            and all(
                (self._plain(clock[name]) or False) == (vals[name] or False)
                for name in SAME_TERMS
            )
        )

    @api.model
    def _prepare_late_vals(self, clock, stopped_at):
        calendar = clock.calendar_id
        due, stop = to_epoch(clock.due_at), to_epoch(stopped_at)
        late = stop - due
        if clock.mode != Mode.ELAPSED and calendar:
            late = calendar._cs_worktime(clock.mode).elapsed(due, stop)
        return {"state": "missed", "late_seconds": late}
