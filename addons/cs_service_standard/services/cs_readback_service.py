from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.facts import FactKind
from ..engine.instants import from_epoch, to_epoch
from ..engine.readback import Flaw, Past, read

MARK = "readback:received"


class CsReadbackService(models.AbstractModel):
    """Turn what a helpdesk has written down into facts, a batch of tickets at a time.

    Every question is asked once for the whole batch. Reads messages and tracked
    values as superuser; of them only ids, codes and instants are kept.
    """

    _name = "cs.readback.service"
    _description = "Read-Back Service"

    @api.model
    def _read(self, tickets):
        """Append the facts of the past of the tickets; no clock is started.

        :return: how many facts were added, and a dict reason -> ticket ids
        """
        tickets = tickets.sudo()
        known, live = self._known_keys(tickets)
        flaws = defaultdict(list)
        flaws[Flaw.LIVE] += live
        tickets = tickets.browse([i for i in tickets.ids if i not in set(live)])
        vals_list = []
        now = to_epoch(fields.Datetime.now())
        moves, outcomes = self._stages()
        for ticket_id, past in self._pasts(tickets).items():
            told, found = read(past, moves, outcomes, now)
            for flaw in found:
                flaws[flaw].append(ticket_id)
            vals_list += [
                self._prepare_fact_vals(ticket_id, fact)
                for fact in told
                if fact.key not in known[ticket_id]
            ]
        self.env["cs.ticket.event"].sudo()._append(vals_list)
        return len(vals_list), {flaw.value: ids for flaw, ids in flaws.items() if ids}

    @api.model
    def _prepare_fact_vals(self, ticket_id, fact):
        payload = dict(fact.payload)
        if fact.key == MARK:
            payload["readback"] = True
        return {
            "ticket_id": ticket_id,
            "kind": fact.kind,
            "at": from_epoch(fact.at),
            "user_id": fact.user or False,
            "payload": payload,
            "source_key": fact.key,
        }

    @api.model
    def _known_keys(self, tickets):
        """Keys that were read before, and tickets that record their facts themselves.

        Those follow a standard, or did: reading them again would tell things twice.
        """
        events = self.env["cs.ticket.event"].sudo()
        query = events._search([("ticket_id", "in", tickets.ids)])
        names = ("ticket_id", "kind", "source_key")
        columns = [SQL.identifier(events._table, name) for name in names]
        keys, recorded = defaultdict(set), set(tickets._cs_following().ids)
        for ticket_id, kind, key in self.env.execute_query(query.select(*columns)):
            keys[ticket_id].add(key)
            if kind == FactKind.MATCHED:
                recorded.add(ticket_id)
        recorded |= {
            ticket_id for ticket_id, known in keys.items() if MARK not in known
        }
        return keys, sorted(recorded)

    @api.model
    def _stages(self):
        """What moving between stages means, and what each stage counts as."""
        stages = (
            self.env["helpdesk.ticket.stage"].sudo().with_context(active_test=False)
        )
        outcomes = {stage.id: stage._cs_outcome() for stage in stages.search([])}
        tickets, told = self.env["helpdesk.ticket"], {}

        def moves(old, new):
            if (old, new) not in told:
                pair = stages.browse(old or []), stages.browse(new)
                told[old, new] = tickets._cs_stage_facts(*pair)
            return told[old, new]

        return moves, outcomes

    @api.model
    def _pasts(self, tickets):
        """Dict ticket id -> ``Past``."""
        rows = self._message_rows(tickets)
        people = self._people(tickets, rows)
        messages = self._messages(rows, people)
        changes = self._changes(rows, people)
        return {
            ticket.id: self._to_past(
                ticket, people, messages[ticket.id], changes[ticket.id]
            )
            for ticket in tickets
        }

    @api.model
    def _to_past(self, ticket, people, messages, changes):
        received = min(filter(None, (ticket.create_date, ticket.cs_received_at)))
        customer = people["partners"].get(ticket.partner_id.id)
        address = ticket.partner_email or ticket.partner_id.email
        return Past(
            received=to_epoch(received),
            now={
                "team": ticket.team_id.id,
                "user": ticket.user_id.id,
                "stage": ticket.stage_id.id,
                "priority": ticket.priority,
            },
            customer=customer,
            email=people["normalize"](address),
            closed=to_epoch(ticket.closed_date) if ticket.closed_date else None,
            messages=tuple(messages),
            changes=tuple(changes),
        )
