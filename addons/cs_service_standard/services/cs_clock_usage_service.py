from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.attribution import Holder, breach, holders, pieces, rows
from ..engine.clock import read, runs_of
from ..engine.facts import in_order
from ..engine.instants import to_epoch
from ..engine.worktime import ELAPSED
from ..models.cs_ticket_clock_breach import VERDICTS

HOUR = 3600
VERDICT = frozenset({"state", "stopped_at", "started_at", "working_seconds"})
HOLDERS = {
    "team": "helpdesk.ticket.team",
    "user": "res.users",
    "stage": "helpdesk.ticket.stage",
}


class CsClockService(models.AbstractModel):
    """Attribution: who used the time of a clock, and whose its breach is.

    Left to a job of every minute: whoever moves a ticket does not wait for it, and
    what is not needed within that minute is not computed twice.
    """

    _inherit = "cs.clock.service"

    @api.model
    def _apply(self, changes):
        """Have the job look again at clocks with another verdict.

        Until then the rows of the last one stand; a clock that runs again or counts
        nowhere has none.
        """
        judged = {
            clock: vals
            for clock, vals in changes.items()
            if not VERDICT.isdisjoint(vals)
        }
        undone = self.env["cs.ticket.clock"].sudo()
        for clock, vals in judged.items():
            if (vals.get("state") or clock.state) in VERDICTS:
                vals["usage_at"] = False
            elif clock.usage_at or clock.state in VERDICTS:
                undone |= clock
        result = super()._apply(changes)
        self._forget_usage(undone)
        return result

    @api.model
    def _attribute(self, clocks):
        """Write who used the time of the clocks, and whose their breaches are.

        Runs as sudo: rows follow from facts of teams the user may not see. What was
        written before is replaced, so doing it again gives the same rows.
        """
        clocks = clocks.sudo()
        if not clocks:
            return
        clocks.usage_ids.unlink()
        now = fields.Datetime.now()
        vals_list = []
        tiers, usage = self._usage(clocks, to_epoch(now))
        for clock, found, verdict in usage:
            vals_list += self._prepare_usage_vals(clock, found, verdict, now, tiers)
            marks = clock._prepare_breach_vals(verdict)
            clock.write(marks)
        clocks.write({"usage_at": now, "usage_error": False})
        # two transactions that see the same breach meet here, not at the review
        clocks.flush_recordset()
        self._insert_usage(clocks, vals_list)
        self.env["cs.breach.review"]._follow(clocks)

    @api.model
    def _insert_usage(self, clocks, vals_list):
        """Write rows in one statement: every clock that ends has some."""
        if not vals_list:
            return
        usage = self.env["cs.clock.usage"]
        names = list(vals_list[0])
        query = SQL(
            "INSERT INTO %s (%s) VALUES %s",
            SQL.identifier(usage._table),
            SQL(", ").join(SQL.identifier(name) for name in names),
            SQL(", ").join(
                SQL("%s", tuple(vals[name] for name in names)) for vals in vals_list
            ),
        )
        self.env.cr.execute(query)
        clocks.invalidate_recordset(["usage_ids"], flush=False)

    @api.model
    def _forget_usage(self, clocks):
        """Drop what was written about clocks that run again or count nowhere."""
        if not clocks:
            return
        clocks.usage_ids.unlink()
        clocks.write({**clocks._prepare_breach_vals(None), "usage_at": False})
        self.env["cs.breach.review"]._follow(clocks)

    @api.model
    def _usage(self, clocks, now):
        """Tiers of teams, and of each clock its rows and its breach or none."""
        facts = self._facts(clocks.ticket_id)
        lives = {ticket_id: in_order(life) for ticket_id, life in facts.items()}
        changes, tiers = self._holders(lives)
        calendars, registry = self._calendars(), self._metrics()
        agreement_of = self.env["cs.sla.target"]._agreement
        result = []
        for clock in clocks:
            ticket_id = clock.ticket_id.id
            found = runs_of(lives[ticket_id], clock.metric, calendars, registry)
            if clock.cycle > len(found):
                continue
            run = found[clock.cycle - 1]
            reading, held = read(run, calendars), changes[ticket_id]
            parts = pieces(reading.spans, now, reading.time, held)
            due = to_epoch(clock.due_at) if clock.due_at else None
            agreement = agreement_of(clock.target_id.id, tiers)
            verdict = None
            if clock._is_breached() and due is not None:
                on_attach = clock.breached_on_attach
                verdict = breach(parts, held, due, agreement, on_attach)
            found = rows(parts, reading.time, agreement, due, verdict)
            result.append((clock, found, verdict))
        return tiers, result

    @api.model
    def _holders(self, lives):
        """Who had each ticket when; what was deleted since counts as unknown.

        :return: (changes by ticket id, dict of team id and tier)
        """
        changes = {ticket_id: holders(life) for ticket_id, life in lives.items()}
        known, tiers = self._known(changes)

        def present(holder):
            ids = {
                name: getattr(holder, name)
                for name in HOLDERS
                if (name, getattr(holder, name)) in known
            }
            return Holder(**ids, waiting=holder.waiting)

        present_changes = {
            ticket_id: [(at, present(holder)) for at, holder in found]
            for ticket_id, found in changes.items()
        }
        return present_changes, tiers

    @api.model
    def _known(self, changes):
        """What still exists of teams, persons and stages that are named, in one query.

        :return: (set of (name, id), dict of team id and tier)
        """
        held = {holder for found in changes.values() for _at, holder in found}
        ids = {name: {getattr(h, name) for h in held} - {0} for name in HOLDERS}
        self.env["helpdesk.ticket.team"].flush_model(["cs_tier"])
        parts = [
            SQL(
                "SELECT %s, id, %s FROM %s WHERE id IN %s",
                name,
                SQL("cs_tier") if name == "team" else SQL("NULL"),
                SQL.identifier(self.env[model]._table),
                tuple(ids[name]),
            )
            for name, model in HOLDERS.items()
            if ids[name]
        ]
        if not parts:
            return set(), {}
        found = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        tiers = {number: tier for name, number, tier in found if name == "team"}
        return {(name, number) for name, number, _tier in found}, tiers

    @api.model
    def _metrics(self):
        return self.env["cs.sla.target"]._metric_registry()

    @api.model
    def _prepare_usage_vals(self, clock, found, verdict, now, tiers):
        """Values of the rows of one clock, as columns."""
        over = clock.state in VERDICTS
        late = clock.late_seconds if over else sum(row.late for row in found)
        common = {
            name: clock[name].id or None
            for name in ("ticket_id", "company_id", "target_id", "profile_id")
            + ("channel_id", "type_id")
        } | {
            "clock_id": clock.id,
            "metric": clock.metric,
            "version": clock.version,
            "state": clock.state if over else "late",
            "at": clock.stopped_at or now,
            "cause": verdict.cause.value if verdict else None,
        }
        return [
            common
            | {
                "sequence": number,
                "team_id": row.holder.team or None,
                "user_id": row.holder.user or None,
                "stage_id": row.holder.stage or None,
                "tier": tiers.get(row.holder.team),
                "waiting": row.holder.waiting,
                "seconds": row.seconds,
                "hours": row.seconds / HOUR,
                "share": row.share / 100,
                "over_seconds": row.over,
                "over_hours": row.over / HOUR,
                "is_owner": row.owner,
                "late_hours": late / HOUR if row.owner else 0,
            }
            for number, row in enumerate(found, start=1)
        ]

    @api.model
    def _ticket_usage(self, ticket):
        """Who had one ticket, at this moment: (rows of the engine, clock or none).

        Counted as its solution counts, else round the clock since it was received.
        """
        life = in_order(self._facts(ticket)[ticket.id])
        if not life:
            return [], self.env["cs.ticket.clock"]
        now = to_epoch(fields.Datetime.now())
        changes, tiers = self._holders({ticket.id: life})
        clock = ticket.cs_clock_ids.filtered(
            lambda c: c.metric == "resolution" and c.state != "cancelled"
        ).sorted("cycle")[-1:]
        time, spans = ELAPSED, [(life[0].at, None)]
        if clock:
            calendars = self._calendars()
            found = runs_of(life, clock.metric, calendars, self._metrics())
            if clock.cycle <= len(found):
                reading = read(found[clock.cycle - 1], calendars)
                time, spans = reading.time, reading.spans
        elif ticket.closed and ticket.closed_date:
            spans = [(life[0].at, to_epoch(ticket.closed_date))]
        parts = pieces(spans, now, time, changes[ticket.id])
        agreement = self.env["cs.sla.target"]._agreement(clock.target_id.id, tiers)
        return rows(parts, time, agreement), clock
