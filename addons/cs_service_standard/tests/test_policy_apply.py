"""Figures change; open clocks move only when the manager says so (case 27)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .job_common import MONDAY, NOON, JobCase


@tagged("post_install", "-at_install")
class TestPolicyApply(JobCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._target("first_contact", 4, limit_unit="hour")
        cls._commit_figures()

    def _move(self, moment):
        wizard = self._preview(moment)
        with freeze_time(moment):
            wizard.with_user(self.manager).action_move()
        self._run_jobs(moment)

    def test_case_27_met_stays_met_under_a_stricter_figure(self):
        met = self._at(MONDAY)
        with freeze_time("2023-10-09 03:30:00"):
            met._cs_record_fact("contact")  # after 2.5 h
        running = self._at(MONDAY)
        self.target.limit_value = 2
        self._commit_figures()
        self.assertEqual(self._due(running), "2023-10-09 05:00:00")
        running._cs_refresh_clocks()
        self.assertEqual(self._due(running), "2023-10-09 05:00:00")
        self.assertEqual(self.profile.stale_clocks, 1)
        self.assertTrue(self.profile.is_unsettled)
        wizard = self._preview(NOON)
        self.assertEqual((wizard.looked_at, wizard.touched), (2, 1))
        self.assertEqual(wizard.become_late, 1)
        self.assertEqual(wizard.line_ids.ticket_ids, running.ids)
        self._move(NOON)
        self.assertEqual(self._due(running), "2023-10-09 03:00:00")
        self.assertEqual(self._clock(running).version, self.target.version)
        clock = self._clock(met)
        self.assertEqual((clock.state, clock.limit_seconds), ("met", 14400))
        self.assertEqual(clock.version, self.target.version - 1)
        self.assertEqual(clock.working_seconds, 9000)
        self.assertFalse(self.profile.is_unsettled)
        self.assertFalse(self.profile.stale_clocks)

    def test_case_27_longer_figure_moves_only_when_told(self):
        ticket = self._at(MONDAY)
        self.target.limit_value = 8
        self._commit_figures()
        self._run_jobs(NOON)
        self.assertEqual(self._due(ticket), "2023-10-09 05:00:00")
        self._move("2023-10-09 06:00:00")
        self.assertEqual(self._due(ticket), "2023-10-09 09:00:00")

    def test_preview_writes_nothing(self):
        ticket = self._at(MONDAY)
        self.target.limit_value = 2
        self._commit_figures()
        facts, clocks = ticket.cs_event_ids.ids, ticket.cs_clock_ids.read()
        self._preview(NOON)
        self.assertEqual(ticket.cs_event_ids.ids, facts)
        self.assertEqual(ticket.cs_clock_ids.read(), clocks)

    def test_preview_tells_by_how_much(self):
        for minute in (0, 20, 40):
            self._at(f"2023-10-09 01:{minute:02d}:00")
        self.target.write({"limit_value": 90, "limit_unit": "minute"})
        self._commit_figures()
        line = self._preview("2023-10-09 03:00:00").line_ids
        self.assertEqual((line.moved, line.earlier, line.later), (3, 3, 0))
        self.assertEqual(line.shift_median, -9000)
        self.assertEqual(line.shift_text, "−2 h 30 min")
        self.assertEqual(line.become_late, 2)
        self.assertEqual(line.target_name, self.target.display_name)

    def test_preview_equals_what_the_job_does(self):
        self._target("resolution", 3, limit_unit="hour", mode="working_hours")
        tickets = self._at(MONDAY) + self._at(MONDAY, priority="3")
        with freeze_time("2023-10-09 02:00:00"):
            tickets[1]._cs_record_fact("paused")
        self._commit_figures()
        self.target.write({"limit_value": 2, "priority_min": "2"})
        self._target("next_reply", 60)
        self._target("solution_proposed", 60)
        self._commit_figures()
        wizard = self._preview(NOON)
        self._move(NOON)
        job = self.jobs.search([("kind", "=", "policy")])
        self.assertEqual(job.line_ids.mapped("error"), [])
        self.assertEqual(job.moved, wizard.touched)
        self.assertEqual(wizard.touched, 4)
        by_target = {line.target_id: line for line in wizard.line_ids}
        self.assertEqual(by_target[self.target].cancelled, 1)
        self.assertEqual(by_target[self.target].moved, 1)

    def test_late_clocks_that_stop_being_late_are_counted(self):
        ticket = self._at(MONDAY)
        self.target.limit_value = 12
        self._commit_figures()
        wizard = self._preview("2023-10-09 06:00:00")
        self.assertEqual((wizard.stop_late, wizard.become_late), (1, 0))
        self._move("2023-10-09 06:00:00")
        with freeze_time("2023-10-09 06:00:00"):
            self.assertFalse(self._clock(ticket).is_late)

    def test_a_new_target_does_not_judge_the_past(self):
        ticket = self._at(MONDAY)
        with freeze_time("2023-10-09 03:00:00"):
            ticket._cs_record_fact("recorded")
        self._target("record", 60)
        self._target("resolution", 8, limit_unit="hour")
        self._commit_figures()
        wizard = self._preview(NOON)
        self.assertEqual(wizard.touched, 1)
        self._move(NOON)
        self.assertFalse(self._clock(ticket, "record"))
        self.assertEqual(self._due(ticket, "resolution"), "2023-10-09 09:00:00")

    def test_from_the_change_counts_from_the_move(self):
        self.target.change_mode = "from_change"
        self._commit_figures()
        ticket = self._at(MONDAY)
        self.target.limit_value = 2
        self._commit_figures()
        self._move(NOON)
        self.assertEqual(self._due(ticket), "2023-10-09 06:00:00")

    def test_only_what_was_asked_moves(self):
        other = self._target("resolution", 8, limit_unit="hour")
        self._commit_figures()
        ticket = self._at(MONDAY)
        facts = len(ticket.cs_event_ids)
        other.limit_value = 9
        self._commit_figures()
        self._move(NOON)
        self.assertEqual(self._due(ticket), "2023-10-09 05:00:00")
        self.assertEqual(self._due(ticket, "resolution"), "2023-10-09 10:00:00")
        self.assertEqual(len(ticket.cs_event_ids), facts + 1)

    def test_leave_them_settles_without_moving(self):
        ticket = self._at(MONDAY)
        self.target.limit_value = 2
        self._commit_figures()
        self._preview(NOON).with_user(self.manager).action_keep()
        self.assertFalse(self.profile.is_unsettled)
        self.assertEqual(self._due(ticket), "2023-10-09 05:00:00")
        self.target.limit_value = 1
        self._commit_figures()
        self.assertTrue(self.profile.is_unsettled)

    def test_without_open_tickets_nothing_is_asked(self):
        self.target.limit_value = 2
        self._commit_figures()
        self.assertFalse(self.profile.is_unsettled)

    def test_a_new_target_asks_although_no_clock_is_stale(self):
        self._at(MONDAY)
        self._target("resolution", 8, limit_unit="hour")
        self._commit_figures()
        self.assertFalse(self.profile.stale_clocks)
        self.assertTrue(self.profile.is_unsettled)

    def test_prepared_change_is_previewed_before_it_is_in_force(self):
        self.env["helpdesk.ticket.channel"].search([]).active = False
        self._target("resolution", 8, limit_unit="hour")
        self._commit_figures()
        ticket = self._at(MONDAY)
        action = self.profile.action_cs_prepare_change()
        revision = self.env["cs.service.profile"].browse(action["res_id"])
        self.assertEqual(self._preview(NOON, revision).touched, 0)
        line = revision.target_ids.filtered(lambda t: t.metric == "first_contact")
        line.limit_value = 2
        wizard = self._preview(NOON, revision)
        self.assertEqual(wizard.touched, 1)
        self.assertEqual(wizard.line_ids.target_id, line)
        self.assertEqual(wizard.become_late, 1)
        with self.assertRaisesRegex(UserError, "not in force yet"):
            wizard.action_move()
        revision.action_cs_activate()
        self._commit_figures()
        self.assertEqual(self.profile.stale_clocks, 1)
        self._move(NOON)
        self.assertEqual(self._due(ticket), "2023-10-09 03:00:00")
        self.assertEqual(self._clock(ticket).target_id, line)
        self.assertEqual(self._due(ticket, "resolution"), "2023-10-09 09:00:00")

    def test_only_who_may_edit_the_profile_previews_and_moves(self):
        self._at(MONDAY)
        for user in (self.agent_li, self.leader, self.portal_user):
            with self.assertRaises(AccessError):
                self.profile.with_user(user).action_cs_preview_change()
        wizard = self._preview(NOON)
        for user in (self.agent_li, self.leader):
            for method in ("action_move", "action_keep"):
                with self.assertRaises(AccessError):
                    getattr(wizard.with_user(user), method)()

    def test_preview_costs_the_same_for_two_and_fifty(self):
        quiet = self.env["helpdesk.ticket"].with_context(tracking_disable=True)
        with freeze_time(MONDAY):
            quiet.create([self._prepare_ticket_vals() for _number in range(2)])
        self.target.limit_value = 2
        self._commit_figures()
        self._preview(NOON)
        two = self._queries(lambda: self._preview(NOON))
        with freeze_time(MONDAY):
            quiet.create([self._prepare_ticket_vals() for _number in range(48)])
        self._preview(NOON)
        fifty = self._queries(lambda: self._preview(NOON))
        self.assertLessEqual(fifty, two + 1)
