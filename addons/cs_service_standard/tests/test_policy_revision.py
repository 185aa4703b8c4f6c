"""A change is prepared as a draft, then put in force, now or on a date."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .job_common import MONDAY, NOON, JobCase


@tagged("post_install", "-at_install")
class TestPolicyRevision(JobCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["helpdesk.ticket.channel"].search([]).active = False
        cls.target = cls._target("first_contact", 4, limit_unit="hour")
        cls.other = cls._target("resolution", 8, limit_unit="hour")
        cls._commit_figures()

    def _prepare(self):
        action = self.profile.with_user(self.manager).action_cs_prepare_change()
        return self.env["cs.service.profile"].browse(action["res_id"])

    def _line(self, revision, metric):
        return revision.target_ids.filtered(lambda t: t.metric == metric)

    def test_a_prepared_change_is_a_draft_with_the_same_figures(self):
        number = self.profile.version
        revision = self._prepare()
        self.assertEqual(revision.revises_id, self.profile)
        self.assertEqual((revision.state, revision.version), ("draft", 0))
        self.assertEqual(len(revision.target_ids), 2)
        self.assertFalse(revision.revision_changes)
        self._line(revision, "first_contact").limit_value = 2
        self.assertIn("4 hours → 2 hours", revision.revision_changes)
        self.assertEqual(self.profile.version, number)
        self.assertEqual(self.profile.target_ids, self.target + self.other)

    def test_put_in_force_replaces_what_differs_and_keeps_the_rest(self):
        ticket = self._at(MONDAY)
        revision = self._prepare()
        new = self._line(revision, "first_contact")
        new.limit_value = 2
        number = self.profile.version
        with freeze_time(NOON):
            revision.with_user(self.manager).action_cs_activate()
        self._commit_figures()
        self.assertEqual(self.profile.target_ids, new + self.other)
        self.assertTrue(self.target.superseded)
        self.assertFalse(self.target.active or revision.active)
        self.assertEqual(self.profile.version, number + 1)
        self.assertEqual(new.version, number + 1)
        self.assertEqual(self.other.version, number)
        changes = self.profile.version_ids[:1].changes
        self.assertIn("First contact within 4 hours: Limit: 4 hours → 2", changes)
        self.assertNotIn("Added", changes)
        self.assertEqual(self._due(ticket), "2023-10-09 05:00:00")
        self.assertEqual(self._due(self._at(NOON)), "2023-10-09 06:00:00")

    def test_open_clocks_of_replaced_targets_still_alarm(self):
        self.profile.manager_id = self.manager
        ticket = self._at(MONDAY)
        revision = self._prepare()
        self._line(revision, "first_contact").limit_value = 6
        revision.action_cs_activate()
        self._run_jobs(NOON)
        self._sweep("2023-10-09 05:00:01")
        clock = self._clock(ticket)
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.notice_ids.mapped("level"), ["breach"])

    def test_on_its_date_the_job_puts_it_in_force(self):
        revision = self._prepare()
        self._line(revision, "first_contact").limit_value = 2
        revision.effective_from = "2023-10-10 01:00:00"
        with freeze_time(MONDAY):
            revision.action_cs_activate()
        self.assertTrue(revision.is_scheduled)
        self.assertEqual(revision.state, "draft")
        self._run_jobs("2023-10-10 00:59:59")
        self.assertTrue(revision.active)
        self.assertTrue(self.target.active)
        self._run_jobs("2023-10-10 01:00:00")
        self.assertFalse(revision.active)
        self.assertFalse(self.target.active)
        self.assertEqual(self.profile.target_ids.mapped("limit_value"), [2, 8])

    def test_unscheduled_change_waits(self):
        revision = self._prepare()
        revision.effective_from = "2023-10-10 01:00:00"
        with freeze_time(MONDAY):
            revision.action_cs_activate()
        revision.action_cs_unschedule()
        self._run_jobs("2023-10-11 01:00:00")
        self.assertTrue(revision.active)

    def test_a_change_that_cannot_come_says_why(self):
        revision = self._prepare()
        revision.effective_from = "2023-10-10 01:00:00"
        with freeze_time(MONDAY):
            revision.action_cs_activate()
        self.profile.action_cs_to_draft()
        with mute_logger(
            "odoo.addons.cs_service_standard.models.cs_service_profile_revision"
        ):
            self._run_jobs("2023-10-11 01:00:00")
        self.assertIn("no longer in force", revision.effective_error)
        self.assertFalse(revision.is_scheduled)

    def test_dropped_and_added_lines(self):
        revision = self._prepare()
        self._line(revision, "resolution").unlink()
        self._target("record", 60, profile_id=revision.id)
        revision.action_cs_activate()
        self._commit_figures()
        self.assertEqual(
            set(self.profile.target_ids.mapped("metric")), {"first_contact", "record"}
        )
        changes = self.profile.version_ids[:1].changes
        self.assertIn("Added: Minimum record", changes)
        self.assertIn("Withdrawn: Resolution", changes)

    def test_second_revision_knows_its_lines_again(self):
        for limit in (2, 3):
            revision = self._prepare()
            self._line(revision, "first_contact").limit_value = limit
            revision.action_cs_activate()
            self._commit_figures()
        changes = self.profile.version_ids[:1].changes
        self.assertEqual(
            changes, "First contact within 2 hours: Limit: 2 hours → 3 hours"
        )

    def test_agents_and_leaders_prepare_nothing(self):
        for user in (self.agent_li, self.leader):
            with self.assertRaises(AccessError):
                self.profile.with_user(user).action_cs_prepare_change()

    def test_a_draft_has_no_change_to_prepare(self):
        revision = self._prepare()
        with self.assertRaisesRegex(UserError, "not in force"):
            revision.action_cs_prepare_change()
