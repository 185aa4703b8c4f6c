"""EXE-05: complex tickets report every four hours, so that the customer sees it."""

from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, HttpCase, tagged

from .common import StandardCase, StandardData

TEN = "2023-10-09 02:00:00"  # 10:00 in Shanghai


def local(hour, minute=0):
    """An instant of 9 October 2023 in Shanghai."""
    return datetime(2023, 10, 9, hour - 8, minute)


class ProgressData(StandardData):
    @classmethod
    def _set_up_progress(cls):
        cls._target("progress_update", 4 * 3600, complexity="complex")

    def _complex(self, **vals):
        with freeze_time(TEN):
            return self._create_ticket(
                cs_complexity="complex",
                user_id=self.agent_li.id,
                **vals,
            )

    def _report(self, ticket, at, **vals):
        values = {
            "ticket_id": ticket.id,
            "text": "Cause found",
            "next_step": "Replace the pump",
            "eta": "2023-10-09 09:30:00",
            **vals,
        }
        with freeze_time(at):
            reports = self.env["cs.progress.update"].with_user(self.agent_li)
            return reports.create(values)

    def _clocks(self, ticket):
        clocks = ticket.cs_clock_ids.filtered(lambda c: c.metric == "progress_update")
        return clocks.sorted("cycle")


@tagged("post_install", "-at_install")
class TestProgressClock(ProgressData, StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_progress()

    def test_exe_05_received_at_ten_is_due_at_two(self):
        ticket = self._complex()
        self.assertEqual(self._clocks(ticket).due_at, local(14))

    def test_exe_05_report_at_half_past_one_is_next_due_at_half_past_five(self):
        ticket = self._complex()
        self._report(ticket, local(13, 30))
        self.assertEqual(
            self._clocks(ticket).mapped("due_at"), [local(14), local(17, 30)]
        )
        self.assertEqual(self._clocks(ticket).mapped("state"), ["met", "running"])

    def test_exe_05_no_report_is_a_breach_at_two(self):
        clock = self._clocks(self._complex())
        late = [("id", "=", clock.id), ("is_late", "=", True)]
        with freeze_time(local(14)):
            self.assertFalse(clock.search(late))
        with freeze_time(datetime(2023, 10, 9, 6, 0, 1)):
            self.assertEqual(clock.search(late), clock)

    def test_exe_05_simple_ticket_reports_nothing(self):
        with freeze_time(TEN):
            ticket = self._create_ticket(cs_complexity="simple")
        self.assertFalse(self._clocks(ticket))

    def test_exe_05_only_what_the_customer_sees_answers(self):
        ticket = self._complex()
        report = self._report(ticket, local(13), customer_visible=False)
        self.assertFalse(report.is_answer)
        self.assertEqual(self._clocks(ticket).mapped("state"), ["running"])
        self.assertFalse(ticket.message_ids.filtered(lambda m: "pump" in m.body))

    def test_exe_05_only_a_whole_report_answers(self):
        ticket = self._complex()
        for missing in ("next_step", "eta"):
            report = self._report(ticket, local(13), **{missing: False})
            self.assertFalse(report.is_answer)
            label = report._fields[missing]._description_string(self.env)
            self.assertEqual(report.missing, label)
        self.assertEqual(self._clocks(ticket).mapped("state"), ["running"])
        self.assertTrue(self._report(ticket, local(13)).is_answer)
        self.assertEqual(self._clocks(ticket)[0].state, "met")

    def test_exe_05_customer_is_told_and_it_counts_as_one_contact(self):
        ticket = self._complex(partner_id=self.customer.id)
        self._report(ticket, local(13), risk="The part may be late")
        told = ticket.message_ids.filtered(lambda m: "Replace the pump" in m.body)
        self.assertEqual(len(told), 1)
        self.assertIn(self.customer, told.partner_ids)
        self.assertIn("The part may be late", told.body)
        self.assertEqual(told.author_id, self.agent_li.partner_id)
        kinds = ticket.cs_event_ids.mapped("kind")
        self.assertEqual((kinds.count("contact"), kinds.count("progress")), (1, 1))

    def test_exe_05_unknown_customer_gets_no_letter(self):
        ticket = self._complex()
        self._report(ticket, local(13))
        self.assertNotIn("contact", ticket.cs_event_ids.mapped("kind"))

    def test_exe_05_form_begins_with_a_true_sentence(self):
        ticket = self._complex()
        with freeze_time(local(13, 30)):
            action = ticket.with_user(self.agent_li).action_cs_report_progress()
            reports = self.env["cs.progress.update"].with_user(self.agent_li)
            form = Form(reports.with_context(**action["context"]))
            self.assertEqual(form.text, "In progress, expected today 5:30 PM")
            self.assertEqual(form.eta, local(17, 30))
            form.eta_hours = 2
            self.assertEqual(form.text, "In progress, expected today 3:30 PM")
            form.text = "Waiting for the workshop"
            form.eta_hours = 3
            self.assertEqual(form.text, "Waiting for the workshop")
            self.assertTrue(form.save().is_answer)

    def test_exe_05_with_a_solution_the_agent_writes_himself(self):
        ticket = self._complex()
        ticket.sudo().with_user(1).stage_id = self.env.ref(
            "cs_service_standard.helpdesk_ticket_stage_execution"
        )
        context = ticket.action_cs_report_progress()["context"]
        self.assertNotIn("default_text", context)

    def test_case_17_first_contact_rules_first(self):
        self._target("first_contact", 6 * 3600)
        ticket = self._complex()
        self.assertFalse(self._clocks(ticket))
        with freeze_time(local(12)):
            ticket._cs_record_fact("contact")
        self.assertEqual(self._clocks(ticket).due_at, local(16))

    def test_exe_05_overdue_report_reaches_the_leader(self):
        ticket = self._complex()
        cron = self.env.ref("cs_service_standard.ir_cron_clock_sweep").sudo()
        at = datetime(2023, 10, 9, 6, 0, 1)
        with freeze_time(at), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        told = ticket.activity_ids.filtered(lambda a: a.user_id == self.leader)
        self.assertEqual(len(told), 1)


@tagged("post_install", "-at_install")
class TestProgressPortal(ProgressData, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls._set_up_progress()

    def test_exe_05_customer_sees_the_whole_report(self):
        ticket = self._complex(partner_id=self.customer.id)
        self._report(ticket, local(13), risk="The part may be late")
        page = ticket._cs_portal_page()["progress"]
        self.assertEqual(page["next"], "Replace the pump")
        self.env.flush_all()
        self.authenticate("cs_portal", "cs_portal")
        shown = self.url_open(f"/my/ticket/{ticket.id}").text
        for text in ("Cause found", "Replace the pump", "The part may be late"):
            self.assertIn(text, shown)
