from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...engine.facts import FactKind
from .cs_quality_plan import STRATA

ENDED = (FactKind.RESOLVED.value, FactKind.CLOSED.value)
PHASES = ("quality", "acceptance", "followup", "closed")


class CsQualityPlan(models.Model):
    """From which tickets a plan draws, and which it leaves out (P28)."""

    _inherit = "cs.quality.plan"

    def _population(self, start, end):
        """Tickets executed in a period, by group, and how many were left out.

        As superuser: a draw leaves nobody out because of who asks for it.

        :return: dict of ids by key of the group, dict of counts by reason
        """
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        found = tickets.search_fetch(
            self._population_domain(self._executed_ids(start, end)),
            ["duplicate_id", "stage_id", "active", "tag_ids", *STRATA.values()],
            order="id",
        )
        mystery = self._mystery_ids(found)
        strata, excluded = {}, {}
        for ticket in found:
            reason = self._reason_to_leave_out(ticket, mystery)
            if reason:
                excluded[reason] = excluded.get(reason, 0) + 1
            else:
                strata.setdefault(self._stratum(ticket), []).append(ticket.id)
        return strata, excluded

    def _population_domain(self, ticket_ids):
        """What this plan is about, among tickets executed in a period; a hook."""
        domain = (
            Domain("id", "in", ticket_ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("cs_profile_id", "!=", False)
        )
        if self.type_ids:
            domain &= Domain("type_id", "in", self.type_ids.ids)
        if self.team_ids:
            return domain & Domain("team_id", "in", self.team_ids.ids)
        return domain & Domain("team_id", "not in", self._teams_of_others().ids)

    def _teams_of_others(self):
        """Teams that have a random sample of their own."""
        return (
            self.sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("method", "=", "sample"),
                    ("team_ids", "!=", False),
                    ("id", "!=", self.id),
                ]
            )
            .team_ids
        )

    def _executed_ids(self, start, end):
        """Tickets whose work ended for the first time in a period.

        A ticket that was sent back to work and executed again belongs to the period
        it was first executed in, so no ticket is drawn twice. What was cancelled
        without being executed is found too, to be counted as left out.
        """
        events = self.env["cs.ticket.event"]
        events.flush_model()
        ended = SQL(
            "(kind IN %s OR kind = %s AND payload->>'phase' IN %s)",
            ENDED,
            FactKind.STAGE.value,
            PHASES,
        )
        query = SQL(
            """
            WITH met AS (
                SELECT DISTINCT ticket_id FROM cs_ticket_event
                WHERE company_id = %(company)s AND at >= %(start)s AND at < %(end)s
                AND (%(ended)s OR kind = %(cancelled)s)
            ), ends AS (
                SELECT ticket_id, coalesce(min(at) FILTER (WHERE %(ended)s),
                    min(at) FILTER (WHERE kind = %(cancelled)s)) AS at
                FROM cs_ticket_event JOIN met USING (ticket_id) GROUP BY ticket_id
            )
            SELECT ticket_id FROM ends WHERE at >= %(start)s AND at < %(end)s
            """,
            company=self.company_id.id,
            start=start,
            end=end,
            ended=ended,
            cancelled=FactKind.CANCELLED.value,
        )
        return [ticket_id for (ticket_id,) in self.env.execute_query(query)]

    def _mystery_ids(self, tickets):
        """Tickets a mystery shopper opened: the desk would review its own test."""
        checks = self.env["cs.quality.check"].sudo()
        found = checks.search_fetch(
            [("method", "=", "mystery"), ("ticket_id", "in", tickets.ids)],
            ["ticket_id"],
        )
        return set(found.ticket_id.ids)

    def _reason_to_leave_out(self, ticket, mystery):
        """Why a ticket is not drawn, as a code of ``_exclusions``; else nothing."""
        if ticket.id in mystery:
            return "mystery"
        if ticket.duplicate_id:
            return "merged"
        if ticket.tag_ids & self.excluded_tag_ids:
            return "tagged"
        if ticket.stage_id.cs_phase == "cancelled":
            return "cancelled"
        return "" if ticket.active else "archived"

    def _exclusions(self):
        """Reasons to leave tickets out: words by code."""
        return {
            "mystery": self.env._("opened by mystery shoppers"),
            "merged": self.env._("merged into another ticket"),
            "tagged": self.env._("tagged as spam or the like"),
            "cancelled": self.env._("cancelled"),
            "archived": self.env._("archived"),
        }

    def _stratum(self, ticket):
        """Key of the group of a ticket: an id or a code, never a name."""
        field = STRATA.get(self.stratify)
        if not field:
            return "all"
        value = ticket[field]
        return str((value if isinstance(value, str) else value.id) or 0)
