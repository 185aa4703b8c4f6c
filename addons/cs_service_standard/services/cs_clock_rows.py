from odoo import api, models
from odoo.tools import SQL

from ..engine.facts import Fact
from ..engine.instants import to_epoch
from ..models.helpdesk_ticket_clock import SUMS


class CsClockService(models.AbstractModel):
    """Rows of facts and clocks: read by one statement, changed by one."""

    _inherit = "cs.clock.service"

    @api.model
    def _lives(self, tickets):
        """Facts and stored clocks of tickets, in one query.

        :return: tuple (as ``_facts``, as ``_stored``)
        """
        clocks = self.env["cs.ticket.clock"].sudo()
        names = sorted(clocks._fold_fields(), key=lambda name: name != "ticket_id")
        facts, rows = {ticket_id: [] for ticket_id in tickets.ids}, []
        for row in self.env.execute_query(self._lives_query(tickets.ids, names)):
            at, kind, payload = row[-3:]
            if kind is None:
                rows.append(row[:-3])
            else:
                fact = Fact(to_epoch(at), kind, row[0], payload or {})
                facts[row[1]].append(fact)
        return facts, self._remember_clocks(clocks, ["id", *names], rows)

    @api.model
    def _lives_query(self, ticket_ids, names):
        """Rows of clocks, then of facts: what one has not is empty in the other.

        :param names: columns of a clock, the first one is ``ticket_id``
        """
        clocks, events = self.env["cs.ticket.clock"], self.env["cs.ticket.event"]
        clocks.flush_model()
        events.flush_model()
        return SQL(
            """
            SELECT id, %(columns)s, NULL AS at, NULL AS kind, NULL AS payload
              FROM %(clocks)s WHERE ticket_id IN %(ids)s
             UNION ALL
            SELECT id, ticket_id, %(empty)s, at, kind, payload
              FROM %(events)s WHERE ticket_id IN %(ids)s
            """,
            columns=SQL(", ").join(map(SQL.identifier, names)),
            empty=SQL(", ".join(["NULL"] * (len(names) - 1))),
            clocks=SQL.identifier(clocks._table),
            events=SQL.identifier(events._table),
            ids=tuple(ticket_ids) or (None,),
        )

    @api.model
    def _remember_clocks(self, clocks, names, rows):
        """Put rows into the cache and give them by ticket id, metric and cycle."""
        columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
        found = clocks.browse(columns.pop("id", ()))
        for name, values in columns.items():
            clocks._fields[name]._insert_cache(found, values)
        key = (columns.get(name, ()) for name in ("ticket_id", "metric", "cycle"))
        return dict(zip(zip(*key, strict=True), found, strict=True))

    @api.model
    def _changes(self, clock, vals):
        """What of new values differs from a stored clock.

        Values are compared as in the row, straight from the cache: ids for records,
        and JSON as it is. Whoever has a stored clock has read all of it.
        """
        known, env, clock_id = clock._fields, clock.env, clock.id
        return {
            name: value
            for name, value in vals.items()
            if (known[name]._get_cache(env)[clock_id] or False) != (value or False)
        }

    @api.model
    def _store_first(self, tickets, states):
        """Insert the clocks of new tickets, and sum them up in the same statement."""
        clocks, rows = self.env["cs.ticket.clock"].sudo(), []
        sums = {}
        for ticket in tickets:
            surroundings = self._prepare_surroundings(ticket)
            own = [
                self._prepare_clock_vals(state) | surroundings
                for state in states.get(ticket.id, ())
            ]
            for vals in own:
                vals["next_event_at"] = clocks._next_event(ticket, vals, [])
            rows += own
            if own:
                sums[ticket] = ticket._cs_prepare_next_due(
                    [
                        (vals["state"], vals["due_at"], order, vals["metric"])
                        for order, vals in enumerate(own)
                    ]
                )
        if not rows:
            return
        fields_ = [tickets._fields[name] for name in SUMS]
        # what depends on the sums hears of the clocks, too
        with self.env.protecting(fields_, tickets):
            clocks._insert_rows(rows, beside=self._sums_update(sums))
        for ticket, vals in sums.items():
            for field in fields_:
                field._update_cache(ticket, vals[field.name] or None)

    @api.model
    def _sums_update(self, sums):
        """The tickets' share of the statement that inserts their clocks."""
        return SQL(
            "UPDATE helpdesk_ticket AS t SET cs_next_due_at = v.due::timestamp, "
            "cs_next_metric = v.metric, cs_sla_state = v.state "
            "FROM (VALUES %s) AS v(id, due, metric, state) WHERE t.id = v.id",
            SQL(", ").join(
                SQL("%s", (ticket.id, *(vals[name] or None for name in SUMS)))
                for ticket, vals in sums.items()
            ),
        )

    @api.model
    def _apply(self, changes):
        """Change stored clocks.

        :param changes: dict from clock to its new values
        """
        self.env["cs.ticket.clock"].sudo()._update_rows(changes)

    @api.model
    def _remember_lists(self, tickets, clocks):
        """Let the tickets know their clocks: what sums them up reads nothing again.

        :param clocks: all clocks of the tickets
        """
        known = tickets._fields["cs_clock_ids"]._get_cache(tickets.env)
        found = {ticket_id: [] for ticket_id in tickets.ids}
        for clock in clocks:
            due = self._stored_value(clock, "due_at")
            found[self._stored_value(clock, "ticket_id")].append(
                (due is None, due, clock.id)
            )
        for ticket_id, rows in found.items():
            known[ticket_id] = tuple(row[-1] for row in sorted(rows))
