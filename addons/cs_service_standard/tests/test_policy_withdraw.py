"""Archived targets and profiles: silence at once, cancelled in one job (case 26)."""

from freezegun import freeze_time

from odoo.tests import tagged

from .job_common import MONDAY, NOON, JobCase

TUESDAY = "2023-10-10 01:00:00"


@tagged("post_install", "-at_install")
class TestPolicyWithdraw(JobCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._target("first_contact", 4, limit_unit="hour")
        cls._commit_figures()
        with freeze_time(MONDAY):
            cls.tickets = cls.env["helpdesk.ticket"].create(
                [
                    cls._prepare_ticket_vals(user_id=cls.agent_li.id)
                    for _number in range(5)
                ]
            )

    def test_case_26_archived_target_cancels_open_clocks_in_one_job(self):
        self._target("resolution", 8, limit_unit="hour")
        self._commit_figures()
        with freeze_time(MONDAY):
            ticket = self._create_ticket()
        done = self.tickets[0]
        with freeze_time("2023-10-09 02:00:00"):
            done._cs_record_fact("contact")
        with freeze_time(NOON):
            self.target.with_user(self.manager).active = False
        self.assertFalse(
            (self.tickets + ticket).cs_clock_ids.filtered(
                lambda c: c.metric == "first_contact" and c.next_event_at
            )
        )
        self._sweep(TUESDAY)
        self.assertFalse(self._clock(ticket).notice_ids)
        self._run_jobs(TUESDAY)
        job = self.jobs.search([("kind", "=", "withdraw")])
        self.assertEqual(job.line_ids.mapped("error"), [])
        self.assertEqual(self._clock(done).state, "met")
        for other in self.tickets - done + ticket:
            clock = self._clock(other)
            self.assertEqual((clock.state, clock.end), ("cancelled", "unmatched"))
        self.assertEqual(self._clock(ticket, "resolution").state, "running")
        self._sweep("2023-10-11 01:00:00")
        self.assertFalse(self._clock(ticket).notice_ids)
        self.assertEqual(
            self._clock(ticket, "resolution").notice_ids.mapped("level"), ["breach"]
        )
        self.assertEqual((job.state, job.total, job.moved), ("done", 5, 5))
        self.assertEqual(job.scope_text, self.target.display_name)

    def test_case_26_a_notice_before_the_job_is_held_back(self):
        with freeze_time(NOON):
            self.target.active = False
        ticket = self.tickets[0]
        clock = self._clock(ticket)
        clock.sudo().next_event_at = "2023-10-09 05:00:00"
        self._sweep(TUESDAY)
        self.assertFalse(clock.notice_ids)

    def test_case_26_the_other_promise_of_the_same_metric_goes_on(self):
        self._target("first_contact", 9, limit_unit="hour")
        self._commit_figures()
        ticket = self._at(MONDAY)
        with freeze_time(NOON):
            self.target.active = False
        self._run_jobs(NOON)
        clock = self._clock(ticket)
        self.assertEqual(clock.state, "running")
        self.assertEqual(str(clock.due_at), "2023-10-09 10:00:00")
        self.assertTrue(clock.next_event_at)

    def test_case_26_archiving_moves_nothing_else(self):
        self.env.cr.precommit.run()
        slow = self._target("resolution", 8, limit_unit="hour")
        self._commit_figures()
        ticket = self._at(MONDAY)
        slow.limit_value = 2
        self._commit_figures()
        with freeze_time(NOON):
            self.target.active = False
        self._run_jobs(NOON)
        self.assertEqual(self._due(ticket, "resolution"), "2023-10-09 09:00:00")

    def test_case_26_back_before_the_job_runs_on(self):
        with freeze_time(NOON):
            self.target.active = False
            self.target.active = True
        self._run_jobs(NOON)
        clock = self._clock(self.tickets[0])
        self.assertEqual(clock.state, "running")
        self.assertTrue(clock.next_event_at)

    def _assert_profile_gone(self):
        self._sweep(TUESDAY)
        self.assertFalse(self.tickets.cs_clock_ids.notice_ids)
        self._run_jobs(TUESDAY)
        states = set(self.tickets.cs_clock_ids.mapped("state"))
        self.assertEqual(states, {"cancelled"})
        self.assertTrue(self.tickets.cs_event_ids)
        self._sweep(TUESDAY)
        self.assertFalse(self.tickets.cs_clock_ids.notice_ids)

    def test_case_26_archived_profile_cancels_open_clocks(self):
        with freeze_time(NOON):
            self.profile.with_user(self.manager).action_archive()
        self._assert_profile_gone()

    def test_case_26_profile_back_to_draft_cancels_open_clocks(self):
        with freeze_time(NOON):
            self.profile.with_user(self.manager).action_cs_to_draft()
        self._assert_profile_gone()
        with freeze_time(TUESDAY):
            self.profile.state = "in_force"
        self.assertTrue(self.profile.is_unsettled)
        wizard = self._preview(TUESDAY)
        self.assertEqual(wizard.touched, 5)
        with freeze_time(TUESDAY):
            wizard.action_move()
        self._run_jobs(TUESDAY)
        self.assertEqual(set(self.tickets.cs_clock_ids.mapped("state")), {"running"})

    def test_case_26_step_clocks_of_a_profile_end_too(self):
        ticket = self.tickets[0]
        with freeze_time(MONDAY):
            ticket._cs_record_fact("step_started", payload={"step": 7, "limit": 3600})
        self.assertEqual(self._clock(ticket, "step").state, "running")
        with freeze_time(NOON):
            self.profile.action_cs_to_draft()
        self._run_jobs(NOON)
        self.assertEqual(self._clock(ticket, "step").state, "cancelled")
