"""An ``HttpCase``: the life of one ticket, played by its people in a browser."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .walk_common import VERBATIM, WalkCase, local
from .walk_end import WalkEnd


class Walk(WalkEnd):
    """Section 34 up to the closed ticket, with its instants."""

    def _walk(self):
        self._intake()
        self._contact()
        self._analysis()
        self._coordination()
        self._solution()
        self._execution()
        self._walk_end()

    def _open(self, record):
        return f"/odoo/{record._name}/{record.id}"

    def _as_li(self, at):
        """Rows of a table that Li types are written as Li at that instant."""
        self.env.invalidate_all()
        return freeze_time(at)

    def _intake(self):
        """09:59:52 it rings; 10:00 counts as received; 10:04 the record is complete."""
        url = "/odoo/action-cs_service_standard.cs_call_intake_action"
        self._sit(local(9, "10:00"), "cs_walk_intake", url=url)
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.ticket = ticket
        self.assertEqual(ticket.number, "20231009001")
        self.assertEqual(ticket.cs_verbatim, VERBATIM)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.cs_name_masked, "张**")
        self.assertEqual(ticket.team_id, self.technical)
        self.assertTrue(ticket.cs_green_channel)
        self.assertEqual(str(ticket.cs_received_at), local(9, "10:00"))
        answer = self._clock(ticket, "answer")
        self.assertEqual((answer.state, answer.working_seconds), ("met", 8))
        supervised = ticket.activity_ids.filtered(lambda a: a.user_id == self.leader)
        self.assertTrue(supervised, "green channel: the supervisor is told at once")
        self.assertEqual(self._due("first_contact"), local(9, "11:00"))
        self._sit(local(9, "10:04"), "cs_walk_record", url=self._open(ticket))
        self.assertEqual(self._clock(ticket, "record").state, "met")
        self.assertEqual(ticket.priority, "2")
        self.assertEqual(
            self._due("first_contact"),
            local(9, "10:15"),
            "15 minutes of high priority are earlier than the hour of the channel",
        )

    def _due(self, metric):
        return str(min(self._clock(self.ticket, metric).mapped("due_at")))

    def _contact(self):
        """10:05: Li calls, tells the plan; response 5 minutes."""
        self._sit(local(9, "10:05"), "cs_walk_contact", url=self._open(self.ticket))
        contact = self._clock(self.ticket, "first_contact")
        self.assertEqual((contact.state, contact.working_seconds), ("met", 300))
        self.assertEqual(self.ticket.cs_first_responder_id, self.li)

    def _analysis(self):
        """Four questions, scene, cross-check, grade basic, boundary by telephone."""
        self._sit(local(9, "10:20"), "cs_walk_analysis", url=self._open(self.ticket))
        self.assertEqual(self.ticket.cs_phase, "analysis")
        need = self.ticket.cs_need_ids
        self.assertEqual(need.state, "open")
        probing = need.answer_ids.filtered(lambda a: a.section == "probe")
        extension = need.answer_ids.filtered(lambda a: a.section == "extension")
        self.assertEqual((len(probing), len(extension)), (4, 2))
        self._sit(local(9, "10:25"), "cs_walk_confirm", url=self._open(need))
        self.assertEqual((need.state, need.grade), ("confirmed", "basic"))
        self.assertEqual(need.delivery_form, "both")
        self.assertEqual(need.confirmed_by, "phone")
        self.assertEqual(str(need.confirmed_at), local(9, "10:25"))
        self.assertTrue(need.letter_id, "the need confirmation letter is filed")

    def _coordination(self):
        """10:30: E3 on several machines; meeting Mon 16:00, due Tue 10:30."""
        with self._as_li(local(9, "10:30")):
            action = self.ticket.with_user(self.li).action_cs_open_linked_need()
        need = self.env["helpdesk.ticket"].browse(action["res_id"])
        self.assertEqual(need.number, "20231009002")
        with self._as_li(local(9, "10:30")):
            need.with_user(self.li).write({"cs_complexity": "complex"})
            coordination = self._departments(need)
        self.env.flush_all()
        meeting = self._clock(need, "coordination_meeting")
        self.assertEqual(str(meeting.due_at), local(10, "10:30"))
        self.assertEqual(str(coordination.plan_due), local(12, "10:30"))
        self.assertEqual(str(coordination.delivery_due), local(23, "10:30"))
        progress = self._clock(need, "progress_update")
        self.assertEqual(str(progress.due_at), local(9, "14:30"))
        self._sit(local(9, "16:00"), "cs_walk_meeting", url=self._open(coordination))
        self.assertEqual(meeting.state, "met")
        self.assertEqual(coordination.state, "confirmed")
        self.assertTrue(coordination.report_id)
        self.assertEqual(len(coordination.task_ids), 3)
        told = need.message_ids.filtered(
            lambda m: self.customer in m.partner_ids and m.message_type == "comment"
        )
        self.assertTrue(told, "the customer gets the dates")

    def _departments(self, need):
        """Three departments are needed: Li enters their duties."""
        departments = self.env["cs.department"].search([], limit=3)
        return (
            self.env["cs.coordination"]
            .with_user(self.li)
            .create(
                {
                    "ticket_id": need.id,
                    "need": "Water sensor of the WM-7 reports E3 without cause",
                    "duty_ids": [
                        Command.create(
                            {
                                "department_id": department.id,
                                "name": duty,
                                "user_id": self.leader.id,
                            }
                        )
                        for department, duty in zip(
                            departments,
                            ("Develop the part", "Train the staff", "Tell customers"),
                            strict=True,
                        )
                    ],
                }
            )
        )

    def _solution(self):
        """Two options; overtime 300 + outsourcing 700, 20 %: 1 200; consent 11:30."""
        self.profile.expedite_percent = 20
        with self._as_li(local(9, "11:00")):
            solution = self._two_options()
        self.assertEqual(solution.option_ids[0].cost_total, 1000)
        self.assertEqual(solution.option_ids[0].extra_cost, 1000)
        self.assertEqual(solution.option_ids[0].price, 1200)
        self._sit(local(9, "11:10"), "cs_walk_present", url=self._open(self.ticket))
        self.assertEqual(solution.state, "presented")
        self.assertEqual(self.ticket.cs_phase, "solution")
        self._sit(
            local(9, "11:30"),
            "cs_walk_consent",
            who="walk_zhang",
            url=f"/my/ticket/{self.ticket.id}",
        )
        self.assertEqual(solution.state, "accepted")
        self.assertEqual(solution.chosen_id, solution.option_ids[0])
        self.assertEqual(str(solution.answered_at), local(9, "11:30"))

    def _two_options(self):
        def line(name, kind, amount):
            vals = {"name": name, "kind": kind, "amount": amount, "resource": "people"}
            return Command.create(vals)

        options = [
            {
                "name": "Repair at home today",
                "steps": "Technician comes\nPump and seal are changed\nTest run",
                "effect": "The machine washes again today",
                "promised_date": "2023-10-09",
                "haste": "surcharge",
                "line_ids": [
                    line("Overtime of the technician", "overtime", 300),
                    line("Driver of a partner", "outsourcing", 700),
                ],
            },
            {
                "name": "Repair in the workshop",
                "steps": "We collect the machine\nRepair\nWe bring it back",
                "effect": "Repaired within the week",
                "promised_date": "2023-10-13",
                "base_price": 200,
            },
        ]
        return (
            self.env["cs.solution"]
            .with_user(self.li)
            .create(
                {
                    "ticket_id": self.ticket.id,
                    "fit_note": "The household needs the machine today.",
                    "option_ids": [Command.create(option) for option in options],
                    "risk_ids": [
                        Command.create(
                            {
                                "kind": "supplier",
                                "name": "The supplier is late",
                                "contingency": "Part from the branch in the next town",
                                "compensation": "No freight is charged",
                            }
                        )
                    ],
                }
            )
        )

    def _execution(self):
        """Dispatched with number and link; repaired and checked 16:00."""
        carrier = self.env["cs.carrier"].create(
            {"name": "City Express", "tracking_url": "https://example.com/t?n={number}"}
        )
        self._sit(local(9, "11:40"), "cs_walk_execution", url=self._open(self.ticket))
        self.assertEqual(self.ticket.cs_phase, "execution")
        with self._as_li(local(9, "13:00")):
            self.env["cs.logistics.event"].with_user(self.li).create(
                {
                    "ticket_id": self.ticket.id,
                    "kind": "dispatched",
                    "carrier_id": carrier.id,
                    "number": "SF10086",
                }
            )
        letter = self.ticket.message_ids.filtered(lambda m: "SF10086" in (m.body or ""))
        self.assertIn("https://example.com/t?n=SF10086", letter[:1].body)
        sheet = self.env["cs.execution"].search([("ticket_id", "=", self.ticket.id)])
        self._sit(local(9, "16:00"), "cs_walk_repaired", url=self._open(sheet))
        self.assertEqual(sheet.effect, "right")
        self.assertEqual(str(sheet.effect_at), local(9, "16:00"))


@tagged("post_install", "-at_install", "cs_tour")
class TestWalk(Walk, WalkCase):
    """In English."""

    def test_section_34_walk(self):
        self._walk()


@tagged("post_install", "-at_install", "cs_tour")
class TestWalkChinese(Walk, WalkCase):
    """The same people, working in Chinese."""

    lang = "zh_CN"

    def test_section_34_walk_in_chinese(self):
        self._walk()
