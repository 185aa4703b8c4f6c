import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.cs_coordination_task import ACTIVITY_TASK
from .xdp_common import MONDAY, TUESDAY_9, XdpCase


@tagged("post_install", "-at_install")
class TestXdpConfirm(XdpCase):
    def _text(self, attachment):
        return base64.b64decode(attachment.sudo().datas).decode(errors="replace")

    def test_xdp_02_no_confirmation_without_the_report(self):
        coordination = self._coordination(duties=3)
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            with self._refused(ValidationError, "Requirement Analysis Report"):
                coordination.action_confirm()
            coordination.action_report()
            coordination.action_confirm()
        self.assertEqual(coordination.state, "confirmed")

    def test_xdp_02_report_is_filed_on_the_ticket(self):
        coordination = self._coordination(duties=2)
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            coordination.action_report()
        report = coordination.report_id
        self.assertEqual(
            (report.res_model, report.res_id), ("helpdesk.ticket", self.ticket.id)
        )
        self.assertIn(self.ticket.number, report.name)
        self.assertEqual(report.mimetype, "text/html")
        self.assertIn(report, self.ticket.message_ids.attachment_ids)
        self.assertFalse(
            self.ticket.sudo()._cs_portal_documents(), "it names colleagues"
        )

    def test_xdp_02_report_of_other_duties_is_none(self):
        coordination = self._coordination(duties=2)
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            for change in (
                lambda c: c.duty_ids[0].write({"name": "Something else"}),
                lambda c: c.write({"conclusion": "Needs a new sensor"}),
                lambda c: (
                    c.duty_ids[0].unlink()
                    and c.write({"duty_ids": [Command.create(self._duty_vals())]})
                ),
            ):
                coordination.action_report()
                self.assertTrue(coordination.report_id)
                change(coordination)
                self.assertFalse(coordination.report_id)

    def _duty_vals(self):
        return {"department_id": self.departments[2].id, "name": "Third"}

    def test_xdp_02_no_report_without_a_meeting(self):
        coordination = self._coordination(duties=3)
        with self._refused(UserError, "the meeting"):
            coordination.action_report()

    def test_xdp_03_one_duty_is_not_enough(self):
        coordination = self._coordination(duties=1)
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            with self._refused(UserError, "at least 2"):
                coordination.action_report()
            with self._refused(ValidationError, "at least 2"):
                coordination.action_confirm()

    def test_xdp_03_report_lists_three_duties(self):
        coordination = self._coordination(
            duties=3, conclusion="The door lock is too weak."
        )
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            coordination.action_report()
        text = self._text(coordination.report_id)
        for duty in coordination.duty_ids:
            for word in (duty.name, duty.department_id.name, duty.user_id.name):
                self.assertIn(word, text)
        self.assertIn("The door lock is too weak.", text)
        self.assertNotIn(self.customer.name, text)

    def test_xdp_03_duty_names_somebody_and_a_date(self):
        coordination = self._coordination(duties=2)
        self.assertEqual(coordination.duty_ids.user_id, self.heads[:2])
        self.assertEqual(
            {str(d.deadline) for d in coordination.duty_ids}, {"2023-10-23 02:00:00"}
        )
        coordination.duty_ids[0].write({"user_id": False, "deadline": False})
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            with self._refused(UserError, "who is responsible .* the deadline"):
                coordination.action_report()

    def test_xdp_06_duties_become_tasks_of_their_departments(self):
        coordination = self._confirmed()
        tasks = coordination.task_ids
        self.assertEqual(len(tasks), 3)
        self.assertEqual(tasks.user_id, self.heads)
        self.assertEqual(tasks.mapped("department"), self.departments.mapped("name"))
        self.assertEqual(set(tasks.mapped("acceptance")), {"asked"})
        for task in tasks:
            self.assertEqual(task.activity_ids.user_id, task.user_id)
        self.assertEqual(coordination.duty_ids.task_id, tasks)

    def test_xdp_06_state_written_by_hand_does_the_same(self):
        coordination = self._coordination(duties=2)
        with self._refused(ValidationError, "cannot be given out"):
            coordination.state = "confirmed"
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            coordination.action_report()
            coordination.state = "confirmed"
        self.assertEqual(len(coordination.task_ids), 2)

    def test_xdp_06_duties_are_fixed_once_given_out(self):
        coordination = self._confirmed()
        with self._refused(UserError, "change its task"):
            coordination.duty_ids[0].deadline = "2023-10-30 00:00:00"
        with self._refused(UserError, "change its task"):
            coordination.duty_ids[0].unlink()

    def test_xdp_06_receiver_accepts_or_refuses_with_a_reason(self):
        coordination = self._confirmed()
        first, second, third = coordination.task_ids
        first.with_user(self.heads[0]).action_accept()
        self.assertEqual(first.acceptance, "accepted")
        with self._refused(AccessError, "only they may"):
            second.with_user(self.heads[0]).sudo(False).with_user(
                self.agent_li
            ).action_accept()
        wizard = self.env["cs.coordination.refusal"].with_user(self.heads[1])
        with self._refused(ValidationError, "Say why"):
            wizard.create({"task_id": second.id, "reason": "  "}).action_confirm()
        wizard.create({"task_id": second.id, "reason": "No tester"}).action_confirm()
        self.assertEqual(second.acceptance, "refused")
        self.assertFalse(second.done_at)
        todo = self._todos()
        self.assertEqual(todo.user_id, coordination.leader_id)
        self.assertIn("refuses", todo.summary)
        self.assertIn("No tester", self.ticket.message_ids[0].body)
        second.user_id = self.heads[2]
        self.assertEqual(second.acceptance, "asked")
        self.assertFalse(second.refusal_reason)
        kind = self.env.ref(ACTIVITY_TASK)
        activity = second.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        self.assertEqual(activity.user_id, self.heads[2])
        self.assertEqual(third.acceptance, "asked")

    def test_xdp_06_a_refused_task_is_still_overdue(self):
        coordination = self._confirmed()
        task = coordination.task_ids[0]
        task.with_user(self.heads[0])._refuse("Not ours")
        self._run_at("2023-10-23 02:01:00")
        self.assertTrue(self._notices(task))

    def test_xdp_06_over_when_every_task_is_done(self):
        coordination = self._confirmed()
        for task, head in zip(coordination.task_ids, self.heads, strict=True):
            self.assertEqual(coordination.state, "confirmed")
            task = task.with_user(head)
            task.result = "Finished"
            task.action_done()
        self.assertEqual(coordination.state, "done")
        coordination.task_ids[0].action_reopen()
        self.assertEqual(coordination.state, "confirmed")

    def test_xdp_05_one_letter_tells_all_dates(self):
        self.customer.lang = "en_US"
        coordination = self._confirmed()
        self.assertFalse(self._public_messages())
        self._letter(coordination).action_send()
        message = self._public_messages()
        self.assertEqual(len(message), 1)
        self.assertIn(self.customer, message.notified_partner_ids)
        for word in ("Oct 12", "Oct 23", "10:00", "Technology", "Work of Training"):
            self.assertIn(word, message.body)
        self.assertTrue(coordination.told_at)
        self.assertTrue(all(coordination.task_ids.mapped("told_at")))
        self.assertIn("contact", self.ticket.cs_event_ids.mapped("kind"))

    def _letter(self, coordination):
        letters = self.env["cs.coordination.letter"].with_user(self.agent_li)
        with freeze_time(TUESDAY_9):
            return letters.create({"coordination_id": coordination.id})

    def test_xdp_05_letter_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref(
            "cs_service_standard.mail_template_coordination_expectation"
        )
        template.with_context(lang="zh_CN").subject = "您的请求"
        self.customer.lang = "zh_CN"
        self.assertEqual(self._letter(self._confirmed()).subject, "您的请求")

    def test_xdp_05_no_letter_before_the_dates_are_agreed(self):
        with self._refused(UserError, "Give out the duties"):
            self._letter(self._coordination(duties=2)).action_send()

    def test_xdp_05_a_date_that_moves_has_to_be_told_again(self):
        coordination = self._confirmed()
        self._letter(coordination).action_send()
        coordination.delivery_due = coordination.delivery_due
        self.assertTrue(coordination.told_at)
        coordination.delivery_due = "2023-10-25 02:00:00"
        self.assertFalse(coordination.told_at)
        self.assertTrue(coordination.untold_since)
        self.assertEqual(coordination.step, "tell")

    def test_xdp_05_task_that_moves_later_is_announced_alone(self):
        coordination = self._confirmed()
        self._letter(coordination).action_send()
        coordination.task_ids[0].deadline = "2023-10-25 02:00:00"
        self.assertEqual(len(self._public_messages()), 2)

    def test_course_says_what_to_do_and_who_waits_for_whom(self):
        parts = lambda: self.ticket._cs_life_coordination()[self.ticket.id]  # noqa: E731
        self.ticket.stage_id = self.env["helpdesk.ticket.stage"].search(
            [("cs_phase", "=", "analysis")], limit=1
        )
        self.assertEqual(parts()["state"], "quiet")
        coordination = self._coordination(duties=3)
        with freeze_time(MONDAY):
            coordination.invalidate_recordset()
            self.assertIn("Plan the requirement meeting", parts()["next"])
            self.assertEqual(parts()["state"], "open")
        with freeze_time("2023-10-10 02:00:01"):
            coordination.invalidate_recordset()
            self.assertEqual(parts()["state"], "problem")
        with freeze_time("2023-10-10 03:00:00"):
            coordination.action_meeting_held()
            coordination.action_report()
            coordination.action_confirm()
            self.assertEqual(parts()["next"], "Tell the customer the dates.")
            self.assertEqual(
                parts()["waits_for"], "Waits for Technology, Training, Liaison"
            )
            coordination._told()
            self.assertEqual(parts()["state"], "waiting")
            coordination.task_ids[0].acceptance = "refused"
            self.assertIn("Find somebody", parts()["next"])

    def test_portal_shows_the_dates_and_asks_nothing(self):
        coordination = self._coordination(duties=2)
        found = lambda: [  # noqa: E731
            block
            for block in self.ticket.with_context(lang="en_US")._cs_portal_blocks()
            if block["template"] == "cs_service_standard.portal_coordination"
        ]
        self.assertFalse(found())
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
            coordination.action_report()
            coordination.action_confirm()
            (block,) = found()
            self.assertFalse(block.get("call"))
            html = self.env["ir.qweb"]._render(block["template"], {"block": block})
        self.assertIn("Oct 23", html)
        self.assertIn("Work of Technology", html)
