from odoo import api, models
from odoo.tools import SQL

from .cs_clock_job_service import OPEN


class CsClockService(models.AbstractModel):
    """Open clocks of which nobody is to hear: those of withdrawn promises, and those of
    archived tickets until they return.
    """

    _inherit = "cs.clock.service"

    @api.model
    def _silence(self, condition):
        """Say nothing more about open clocks, at once, however many there are.

        :param condition: SQL that names them
        """
        clocks = self.env["cs.ticket.clock"]
        clocks.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE cs_ticket_clock SET next_event_at = NULL
                    WHERE state IN ('running', 'paused')
                      AND next_event_at IS NOT NULL AND %s""",
                condition,
            )
        )
        clocks.invalidate_model(["next_event_at"])

    @api.model
    def _wake(self, clocks):
        """Clocks that were silenced and run on are looked at again."""
        for clock in clocks:
            if clock.state not in OPEN or clock.next_event_at or not clock.levels:
                continue
            following = clock._next_event(
                clock.ticket_id, clock._climb_vals(), clock.fired or []
            )
            if following:
                clock.next_event_at = following

    @api.model
    def _follow_archiving(self, tickets):
        """Tickets were archived, or came back; what became due meanwhile speaks now."""
        archived = tickets.filtered(lambda ticket: not ticket.active)
        if archived:
            self._silence(SQL("ticket_id IN %s", tuple(archived.ids)))
        if back := tickets - archived:
            clocks = self.env["cs.ticket.clock"].sudo()
            self._wake(clocks.search([("ticket_id", "in", back.ids)]))
