from freezegun import freeze_time

from odoo.fields import Datetime
from odoo.tests import tagged

from ..engine.facts import FactKind
from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestStepClock(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2023-10-09 10:00:00"):
            cls.ticket = cls._create_ticket(type_id=cls.type_repair.id)
        cls.diagnose, cls.repair, cls.call = cls.ticket.cs_step_ids

    def _facts(self, kind):
        return self.ticket.cs_event_ids.filtered(lambda fact: fact.kind == kind.value)

    def test_rsp_22_entering_a_step_is_a_fact_with_its_limit(self):
        fact = self._facts(FactKind.STEP_STARTED)
        self.assertEqual(fact.at, Datetime.to_datetime("2023-10-09 10:00:00"))
        self.assertEqual(fact.payload["step"], self.diagnose.id)
        self.assertEqual(fact.payload["limit"], 4 * 3600)

    def test_rsp_22_step_open_past_its_limit_is_breached(self):
        clock = self._clock(self.diagnose)
        self.assertEqual(clock.due_at, Datetime.to_datetime("2023-10-09 14:00:00"))
        with freeze_time("2023-10-09 14:00:00"):
            clock.invalidate_recordset()
            self.assertFalse(clock.is_late)
        with freeze_time("2023-10-09 14:01:00"):
            clock.invalidate_recordset()
            self.assertTrue(clock.is_late)

    def test_rsp_22_done_at_the_limit_is_met(self):
        with freeze_time("2023-10-09 14:00:00"):
            self.diagnose.with_user(self.agent_li).action_done()
        self.assertEqual(self._clock(self.diagnose).state, "met")

    def test_rsp_22_done_after_the_limit_is_breached(self):
        with freeze_time("2023-10-09 14:00:01"):
            self.diagnose.action_done()
        self.assertEqual(self._clock(self.diagnose).state, "missed")

    def test_rsp_22_each_link_has_its_own_clock(self):
        self.assertFalse(self._clock(self.repair))
        with freeze_time("2023-10-09 11:00:00"):
            self.diagnose.action_done()
        clock = self._clock(self.repair)
        self.assertEqual(clock.started_at, Datetime.to_datetime("2023-10-09 11:00:00"))
        self.assertEqual(clock.due_at, Datetime.to_datetime("2023-10-09 13:00:00"))

    def test_rsp_22_clock_is_called_like_its_step(self):
        clock = self._clock(self.diagnose).with_user(self.agent_li)
        self.assertEqual(clock.display_name, "diagnose")

    def test_rsp_22_seeded_complaint_limits_every_link(self):
        complaint = self.env.ref("cs_service_standard.cs_process_complaint")
        self.assertEqual(len(complaint.step_ids), 7)
        self.assertTrue(all(complaint.step_ids.mapped("limit_seconds")))
        self.assertLessEqual(sum(complaint.step_ids.mapped("limit_seconds")), 48 * 3600)

    def test_limit_in_working_hours_uses_the_hours_of_the_team(self):
        self.process.step_ids[0].limit_mode = "working_hours"
        # 18:00 in Shanghai, an hour after closing
        with freeze_time("2023-10-09 10:00:00"):
            ticket = self._create_ticket(type_id=self.type_repair.id)
        clock = self._clock(ticket.cs_current_step_id)
        self.assertEqual(clock.due_at, Datetime.to_datetime("2023-10-10 04:00:00"))

    def test_step_without_limit_leaves_no_fact(self):
        with freeze_time("2023-10-09 11:00:00"):
            self.diagnose.action_done()
            self.repair.action_done()
        self.assertEqual(self.ticket.cs_current_step_id, self.call)
        self.assertEqual(
            self.call.entered_at, Datetime.to_datetime("2023-10-09 11:00:00")
        )
        self.assertEqual(len(self._facts(FactKind.STEP_STARTED)), 2)

    def test_clock_of_a_removed_step_ends(self):
        with freeze_time("2023-10-09 11:00:00"):
            self.ticket.type_id = self._seeded("enquiry")
        ended = self._facts(FactKind.STEP_DONE)
        self.assertEqual(ended.payload["reason"], "removed")
        clocks = self.ticket.cs_clock_ids.filtered(lambda c: c.metric == "step")
        self.assertNotIn("running", clocks.mapped("state"))

    def test_reopened_ticket_restarts_the_current_step(self):
        with freeze_time("2023-10-09 11:00:00"):
            self.ticket.stage_id = self.stage["closed"]
        self.assertNotIn("running", self._clock(self.diagnose).mapped("state"))
        with freeze_time("2023-10-10 08:00:00"):
            self.ticket.stage_id = self.stage["analysis"]
        running = self._clock(self.diagnose).filtered(lambda c: c.state == "running")
        self.assertEqual(running.due_at, Datetime.to_datetime("2023-10-10 12:00:00"))
