from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestFormCost(StandardCase):
    """Opening a ticket with a full life: at most twice the queries of a bare one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["helpdesk.ticket.type"].create(
            {"name": "Repair", "cs_path": "full"}
        )
        for metric in ("first_contact", "solution_proposed", "resolution"):
            cls._target(metric, 86400)

    def _ticket(self, team):
        return self._create_ticket(
            team_id=team.id,
            type_id=self.kind.id,
            user_id=self.agent_li.id,
            partner_id=self.customer.id,
        )

    def _full_life(self):
        """A ticket with everything: analysis, departments, solution, plan, goods."""
        ticket = self._ticket(self.team)
        common = {"ticket_id": ticket.id}
        self.env["cs.need.analysis"].create(common)
        self.env["cs.coordination"].create({**common, "need": "A new part"})
        self.env["cs.solution"].create(
            {
                **common,
                "fit_note": "Today",
                "option_ids": [Command.create({"name": n}) for n in ("A", "B")],
            }
        )
        self.env["cs.ticket.node"].create(
            [
                {**common, "date": "2023-10-12", "content": text}
                for text in ("Part arrives", "Repair")
            ]
        )
        self.env["cs.compensation"].create(
            {
                **common,
                "kind_id": self.env["cs.compensation.kind"].search([], limit=1).id,
                "amount": 100,
                "reason": "Late",
            }
        )
        self.env["cs.progress.update"].create({**common, "text": "Part ordered"})
        return ticket

    def _queries(self, ticket):
        """Queries of reading the form as its agent, with the cache of a new request."""
        ticket = ticket.with_user(self.agent_li)
        Form(ticket)  # views, access and settings are remembered between requests
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        Form(ticket)
        return self.env.cr.sql_log_count - before

    @freeze_time("2023-10-09 02:00:00")
    def test_a_full_life_costs_at_most_twice_a_bare_ticket(self):
        bare = self._queries(self._ticket(self.team_plain))
        full = self._queries(self._full_life())
        self.assertLessEqual(full, 2 * bare, f"{full} queries, a bare one {bare}")
