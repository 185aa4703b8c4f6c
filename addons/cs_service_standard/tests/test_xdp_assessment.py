from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models.cs_coordination_assessment import ACTIVITY
from .xdp_common import XdpCase


@tagged("post_install", "-at_install")
class TestXdpAssessment(XdpCase):
    def _ask(self, department, **vals):
        return (
            self.env["cs.coordination.assessment"]
            .with_user(self.agent_li)
            .create(
                {
                    "ticket_id": self.ticket.id,
                    "department_id": department.id,
                    **vals,
                }
            )
        )

    def _count(self):
        return self.ticket._cs_assessed_departments()[self.ticket.id]

    def test_ned_07_verdicts_of_departments_are_counted(self):
        first, second = self._ask(self.departments[0]), self._ask(self.departments[1])
        self.assertEqual(self._count(), 0)
        first.with_user(self.heads[0]).verdict = "feasible"
        self.assertEqual(self._count(), 1)
        second.with_user(self.heads[1]).write(
            {"verdict": "not_feasible", "note": "The motor is too weak."}
        )
        self.assertEqual(self._count(), 2)

    def test_ned_07_a_department_counts_once(self):
        self._ask(self.departments[0], verdict="feasible")
        with self._not_twice():
            self._ask(self.departments[0], verdict="feasible")

    def test_ned_07_head_is_asked_by_a_to_do_and_answers(self):
        assessment = self._ask(self.departments[0])
        activity = assessment.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(ACTIVITY))
        self.assertEqual(activity.user_id, self.heads[0])
        assessment.with_user(self.heads[0]).verdict = "feasible"
        self.assertFalse(self._activities(assessment))
        self.assertEqual(assessment.answered_by_id, self.heads[0])
        note = self.ticket.message_ids[0]
        self.assertIn("Technology: Feasible", note.body)
        self.assertIn(self.agent_li.partner_id, note.notified_partner_ids)

    def test_ned_07_conditions_and_refusals_say_why(self):
        assessment = self._ask(self.departments[0])
        for verdict in ("conditions", "not_feasible"):
            with self._refused(ValidationError, "needs a note"):
                assessment.verdict = verdict

    def test_ned_07_another_department_reads_only_what_it_is_asked(self):
        assessment = self._ask(self.departments[0])
        with self._refused(AccessError, ""):
            assessment.with_user(self.heads[1]).verdict = "feasible"
        self.assertFalse(
            self.ticket.with_user(self.heads[0]).has_access("read"),
            "the question says what it is about",
        )

    def test_ned_07_course_lists_the_verdicts(self):
        self._ask(self.departments[0], verdict="feasible")
        self._ask(self.departments[1])
        lines = self.ticket._cs_life_coordination()[self.ticket.id]["lines"]
        self.assertEqual(
            lines, [["Technology", "Feasible"], ["Training", "not yet assessed"]]
        )

    def test_course_costs_the_same_for_one_and_fifty(self):
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(user_id=self.agent_li.id) for _i in range(51)]
        )
        self.env["cs.coordination"].create([{"ticket_id": t.id} for t in tickets])
        self.env["cs.coordination.task"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "name": "Work",
                    "department": "Warehouse",
                    "deadline": "2030-01-01 00:00:00",
                    "coordination_id": self.env["cs.coordination"]
                    .search([("ticket_id", "=", ticket.id)])
                    .id,
                }
                for ticket in tickets
            ]
        )

        def cost(group):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            parts = group.sudo()._cs_life_coordination()
            self.assertEqual(len(parts), len(group))
            group.sudo()._cs_life_linked()
            return self.cr.sql_log_count - before

        cost(tickets[:1])
        self.assertEqual(cost(tickets[:1]), cost(tickets[1:]))
