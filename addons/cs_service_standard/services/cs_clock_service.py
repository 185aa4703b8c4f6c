from collections import defaultdict
from functools import cache

from odoo import api, models
from odoo.tools import SQL

from ..engine.clock import CLOSED_STATES, replay
from ..engine.facts import Fact, FactKind
from ..engine.instants import from_epoch, to_epoch
from ..engine.targets import Mode
from ..engine.worktime import ELAPSED

SILENT = (FactKind.STAGE, FactKind.STRANGER)
EMPTY_KEYS = (
    "due_at",
    "goal_due_at",
    "warn_at",
    "paused_at",
    "pause_until",
    "stopped_at",
    "attached_at",
)


class CsClockService(models.AbstractModel):
    """Gather facts, fold them, write clocks once: the only writer of clocks."""

    _name = "cs.clock.service"
    _description = "SLA Clock Service"

    @api.model
    def _refresh(self, tickets, rematch=False):
        """Bring the clocks of the tickets up to date with their facts.

        :param tickets: any tickets; those that follow no standard are left out
        :param rematch: whether targets are matched again, because something that
            conditions look at has changed
        """
        tickets = tickets.sudo()._cs_following()
        if not tickets:
            return
        facts, stored = self._lives(tickets)
        self._record_matches(tickets, facts, rematch)
        self._store(tickets, self._fold(facts), stored)

    @api.model
    def _begin(self, tickets, vals_list):
        """Record the first facts of new tickets and start their clocks.

        :param vals_list: facts as for ``cs.ticket.event._record``, with ``at``
        """
        tickets = tickets.sudo()
        received = {}
        for vals in vals_list:
            received.setdefault(vals["ticket_id"], vals["at"])
        matched = [
            {
                "ticket_id": ticket.id,
                "kind": FactKind.MATCHED.value,
                "at": received.get(ticket.id, ticket.cs_received_at),
                "payload": payload,
            }
            for ticket, payload in self._match(tickets).items()
        ]
        events = self.env["cs.ticket.event"]._append(vals_list + matched, new=True)
        facts = defaultdict(list)
        for event in events:
            facts[event.ticket_id.id].append(self._to_fact(event))
        self._store_first(tickets, self._fold(facts))
        return events

    @api.model
    def _is_silent(self, kind):
        """Whether a fact moves no clock: no metric listens and no clock shows it."""
        return kind in SILENT and not any(
            kind in metric.starts | metric.stops | {metric.after}
            for metric in self.env["cs.sla.target"]._metric_registry().values()
        )

    @api.model
    def _facts(self, tickets):
        """Facts by ticket id, in one query; they never change once written."""
        events = self.env["cs.ticket.event"].sudo()
        query = events._search([("ticket_id", "in", tickets.ids)])
        names = ("ticket_id", "at", "kind", "id", "payload")
        columns = [SQL.identifier(events._table, name) for name in names]
        facts = {ticket_id: [] for ticket_id in tickets.ids}
        for row in self.env.execute_query(query.select(*columns)):
            ticket_id, at, kind, event_id, payload = row
            facts[ticket_id].append(Fact(to_epoch(at), kind, event_id, payload or {}))
        return facts

    @api.model
    def _to_fact(self, event):
        payload = self._stored_value(event, "payload")
        return Fact(to_epoch(event.at), event.kind, event.id, payload or {})

    @api.model
    def _stored(self, tickets):
        """Stored clocks by (ticket id, metric, cycle), in one query."""
        clocks = self.env["cs.ticket.clock"].sudo()
        domain = [("ticket_id", "in", tickets.ids)]
        return {
            (clock.ticket_id.id, clock.metric, clock.cycle): clock
            for clock in clocks.search_fetch(domain, list(clocks._fold_fields()))
        }

    @api.model
    def _calendars(self):
        """Ways of counting by mode and calendar id, each looked up once."""

        @cache
        def calendars(mode, calendar_id):
            if mode == Mode.ELAPSED or not calendar_id:
                return ELAPSED
            calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
            return calendar._cs_worktime(mode)

        return calendars

    @api.model
    def _fold(self, facts):
        """Clock states by ticket id."""
        registry = self.env["cs.sla.target"]._metric_registry()
        ladders = self.env["cs.service.profile"]._compiled_rungs
        calendars = self._calendars()
        return {
            ticket_id: replay(life, calendars, registry, ladders)
            for ticket_id, life in facts.items()
        }

    @api.model
    def _store(self, tickets, states, stored):
        clocks = self.env["cs.ticket.clock"].sudo()
        created, seen, changes = [], set(), {}
        for ticket in tickets:
            surroundings = self._prepare_surroundings(ticket)
            for state in states.get(ticket.id, ()):
                key = (ticket.id, state.metric, state.cycle)
                seen.add(key)
                clock = stored.get(key)
                if clock is None:
                    vals = self._prepare_clock_vals(state) | surroundings
                    vals["next_event_at"] = clocks._next_event(ticket, vals, [])
                    created.append(vals)
                elif not self._is_frozen(clock, state):
                    vals = self._prepare_clock_vals(state) | surroundings
                    changes[clock] = self._update(ticket, clock, vals)
        self._apply({clock: vals for clock, vals in changes.items() if vals})
        left = [clock for key, clock in stored.items() if key in seen]
        if len(left) < len(stored):
            gone = [clock.id for key, clock in stored.items() if key not in seen]
            clocks.browse(gone).unlink()
        if left:
            self._remember_lists(tickets, left)
        return clocks._insert_rows(created)

    @api.model
    def _is_frozen(self, clock, state):
        """A clock that is over keeps its verdict while its facts say the same."""
        return (
            state.stopped is not None
            and clock.state in CLOSED_STATES
            and clock.stopped_at == from_epoch(state.stopped)
            and clock.started_at == from_epoch(state.started)
            and (clock.end or "") == state.end
            and clock.step_key == state.key
            and clock.paused_seconds == state.paused
        )

    @api.model
    def _update(self, ticket, clock, vals):
        """What changes on a stored clock: what differs, often nothing."""
        changed = self._changes(clock, vals)
        if changed:
            following = clock._next_event(ticket, vals, clock.fired or [])
            changed |= self._changes(clock, {"next_event_at": following})
        return changed

    @api.model
    def _stored_value(self, record, name):
        """As in the row: ids for records, and JSON as it is, to look at only."""
        known = record._fields[name]._get_cache(record.env)
        return known[record.id] if record.id in known else self._plain(record[name])

    @api.model
    def _plain(self, value):
        return value.id if isinstance(value, models.BaseModel) else value

    @api.model
    def _prepare_surroundings(self, ticket):
        return {
            "ticket_id": ticket.id,
            "company_id": ticket.company_id.id,
            "team_id": ticket.team_id.id,
            "user_id": ticket.user_id.id,
            "channel_id": ticket.channel_id.id,
            "type_id": ticket.type_id.id,
            "priority": ticket.priority,
            "profile_id": ticket.cs_profile_id.id,
        }

    @api.model
    def _prepare_clock_vals(self, state):
        promise = state.promise
        goal_met = {True: "yes", False: "no", None: False}[state.goal_met]
        vals = {
            "metric": state.metric,
            "cycle": state.cycle,
            "step_key": state.key,
            "state": state.state.value,
            "end": state.end.value or False,
            "target_id": promise.id or False,
            "mode": str(promise.mode),
            "calendar_id": promise.calendar or False,
            "is_fallback": promise.mode != Mode.ELAPSED and not promise.calendar,
            "limit_seconds": promise.limit,
            "goal_seconds": promise.goal,
            "strict": promise.strict,
            "started_at": from_epoch(state.started),
            "remaining_seconds": state.remaining or 0,
            "working_seconds": state.working,
            "wall_seconds": state.wall,
            "paused_seconds": state.paused,
            "late_seconds": state.late,
            "goal_met": goal_met,
            "levels": [list(level) for level in state.levels],
            "breached_on_attach": state.on_attach,
            "version": promise.version,
            "ladder_id": promise.ladder or False,
        }
        instants = (
            state.due,
            state.goal_due,
            state.warn,
            state.paused_since,
            state.pause_until,
            state.stopped,
            state.attached,
        )
        for name, instant in zip(EMPTY_KEYS, instants, strict=True):
            vals[name] = False if instant is None else from_epoch(instant)
        return vals
