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
            {"name": "Complaint", "cs_path": "full", "cs_is_complaint": True}
        )
        cls.env["cs.process"].create(
            {
                "name": "Complaint",
                "code": "COST",
                "type_ids": [Command.set(cls.kind.ids)],
                "step_ids": [
                    Command.create({"name": name, "limit_value": 4})
                    for name in ("Diagnose", "Repair")
                ],
            }
        )
        for metric in ("first_contact", "solution_proposed", "resolution"):
            cls._target(metric, 86400, mode="working_hours")

    def _ticket(self, team):
        return self._create_ticket(
            team_id=team.id,
            type_id=self.kind.id,
            user_id=self.agent_li.id,
            partner_id=self.customer.id,
        )

    def _full_life(self):
        """A ticket with every part there is, and several rows of most."""
        ticket = self._ticket(self.team)
        self._begin_analysis(ticket)
        self._coordinate(ticket)
        self._solve(ticket)
        self._execute(ticket)
        ticket.action_cs_open_linked_need()
        return ticket

    def _begin_analysis(self, ticket):
        self.env["cs.need.analysis"].create({"ticket_id": ticket.id})
        departments = self.env["cs.department"].create(
            [{"name": name} for name in ("Warehouse", "Workshop")]
        )
        self.env["cs.coordination.assessment"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "department_id": department.id,
                    "user_id": self.agent_wang.id,
                }
                for department in departments
            ]
        )

    def _coordinate(self, ticket):
        coordination = self.env["cs.coordination"].create(
            {"ticket_id": ticket.id, "need": "A new part"}
        )
        self.env["cs.coordination.task"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "coordination_id": coordination.id,
                    "name": "Send the part",
                    "department": "Warehouse",
                    "user_id": user.id,
                    "deadline": "2023-10-12 02:00:00",
                }
                for user in (self.agent_wang, self.leader)
            ]
        )

    def _solve(self, ticket):
        self.env["cs.solution"].create(
            {
                "ticket_id": ticket.id,
                "fit_note": "Today",
                "option_ids": [Command.create({"name": n}) for n in ("A", "B")],
            }
        )
        self.env["cs.compensation"].create(
            {
                "ticket_id": ticket.id,
                "kind_id": self.env["cs.compensation.kind"].search([], limit=1).id,
                "amount": 100,
                "reason": "Late",
            }
        )

    def _execute(self, ticket):
        common = {"ticket_id": ticket.id}
        carrier = self.env["cs.carrier"].create({"name": "City Express"})
        self.env["cs.ticket.node"].create(
            [
                {**common, "date": "2023-10-12", "content": text}
                for text in ("Part arrives", "Repair")
            ]
        )
        self.env["cs.progress.update"].create(
            [{**common, "text": text} for text in ("Part ordered", "Part sent")]
        )
        self.env["cs.logistics.event"].create(
            {
                **common,
                "kind": "dispatched",
                "carrier_id": carrier.id,
                "number": "SF 10086",
            }
        )

    def _queries(self, ticket):
        """Queries of reading the form as its agent, with the cache of a new request."""
        ticket = ticket.with_user(self.agent_li)
        # views, rules and settings are remembered between requests, records are not
        for _time in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Form(ticket)
        return self.env.cr.sql_log_count - before

    @freeze_time("2023-10-09 02:00:00")
    def test_a_full_life_costs_at_most_twice_a_bare_ticket(self):
        bare = self._queries(self._ticket(self.team_plain))
        ticket = self._full_life()
        parts = {part["code"] for part in ticket.cs_life["parts"]}
        expected = {"need", "coordination", "solution", "execution", "compensation"}
        self.assertLessEqual(expected | {"linked", "complaint", "partners"}, parts)
        self.assertGreater(len(ticket.cs_clock_ids), 3)
        self.assertEqual(len(ticket.cs_step_ids), 2)
        full = self._queries(ticket)
        self.assertLessEqual(full, 2 * bare, f"{full} queries, a bare one {bare}")

    @freeze_time("2023-10-09 02:00:00")
    def test_more_rows_cost_no_more_queries(self):
        ticket = self._full_life()
        few = self._queries(ticket)
        self._execute(ticket)
        self._solve_again(ticket)
        self.assertEqual(self._queries(ticket), few)

    def _solve_again(self, ticket):
        solution = ticket.cs_solution_ids
        solution.option_ids = [Command.create({"name": name}) for name in ("C", "D")]
