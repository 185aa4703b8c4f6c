from odoo import api, models

from ..engine.instants import from_epoch

COMPARED = {
    "state": lambda state: state.state.value,
    "started_at": lambda state: from_epoch(state.started),
    "due_at": lambda state: _moment(state.due),
    "stopped_at": lambda state: _moment(state.stopped),
    "limit_seconds": lambda state: state.promise.limit,
    "working_seconds": lambda state: state.working,
    "wall_seconds": lambda state: state.wall,
    "paused_seconds": lambda state: state.paused,
    "late_seconds": lambda state: state.late,
}


class CsHistoryReport(models.AbstractModel):
    """What the clocks say about imported requests, and whether they can be trusted."""

    _name = "cs.history.report"
    _description = "History Report"

    @api.model
    def _verdicts(self, tickets, metric):
        """How the last cycle of a metric ended: dict number -> state of the clock."""
        clocks = self.env["cs.ticket.clock"].search_fetch(
            [("ticket_id", "in", tickets.ids), ("metric", "=", metric)],
            ["ticket_id", "state", "cycle"],
            order="cycle",
        )
        numbers = {ticket.id: ticket.number for ticket in tickets}
        return {numbers[clock.ticket_id.id]: clock.state for clock in clocks}

    @api.model
    def _differing(self, tickets):
        """Tickets whose stored clocks are not what their facts say.

        :return: list of (number, metric, name of the first field that differs)
        """
        service = self.env["cs.clock.service"]
        folded = service._fold(service._facts(tickets))
        stored = service._stored(tickets)
        found = []
        for ticket in tickets:
            for state in folded.get(ticket.id, ()):
                clock = stored.pop((ticket.id, state.metric, state.cycle), None)
                name = self._difference(clock, state)
                if name:
                    found.append((ticket.number, state.metric, name))
        found += [(c.ticket_id.number, c.metric, "id") for c in stored.values()]
        return found

    @api.model
    def _difference(self, clock, state):
        if clock is None:
            return "id"
        differing = (
            name
            for name, value in COMPARED.items()
            if (clock[name] or False) != (value(state) or False)
        )
        return next(differing, "")


def _moment(instant):
    return instant is not None and from_epoch(instant)
