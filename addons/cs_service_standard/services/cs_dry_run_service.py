from dataclasses import replace
from functools import cache

from odoo import api, models

from ..engine.dry_run import (
    Outcome,
    Verdict,
    compare,
    is_told_by_past,
    outcomes,
    redraft,
)
from ..engine.instants import to_epoch
from ..engine.targets import promises

VERDICTS = {
    "met": Verdict.KEPT,
    "missed": Verdict.LATE,
    "running": Verdict.OPEN,
    "paused": Verdict.OPEN,
    "cancelled": Verdict.OUT,
}
OWN_LIMIT = "step"  # process steps bring their limits along, whatever the profile


class CsDryRunService(models.AbstractModel):
    """Replay the facts of tickets under the targets of another profile.

    Reads facts, clocks and tickets as superuser and writes only rows of the run.
    """

    _name = "cs.dry.run.service"
    _description = "Dry Run Service"

    @api.model
    def _replay(self, run, tickets):
        """Rows of the run for these tickets: as they are, and as they would be."""
        service = self.env["cs.clock.service"]
        facts = service._facts(tickets)
        today = self._today(run, tickets)
        drafted = service._fold(self._redrafted(run, tickets, facts))
        now, calendars = to_epoch(run.as_of), self.env["cs.clock.service"]._calendars()
        silent, rows, unheard = set(run.silent or []), [], self._unheard()
        for ticket in tickets:
            states = (s for s in drafted[ticket.id] if s.metric != OWN_LIMIT)
            draft = outcomes(states, now, calendars)
            if self._is_read_back(facts[ticket.id]):
                silent |= {key[0] for key in draft} & unheard
                draft = {k: v for k, v in draft.items() if k[0] not in unheard}
            rows += [
                self._prepare_row_vals(run, ticket, pair)
                for pair in compare(today.get(ticket.id, {}), draft)
            ]
        self.env["cs.dry.run.clock"].sudo().create(rows)
        if silent != set(run.silent or []):
            run.silent = sorted(silent)

    @api.model
    def _is_read_back(self, life):
        return any(fact.payload.get("readback") for fact in life)

    @api.model
    def _unheard(self):
        """Metrics that messages and tracked changes alone do not tell."""
        registry = self.env["cs.sla.target"]._metric_registry()
        return {code for code, m in registry.items() if not is_told_by_past(m)}

    @api.model
    def _redrafted(self, run, tickets, facts):
        """Facts by ticket id with the promises of the profile that is tried."""
        targets = self.env["cs.service.profile"]._compiled_targets(run.profile_id.id)
        values = self._values(tickets)
        found = {}
        for ticket in tickets:
            traits = self._traits(ticket, values)
            promised = cache(self._promiser(run, ticket, targets))
            found[ticket.id] = redraft(facts[ticket.id], traits, promised)
        return found

    @api.model
    def _promiser(self, run, ticket, targets):
        service = self.env["cs.clock.service"]
        contract = service._contract_calendar(ticket)

        def promised(traits):
            calendar, _fallback = service._calendar_of(
                traits.team, run.profile_id.id, ticket.company_id.id, contract
            )
            return promises(targets, traits, calendar)

        return promised

    @api.model
    def _traits(self, ticket, values):
        traits = self.env["cs.clock.service"]._to_traits(ticket)
        if traits.value:
            return traits
        return replace(traits, value=values.get(ticket.partner_id.id) or "")

    @api.model
    def _values(self, tickets):
        """Customer values that tickets without a standard would have got."""
        unvalued = tickets.filtered(lambda ticket: not ticket.cs_customer_value)
        return unvalued.partner_id._cs_value_levels()

    @api.model
    def _today(self, run, tickets):
        """Stored clocks of the tickets: ticket id -> {(metric, cycle): Outcome}."""
        clocks = self.env["cs.ticket.clock"].sudo()
        found = {}
        for clock in clocks.search_fetch(
            [("ticket_id", "in", tickets.ids), ("metric", "!=", OWN_LIMIT)],
            [
                "ticket_id",
                "metric",
                "cycle",
                "state",
                "due_at",
                "strict",
                "target_id",
                "limit_seconds",
                "working_seconds",
            ],
        ):
            key = (clock.metric, clock.cycle)
            found.setdefault(clock.ticket_id.id, {})[key] = self._verdict(run, clock)
        return found

    @api.model
    def _verdict(self, run, clock):
        verdict = VERDICTS[clock.state]
        if verdict == Verdict.OPEN and clock.due_at:
            late = clock.due_at < run.as_of
            at_the_limit = clock.strict and clock.due_at == run.as_of
            verdict = Verdict.LATE if late or at_the_limit else Verdict.OPEN
        return Outcome(
            verdict=verdict,
            target=clock.target_id.id or 0,
            limit=clock.limit_seconds,
            used=clock.working_seconds,
            over=clock.state not in ("running", "paused"),
        )

    @api.model
    def _prepare_row_vals(self, run, ticket, pair):
        shown = pair.draft if pair.draft.verdict != Verdict.NONE else pair.today
        return {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "ticket_id": ticket.id,
            "team_id": ticket.team_id.id,
            "channel_id": ticket.channel_id.id,
            "metric": pair.metric,
            "cycle": pair.cycle,
            "today": pair.today.verdict.value,
            "draft": pair.draft.verdict.value,
            "side": pair.side or False,
            "today_target_id": pair.today.target or False,
            "draft_target_id": pair.draft.target or False,
            "limit_seconds": shown.limit,
            "used_seconds": shown.used,
            "over": shown.over,
        }
