"""Jobs that move clocks: batches, kills, poison, archiving (case 26, 45)."""

from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import cs_clock_job_run
from .job_common import MONDAY, NOON, JobCase

LOGGER = "odoo.addons.cs_service_standard.models.cs_clock_job_run"
TUESDAY = "2023-10-10 01:00:00"


@tagged("post_install", "-at_install")
class TestClockJob(JobCase):
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

    def _order_move(self, limit=2):
        """Change the figures, then have the manager move the open clocks."""
        self.target.limit_value = limit
        self._commit_figures()
        wizard = self._preview(NOON)
        with freeze_time(NOON):
            action = wizard.with_user(self.manager).action_move()
        return self.jobs.browse(action["res_id"])

    def _dues(self):
        return set(map(str, self.tickets.cs_clock_ids.mapped("due_at")))

    def _batch(self, size):
        return patch.object(cs_clock_job_run, "BATCH", size)

    def _explode_on(self, bad, error):
        job_class = self.env.registry["cs.clock.job"]
        original = job_class._move

        def move(job, tickets):
            if bad & tickets:
                raise error
            return original(job, tickets)

        return patch.object(job_class, "_move", move)

    def test_a_job_moves_in_batches_and_counts(self):
        job = self._order_move()
        self.assertEqual(job.user_id, self.manager)
        with self._batch(2):
            self._run_jobs(NOON)
        self.assertEqual(self._dues(), {"2023-10-09 03:00:00"})
        self.assertEqual(
            (job.state, job.total, job.done, job.moved, job.failed),
            ("done", 5, 5, 5, 0),
        )
        self.assertEqual(job.progress, 100)
        self.assertTrue(job.started_at and job.finished_at)

    def test_twice_without_effect(self):
        self._order_move()
        self._run_jobs(NOON)
        facts = len(self.tickets.cs_event_ids)
        again = self.jobs._request(
            "policy", profile_id=self.profile.id, version=self.profile.version
        )
        self._run_jobs(NOON)
        self.assertEqual((again.state, again.done, again.moved), ("done", 5, 0))
        self.assertEqual(len(self.tickets.cs_event_ids), facts)

    def test_killed_in_the_middle_it_goes_on_where_it_was(self):
        job = self._order_move()
        with self._batch(2), freeze_time(NOON):
            job._run_batch()
            self.assertEqual((job.state, job.done), ("running", 2))
            self.assertEqual(job.progress, 40)
            try:
                with self.env.cr.savepoint():  # kill -9: the batch is undone
                    job._run_batch()
                    raise KeyboardInterrupt
            except KeyboardInterrupt:
                self.env.invalidate_all()
        self.assertEqual(job.last_ticket_id, self.tickets.sorted("id")[1].id)
        moved = self.tickets.cs_clock_ids.filtered(lambda c: c.limit_seconds == 7200)
        self.assertEqual(len(moved), 2)
        self._run_jobs(NOON)
        self.assertEqual((job.state, job.done, job.moved), ("done", 5, 5))

    def test_poison_ticket_is_skipped_with_its_error_and_tried_again(self):
        job = self._order_move()
        bad = self.tickets[2]
        with self._explode_on(bad, ValueError("poisoned")), mute_logger(LOGGER):
            self._run_jobs(NOON)
        self.assertEqual((job.state, job.done, job.failed), ("failed", 5, 1))
        self.assertEqual(job.line_ids.ticket_id, bad)
        self.assertIn("poisoned", job.line_ids.error)
        self.assertEqual(self._dues(), {"2023-10-09 03:00:00", "2023-10-09 05:00:00"})
        self.assertTrue(self.profile.is_unsettled)
        self.assertEqual(job.action_open_tickets()["domain"], [("id", "in", bad.ids)])
        job.with_user(self.manager).action_retry()
        self.assertEqual((job.state, job.done), ("pending", 4))
        self._run_jobs(NOON)
        self.assertEqual((job.state, job.done, job.failed), ("done", 5, 0))
        self.assertEqual(self._dues(), {"2023-10-09 03:00:00"})
        self.assertFalse(self.profile.is_unsettled)

    def test_conflict_with_a_user_is_tried_again(self):
        job = self._order_move()
        job_class = self.env.registry["cs.clock.job"]
        original, calls = job_class._move, []

        def move(job, tickets):
            calls.append(len(tickets))
            if len(calls) < 3:
                raise psycopg2.errors.SerializationFailure
            return original(job, tickets)

        with (
            patch.object(job_class, "_move", move),
            patch.object(type(self.env.cr), "rollback", lambda cr: None),
        ):
            self._run_jobs(NOON)
        self.assertEqual(calls, [5, 5, 5])
        self.assertEqual((job.state, job.failed), ("done", 0))

    def test_a_job_that_cannot_go_on_says_why_and_lets_the_next_one_run(self):
        broken = self.jobs._request("hours", {"teams": self.team.ids})
        job = self._order_move()
        job_class = self.env.registry["cs.clock.job"]

        def domain(job, _scope):
            raise ValueError("no such scope")

        with (
            patch.object(job_class, "_domain_hours", domain),
            patch.object(type(self.env.cr), "rollback", lambda cr: None),
            mute_logger(LOGGER, "odoo.addons.base.models.ir_cron"),
        ):
            self._run_jobs(NOON)
        self.assertEqual(broken.state, "failed")
        self.assertIn("no such scope", broken.error)
        self.assertEqual((job.state, job.moved), ("done", 5))
        broken.with_user(self.manager).action_retry()
        self._run_jobs(NOON)
        self.assertEqual((broken.state, broken.error), ("done", False))

    def test_only_managers_see_and_repeat_jobs(self):
        job = self._order_move()
        job.sudo().state = "failed"
        for user in (self.agent_li, self.leader, self.portal_user):
            with self.assertRaises(AccessError):
                job.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                job.with_user(user).action_retry()
        with self.assertRaises(AccessError):
            job.with_user(self.manager).write({"moved": 9})
        job.with_user(self.manager).action_retry()
        self.assertEqual(job.state, "pending")

    def test_jobs_of_another_company_are_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        hidden = self.jobs.create({"kind": "hours", "company_id": other.id})
        shown = self.jobs.create({"kind": "hours"})
        found = self.jobs.with_user(self.manager).search([])
        self.assertIn(shown, found)
        self.assertNotIn(hidden, found)

    def test_waiting_job_takes_in_the_next_reason(self):
        self.target.limit_value = 2
        self._commit_figures()
        vals = {"profile_id": self.profile.id, "version": 3}
        first = self.jobs._request("policy", **vals)
        second = self.jobs._request("policy", **dict(vals, version=4))
        self.assertEqual((first, first.version), (second, 4))

    def test_case_45_tickets_are_not_touched(self):
        ticket = self.tickets[0]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET write_date = '2023-10-01', write_uid = 1, "
            "last_stage_update = '2023-10-01' WHERE id IN %s",
            [tuple(self.tickets.ids)],
        )
        self.env.invalidate_all()
        messages = len(self.tickets.message_ids)
        due = ticket.cs_next_due_at
        self._order_move()
        with freeze_time(NOON):
            self.calendar.attendance_ids[0].hour_to = 11
        self._run_jobs(NOON)
        self.flush_tracking() if hasattr(self, "flush_tracking") else None
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotEqual(ticket.cs_next_due_at, due)
        for ticket in self.tickets:
            self.assertEqual(str(ticket.write_date), "2023-10-01 00:00:00")
            self.assertEqual(str(ticket.last_stage_update), "2023-10-01 00:00:00")
        self.assertEqual(ticket.write_uid.id, 1)
        self.assertEqual(len(self.tickets.message_ids), messages)

    def test_rebuild_gives_what_is_stored(self):
        with freeze_time("2023-10-09 02:00:00"):
            self.tickets[0]._cs_record_fact("contact")
        names = ["ticket_id", "due_at", "state", "started_at", "next_event_at"]
        before = self.tickets.cs_clock_ids.sorted("ticket_id").read(names)
        lost = self._clock(self.tickets[1])
        lost.sudo().unlink()
        job = self.jobs._request("rebuild")
        self._run_jobs(NOON)
        self.assertEqual(job.moved, 1)
        after = self.tickets.cs_clock_ids.sorted("ticket_id").read(names)
        for row in before + after:
            del row["id"]
        self.assertEqual(after, before)

    def test_a_job_costs_the_same_for_two_and_forty(self):
        with freeze_time(MONDAY):
            more = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _number in range(42)]
            )
        job = self._order_move()
        job._start()
        with freeze_time(NOON):
            job._move(more[40:])
            job._move(more[41])
            self.target.limit_value = 3
            self._commit_figures()
            two = self._queries(lambda: job._move(more[40:]))
            forty = self._queries(lambda: job._move(more[:40]))
        self.assertLessEqual(forty, two + 2)

    def test_no_work_no_job(self):
        count = self.jobs.search_count([])
        unused = self._target("closure", 60)
        unused.active = False
        self.team_plain.cs_calendar_id = False
        self.assertEqual(self.jobs.search_count([]), count)
