"""Dry run: figures of hand-made tickets, counted by hand."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .dry_run_common import BEGIN, PastCase, after

HOUR = 3600


@tagged("post_install", "-at_install")
@freeze_time("2023-11-02 02:00:00")
class TestDryRun(PastCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.real = cls._target("first_contact", 4 * HOUR)
        cls.tried = cls._draft_target("first_contact", 2 * HOUR)

    def _live(self, contact=None, at=BEGIN, team=None, **vals):
        """A ticket of the standard, contacted after so many seconds."""
        with freeze_time(at):
            ticket = self._create_ticket(team_id=(team or self.team).id, **vals)
        if contact is not None:
            with freeze_time(after(seconds=contact)):
                ticket._cs_record_fact("contact")
        return ticket

    def _run(self, **vals):
        run = self.env["cs.dry.run"].create(
            {
                "profile_id": self.draft.id,
                "team_ids": self.team.ids,
                "date_from": "2023-10-01",
                "date_to": "2023-10-31",
                **vals,
            }
        )
        run.action_start()
        return run

    def _figures(self, line):
        return (
            (line.today_kept, line.today_count),
            (line.draft_kept, line.draft_count),
        )

    def test_figures_of_a_hand_made_set(self):
        """Ten contacts after 0.5 to 5 h: limit 4 h keeps 8, limit 2 h keeps 4."""
        for half_hours in range(1, 11):
            self._live(half_hours * HOUR // 2)
        run = self._run()
        line = run.metric_line_ids
        self.assertEqual(self._figures(line), ((8, 10), (4, 10)))
        self.assertEqual(line.today_text, "80.0 % (8 of 10)")
        self.assertEqual(line.draft_text, "40.0 % (4 of 10)")
        self.assertAlmostEqual(line.difference, -40.0)
        self.assertEqual((line.better_count, line.worse_count), (0, 4))
        self.assertEqual(run.side_count, 4)

    def test_figures_changed_since_are_told(self):
        """Else a run made under 15 minutes would be read as one under 10."""
        run = self._run()
        run.as_of = "2999-01-01"  # write dates are those of the server
        self.assertFalse(run.is_outdated)
        run.as_of = "2020-01-01"
        self.assertTrue(run.is_outdated)

    def test_the_tickets_that_change_sides(self):
        kept, changes, late = (self._live(h * HOUR) for h in (1, 3, 5))
        run = self._run()
        rows = self.env["cs.dry.run.clock"].search(run.action_open_sides()["domain"])
        self.assertEqual(rows.ticket_id, changes)
        self.assertEqual((rows.today, rows.draft, rows.side), ("kept", "late", "worse"))
        self.assertEqual(rows.used_seconds, 3 * HOUR)
        self.assertEqual(run.clock_ids.ticket_id, kept | changes | late)

    def test_a_longer_limit_makes_tickets_better(self):
        self.tried.limit_value = 6 * HOUR
        self._live(5 * HOUR)
        line = self._run().metric_line_ids
        self.assertEqual(self._figures(line), ((0, 1), (1, 1)))
        self.assertEqual(line.better_count, 1)

    def test_which_limit_would_do(self):
        """20 contacts after 10, 20, ... 200 min: the 19th needs 190 min."""
        for number in range(1, 21):
            self._live(number * 600)
        line = self._run().target_line_ids
        self.assertEqual((line.needed_from, line.needed_to), (11400, 11400))
        self.assertEqual(line.needed_text, "For 95 % you would need 3 h 10 min")
        self.assertEqual(line.target_id, self.tried)

    def test_which_limit_would_do_says_what_is_open(self):
        for number in range(1, 4):
            self._live(number * 600)
        self._live()
        line = self._run().target_line_ids
        self.assertEqual(
            (line.needed_to, line.needed_open, line.needed_count), (0, 1, 4)
        )
        self.assertIn("1 of 4 still run", line.needed_text)
        sixty = self._run(aim_percent=75).target_line_ids
        self.assertEqual(sixty.needed_to, 1800)

    def test_cancelled_counts_on_neither_side(self):
        self._live(HOUR)
        gone = self._live()
        with freeze_time(after(minutes=5)):
            gone._cs_record_fact("cancelled")
        line = self._run().metric_line_ids
        self.assertEqual(self._figures(line), ((1, 1), (1, 1)))
        self.assertEqual(line.out_count, 1)

    @freeze_time("2023-10-09 03:00:00")
    def test_open_within_its_time_counts_nowhere_yet(self):
        self._live()
        line = self._run().metric_line_ids
        self.assertEqual(self._figures(line), ((0, 0), (0, 0)))
        self.assertEqual((line.open_count, line.today_text), (1, "nothing to count"))

    @freeze_time("2023-10-09 05:00:00")
    def test_open_and_late_under_the_draft_only(self):
        self._live()
        line = self._run().metric_line_ids
        self.assertEqual(self._figures(line), ((0, 0), (0, 1)))

    def test_by_channel_team_and_target(self):
        web = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web")
        phone = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        urgent = self._draft_target(
            "first_contact", HOUR, channel_ids=[Command.set(phone.ids)]
        )
        other = self._create_team("Other", cs_profile_id=self.profile.id)
        self._live(90 * 60, channel_id=web.id)
        self._live(90 * 60, channel_id=phone.id)
        self._live(HOUR, channel_id=phone.id, team=other)
        run = self._run(team_ids=(self.team | other).ids)
        channels = {line.channel_id: line for line in run.channel_line_ids}
        self.assertEqual(self._figures(channels[web]), ((1, 1), (1, 1)))
        self.assertEqual(self._figures(channels[phone]), ((2, 2), (1, 2)))
        teams = {line.team_id: line for line in run.team_line_ids}
        self.assertEqual(self._figures(teams[self.team]), ((2, 2), (1, 2)))
        self.assertEqual(self._figures(teams[other]), ((1, 1), (1, 1)))
        targets = {line.target_id: line for line in run.target_line_ids}
        self.assertEqual(self._figures(targets[urgent])[1], (1, 2))
        self.assertEqual(self._figures(targets[self.tried])[1], (1, 1))
        rows = self.env["cs.dry.run.clock"].search(
            targets[urgent].action_open_clocks()["domain"]
        )
        self.assertEqual(len(rows), 2)

    def test_priority_as_it_was(self):
        """Raised after the contact: the urgent line of the draft never held."""
        self._draft_target("first_contact", 60, priority_min="3")
        ticket = self._live(HOUR, priority="1")
        with freeze_time(after(hours=2)):
            ticket.priority = "3"
        row = self._run().clock_ids
        self.assertEqual((row.draft, row.draft_target_id), ("kept", self.tried))

    def test_working_hours_of_the_team_as_it_was(self):
        """Received Monday 16:30, contact Tuesday 08:30: one working hour."""
        self.tried.write({"mode": "working_hours"})
        ticket = self._live(at=after(hours=6, minutes=30))
        with freeze_time(after(hours=22, minutes=30)):
            ticket._cs_record_fact("contact")
        row = self._run().clock_ids
        self.assertEqual((row.today, row.draft), ("late", "kept"))
        self.assertEqual(row.used_seconds, HOUR)

    def test_only_the_period_and_the_teams(self):
        self._live(HOUR, team=self._create_team("Else", cs_profile_id=self.profile.id))
        with freeze_time("2023-09-15 02:00:00"):
            self._create_ticket()
        inside = self._live(HOUR)
        run = self._run()
        self.assertEqual(run.clock_ids.ticket_id, inside)
        self.assertEqual(run.total, 1)

    def test_a_profile_in_force_is_what_it_is(self):
        for hours in (1, 3, 5):
            self._live(hours * HOUR)
        run = self._run(profile_id=self.profile.id)
        self.assertEqual(self._figures(run.metric_line_ids), ((2, 3), (2, 3)))
        self.assertEqual(run.side_count, 0)

    def test_nothing_of_the_real_clocks_is_touched(self):
        ticket = self._live(3 * HOUR)
        names = list(self.env["cs.ticket.clock"]._fold_fields())
        before = ticket.cs_clock_ids.read(names)
        events = len(ticket.cs_event_ids)
        self._run()
        self.env.invalidate_all()
        self.assertEqual(ticket.cs_clock_ids.read(names), before)
        self.assertEqual(len(ticket.cs_event_ids), events)
        self.assertEqual(self.draft.state, "draft")

    def test_what_was_not_read_is_said(self):
        self._past_ticket()
        run = self._run(team_ids=self.team_plain.ids)
        self.assertEqual((run.unread_count, run.total), (1, 0))
        action = run.action_read_back()
        readback = self.env["cs.readback"].browse(action["res_id"])
        readback.action_start()
        again = self._run(team_ids=self.team_plain.ids)
        self.assertEqual((again.unread_count, again.total), (0, 1))

    def test_what_the_past_does_not_tell_is_left_out_and_said(self):
        self._draft_target("record", HOUR)
        self._past_ticket()
        self._read()
        run = self._run(team_ids=self.team_plain.ids)
        self.assertEqual(run.clock_ids.mapped("metric"), ["first_contact"])
        self.assertIn("Minimum record", run.silent_text)

    def test_running_again_replaces_the_figures(self):
        self._live(3 * HOUR)
        run = self._run()
        self.tried.limit_value = 5 * HOUR
        run.action_start()
        self.assertEqual(self._figures(run.metric_line_ids), ((1, 1), (1, 1)))
        self.assertEqual(len(run.clock_ids), 1)

    def test_a_poisoned_ticket_is_passed_over_and_said(self):
        good, bad = self._live(HOUR), self._live(HOUR)
        service = type(self.env["cs.dry.run.service"])
        original = service._traits

        def fail(this, ticket, values):
            if ticket == bad:
                raise ValueError("poisoned")
            return original(this, ticket, values)

        with patch.object(service, "_traits", fail):
            run = self._run()
        self.assertEqual(run.clock_ids.ticket_id, good)
        self.assertEqual((run.failed_count, run.state), (1, "done"))
        self.assertIn("poisoned", run.failure)

    def test_many_run_in_the_background_and_go_on(self):
        tickets = [self._live(HOUR) for _number in range(3)]
        module = "odoo.addons.cs_service_standard.models.cs_batch_job_mixin"
        commit = patch.object(type(self.env["ir.cron"]), "_commit_progress")
        with patch(f"{module}.AT_ONCE", 0), patch(f"{module}.BATCH", 2):
            run = self._run()
            self.assertEqual((run.state, run.done), ("running", 0))
            with commit as progress:
                progress.side_effect = [60.0, 0.0]  # time is over after one batch
                self.env["cs.dry.run"]._cron_run()
            self.assertEqual((run.state, run.done), ("running", 2))
            with commit as progress:
                progress.return_value = 60.0
                self.env["cs.dry.run"]._cron_run()
        self.assertEqual((run.state, run.done), ("done", 3))
        self.assertEqual(len(run.clock_ids), len(tickets))

    def test_queries_do_not_grow_with_tickets(self):
        tickets = [self._live(HOUR, partner_id=self.customer.id) for _n in range(21)]
        run = self._run(team_ids=self.team_plain.ids)
        service = self.env["cs.dry.run.service"]
        every = self.env["helpdesk.ticket"].sudo().union(*tickets)
        service._replay(run, every[0])

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            service._replay(run, some)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        one = queries(every[0])
        self.assertLessEqual(queries(every[1:]), one)

    def test_wrong_input_is_refused_with_a_remedy(self):
        with self.assertRaisesRegex(ValidationError, "exchange the days"):
            self._run(date_to="2023-09-01")

    def test_only_managers_try_a_standard(self):
        self._live(HOUR)
        run = self._run()
        for user in (self.agent_li, self.leader, self.portal_user):
            for record in (run, run.line_ids[:1], run.clock_ids[:1]):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["id", "display_name"])
        run.with_user(self.manager).action_start()
        self.assertEqual(run.state, "done")

    def test_other_companies_do_not_see_it(self):
        self._live(HOUR)
        run = self._run()
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        self.assertFalse(self.env["cs.dry.run"].with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            run.with_user(self.manager).read(["state"])
