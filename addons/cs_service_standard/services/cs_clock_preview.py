from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import split_every

from ..engine.facts import Fact, FactKind
from ..engine.instants import to_epoch
from ..engine.policy_move import Standing, moves
from ..engine.targets import promises

OPEN = ("running", "paused")
STEP = 500
LAST = 2**62  # a fact that comes now is behind every other of this second


class CsClockService(models.AbstractModel):
    """What a change of policy would do to open clocks: looked at, never written."""

    _inherit = "cs.clock.service"

    @api.model
    def _preview(self, profile, draft=None):
        """Fold the facts of open tickets with the promises that would come now.

        Runs as superuser, so that figures are those the job will reach.

        :param profile: a profile in force
        :param draft: a prepared change of it; without, the figures in force
        :return: tuple (number of tickets looked at, list of (ticket id, ``Move``))
        """
        service = self.sudo()
        domain = self.env["cs.clock.job"]._policy_domain(profile)
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        ids = tickets.search(domain, order="id").ids
        targets = (draft or profile)._preview_targets()
        found = []
        for part in split_every(STEP, ids):
            found += service._preview_part(tickets.browse(part), targets)
        return len(ids), found

    @api.model
    def _preview_part(self, tickets, targets):
        now = to_epoch(fields.Datetime.now())
        facts = self._facts(tickets)
        for ticket in tickets:
            payload = self._preview_payload(ticket, targets)
            facts[ticket.id].append(Fact(now, FactKind.MATCHED, LAST, payload))
        standing = self._standing(tickets)
        return [
            (ticket_id, move)
            for ticket_id, states in self._fold(facts).items()
            for move in moves(standing[ticket_id], states, now)
        ]

    @api.model
    def _preview_payload(self, ticket, targets):
        calendar, _fallback = self._calendar_of(
            ticket.team_id.id,
            ticket.cs_profile_id.id,
            ticket.company_id.id,
            self._contract_calendar(ticket),
        )
        found = promises(targets, self._to_traits(ticket), calendar)
        return {
            "promises": [promise.to_payload() for promise in found],
            "open_only": True,
        }

    @api.model
    def _standing(self, tickets):
        """Open clocks as they are stored, by ticket id, then metric and cycle."""
        names = ["ticket_id", "metric", "cycle", "target_id", "due_at"]
        clocks = self.env["cs.ticket.clock"].search_fetch(
            [("ticket_id", "in", tickets.ids), ("state", "in", OPEN)],
            [*names, "remaining_seconds", "limit_seconds"],
        )
        found = defaultdict(dict)
        for clock in clocks:
            found[clock.ticket_id.id][clock.metric, clock.cycle] = Standing(
                target=clock.target_id.id,
                due=to_epoch(clock.due_at) if clock.due_at else None,
                remaining=clock.remaining_seconds or None,
                limit=clock.limit_seconds,
            )
        return found
