from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine.facts import FactKind
from ..engine.instants import from_epoch
from ..engine.targets import Mode, Traits, promises


class CsClockService(models.AbstractModel):
    """Matching: which promises hold for a ticket, kept as a fact of their own."""

    _inherit = "cs.clock.service"

    @api.model
    def _match(self, tickets):
        """Snapshot of the promises that hold for each ticket now.

        :return: dict ticket -> payload of a MATCHED fact
        """
        result, known = {}, {}
        for ticket in tickets:
            targets = self.env["cs.service.profile"]._compiled_targets(
                ticket.cs_profile_id.id
            )
            calendar, fallback = self._calendar_of(
                ticket.team_id.id,
                ticket.cs_profile_id.id,
                ticket.company_id.id,
                self._contract_calendar(ticket),
            )
            # tickets of one batch are often alike
            alike = (ticket.cs_profile_id.id, self._to_traits(ticket), calendar)
            if alike not in known:
                known[alike] = promises(targets, alike[1], calendar)
            found = known[alike]
            fallback = fallback and any(p.mode != Mode.ELAPSED for p in found)
            result[ticket] = {
                "profile": ticket.cs_profile_id.id,
                "fallback": fallback,
                "promises": [promise.to_payload() for promise in found],
            }
            if fallback:
                ticket.team_id._cs_report_calendar()
        return result

    @api.model
    def _release(self, tickets):
        """Nothing is promised any longer for tickets that left the standard."""
        if not tickets:
            return
        tickets = tickets.sudo()
        self.env["cs.ticket.event"]._append(
            [
                {
                    "ticket_id": ticket.id,
                    "kind": FactKind.MATCHED.value,
                    "payload": {"profile": False, "fallback": False, "promises": []},
                }
                for ticket in tickets
            ]
        )
        self._store(tickets, self._fold(self._facts(tickets)), self._stored(tickets))

    @api.model
    def _to_traits(self, ticket):
        """What conditions may ask about a ticket; extend together with Condition."""
        return Traits(
            channel=ticket.channel_id.id or 0,
            kind=ticket.channel_id.cs_kind or "",
            type=ticket.type_id.id or 0,
            priority=int(ticket.priority or 0),
            value=ticket.cs_customer_value or "",
            team=ticket.team_id.id or 0,
            complexity=ticket.cs_complexity or "",
            tags=frozenset(ticket.tag_ids.ids),
            partner=ticket.commercial_partner_id.id or 0,
        )

    @api.model
    def _contract_calendar(self, ticket):
        """Id of the hours agreed with the customer, 0: none; wins over the team's."""
        partner = ticket.commercial_partner_id
        return partner.cs_calendar_id.id or 0

    @api.model
    def _trait_fields(self):
        """Ticket fields whose change makes the targets match again."""
        return (
            "channel_id",
            "type_id",
            "priority",
            "cs_customer_value",
            "team_id",
            "cs_complexity",
            "tag_ids",
            "partner_id",
            "cs_profile_id",
        )

    @api.model
    def _record_matches(self, tickets, facts, rematch):
        """Add a MATCHED fact where the promises differ from the last ones.

        :param rematch: whether to look again at tickets that had promises, or a dict
            of ticket id and names of the fields whose change is the cause
        """
        last = {}
        for ticket_id, life in facts.items():
            found = [fact for fact in life if fact.kind == FactKind.MATCHED]
            latest = max(found, key=lambda fact: fact.order, default=None)
            last[ticket_id] = latest.payload if latest else None
        asked = tickets.filtered(lambda t: rematch or last[t.id] is None)
        vals_list = []
        for ticket, payload in self._match(asked).items():
            known = last[ticket.id]
            if known is None or known.get("promises") != payload["promises"]:
                if isinstance(rematch, dict):
                    payload["cause"] = sorted(rematch.get(ticket.id, ()))
                first = facts[ticket.id][0].at if facts[ticket.id] else None
                vals_list.append(
                    {
                        "ticket_id": ticket.id,
                        "kind": FactKind.MATCHED.value,
                        "at": from_epoch(first)
                        if known is None and first
                        else fields.Datetime.now(),
                        "payload": payload,
                    }
                )
        for event in self.env["cs.ticket.event"]._append(vals_list):
            facts[event.ticket_id.id].append(self._to_fact(event))

    @api.model
    @ormcache("team_id", "profile_id", "company_id", "contract_id", cache="stable")
    def _calendar_of(self, team_id, profile_id, company_id, contract_id=0):
        """Calendar id of a ticket: contract, team, profile, company, else none.

        A calendar without fixed hours cannot carry a clock and is passed over.

        :return: tuple (calendar id or 0, whether a wanted calendar was unusable)
        """
        team = self.env["helpdesk.ticket.team"].sudo().browse(team_id or [])
        profile = self.env["cs.service.profile"].sudo().browse(profile_id or [])
        company = self.env["res.company"].sudo().browse(company_id or [])
        contract = self.env["resource.calendar"].sudo().browse(contract_id or [])
        wanted = (
            contract,
            team.cs_calendar_id,
            profile.calendar_id,
            company.resource_calendar_id,
        )
        passed_over = False
        for calendar in wanted:
            if calendar and calendar._cs_can_carry_clock():
                return calendar.id, passed_over
            passed_over = passed_over or bool(calendar)
        return 0, True
