from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.facts import FactKind


class CsDryRun(models.Model):
    """Which tickets a dry run replays, a batch at a time."""

    _inherit = "cs.dry.run"

    def _job_cron(self):
        return self.env.ref("cs_service_standard.ir_cron_cs_dry_run").sudo()

    def _prepare_start(self):
        """Figures are the run's own: nobody deletes them but by running again."""
        self.sudo().line_ids.unlink()
        self.sudo().clock_ids.unlink()
        self.write({"unread_count": 0, "failed_count": 0, "failure": "", "silent": []})

    def _received_domain(self):
        """Facts that say a ticket of these teams was received in the period."""
        readback = self.env["cs.readback"]
        first, end = readback._period(self.company_id, self.date_from, self.date_to)
        domain = (
            Domain("kind", "=", FactKind.RECEIVED.value)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("at", ">=", first)
            & Domain("at", "<", end)
        )
        if self.team_ids:
            domain &= Domain("ticket_id.team_id", "in", self.team_ids.ids)
        return domain

    def _facts(self):
        """Facts as superuser: of them only counts and tickets are shown."""
        return self.env["cs.ticket.event"].sudo()

    def _count_tickets(self):
        self.unread_count = self._count_unread()
        groups = self._facts()._read_group(
            self._received_domain(), [], ["ticket_id:count_distinct"]
        )
        return groups[0][0]

    def _count_unread(self):
        """Tickets created in the period of which nothing is known."""
        readback = self.env["cs.readback"]
        first, end = readback._period(self.company_id, self.date_from, self.date_to)
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("create_date", ">=", first)
            & Domain("create_date", "<", end)
            & Domain("cs_event_ids", "=", False)
        )
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids.ids)
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return tickets.search_count(domain)

    def _next_ticket_ids(self, limit):
        """By id, which the order of tickets as a group is not."""
        facts = self._facts()
        query = facts._search(self._received_domain())
        ticket = SQL.identifier(query.table, "ticket_id")
        query.add_where(SQL("%s > %s", ticket, self.cursor))
        query.order, query.limit = ticket, limit
        rows = self.env.execute_query(query.select(SQL("DISTINCT %s", ticket)))
        return [ticket_id for (ticket_id,) in rows]

    def _process(self, ticket_ids):
        tickets = self.env["helpdesk.ticket"].sudo().browse(ticket_ids)
        self.env["cs.dry.run.service"]._replay(self, tickets)

    def _note_failure(self, ticket_id, error):
        self.write(
            {
                "failed_count": self.failed_count + 1,
                "failure": self.env._(
                    "Ticket %(id)s: %(error)s", id=ticket_id, error=error
                ),
            }
        )

    def _conclude(self):
        self.env["cs.dry.run.service"]._sum_up(self)
