"""Who used the time of a clock, and whose the breach is (cases 31, 43, 44)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .attribution_common import HOUR, AttributionCase

FIELDS = (
    "sequence",
    "team_id",
    "user_id",
    "stage_id",
    "waiting",
    "seconds",
    "share",
    "over_seconds",
    "is_owner",
    "late_hours",
    "cause",
    "tier",
    "state",
    "at",
)


@tagged("post_install", "-at_install")
class TestAttribution(AttributionCase):
    def _rows(self, ticket, metric="resolution"):
        return self._clock(ticket, metric).usage_ids.sorted("sequence")

    def test_case_31_l1_eats_the_time_l2_is_not_blamed(self):
        self._shared_target()
        ticket = self._story((15, self._to_second), (43, self._solve))
        clock, rows = self._clock(ticket), self._rows(ticket)
        self.assertEqual(clock.state, "missed")
        self.assertEqual(
            self._hours(rows),
            [(self.team, self.agent_li, 15.0), (self.second, self.technician, 28.0)],
        )
        self.assertEqual(rows.mapped("over_hours"), [5.0, 0.0])
        self.assertEqual(rows.mapped("is_owner"), [True, False])
        self.assertEqual(clock.breach_owner_team_id, self.team)
        self.assertEqual(clock.breach_owner_id, self.agent_li)
        self.assertEqual(clock.breach_cause, "share")
        self.assertEqual(clock.breach_team_id, self.second)

    def test_case_31_without_shares_the_one_who_had_it_when_due(self):
        self._target("resolution", 40 * HOUR)
        ticket = self._story((15, self._to_second), (43, self._solve))
        clock = self._clock(ticket)
        self.assertEqual(clock.breach_owner_team_id, self.second)
        self.assertEqual(clock.breach_cause, "owner")
        self.assertEqual(self._rows(ticket).mapped("over_hours"), [0.0, 3.0])

    def test_case_31_l1_within_its_share_leaves_the_breach_to_l2(self):
        self._shared_target()
        ticket = self._story((10, self._to_second), (41, self._solve))
        self.assertEqual(self._clock(ticket).breach_owner_team_id, self.second)
        self.assertEqual(self._rows(ticket).mapped("over_hours"), [0.0, 1.0])

    def test_case_31_line_of_a_team_goes_before_its_tier(self):
        target = self._shared_target()
        third = self._create_team("Third", cs_profile_id=self.profile.id, cs_tier="2")
        target.share_ids[1].budget_value = 20
        target.share_ids = [Command.create({"team_id": third.id, "budget_value": 10})]
        ticket = self._story(
            (5, self._to_second),
            (20, lambda t: t.sudo().write({"team_id": third.id})),
            (41, self._solve),
        )
        self.assertEqual(self._clock(ticket).breach_owner_team_id, third)

    def test_case_43_breach_row_says_everything(self):
        target = self._target("resolution", 40 * HOUR)
        channel = self.env["helpdesk.ticket.channel"].search([], limit=1)
        ticket = self._story(
            (15, self._to_second), (43, self._solve), channel_id=channel.id
        )
        clock, rows = self._clock(ticket), self._rows(ticket)
        owner = rows.filtered("is_owner")
        self.assertRecordValues(
            owner,
            [
                {
                    "clock_id": clock.id,
                    "target_id": target.id,
                    "version": clock.version,
                    "channel_id": channel.id,
                    "team_id": self.second.id,
                    "stage_id": ticket.stage_id.id,
                    "late_hours": 3.0,
                    "state": "missed",
                    "cause": "owner",
                }
            ],
        )
        self.assertEqual(clock.breach_stage_id, ticket.stage_id)
        self.assertEqual(clock.breach_user_id, self.technician)

    def test_case_43_shares_add_up_to_exactly_100_percent(self):
        self._target("resolution", HOUR)
        thirds = [(third / 3, self._to_second) for third in (1,)]
        ticket = self._story(
            *thirds,
            (2 / 3, lambda t: t.sudo().write({"user_id": False})),
            (1, self._solve),
        )
        shares = self._rows(ticket).mapped("share")
        self.assertEqual(shares, [33.34, 33.33, 33.33])
        self.assertEqual(round(sum(shares), 2), 100.0)

    def test_case_43_seconds_add_up_to_the_time_of_the_clock(self):
        self._target("resolution", HOUR, mode="working_hours", pausable=True)
        ticket = self._story(
            (2, lambda t: t._cs_record_fact("paused")),
            (4, self._to_second),
            (26, lambda t: t._cs_record_fact("resumed")),
            (27, self._solve),
        )
        clock = self._clock(ticket)
        self.assertEqual(clock.working_seconds, 3 * HOUR)
        self.assertEqual(
            self._hours(self._rows(ticket)),
            [(self.team, self.agent_li, 2.0), (self.second, self.technician, 1.0)],
        )

    def test_case_44_times_are_written_in_the_transaction_that_stops_the_clock(self):
        self._target("resolution", 10 * HOUR)
        ticket = self._story()
        with freeze_time("2023-10-09 12:00:00"):
            self._solve(ticket)
        clock = self._clock(ticket)
        self.assertEqual(clock.working_seconds, 12 * HOUR)
        self.assertEqual(clock.late_seconds, 2 * HOUR)

    def test_rows_are_left_to_the_job(self):
        self._target("resolution", 40 * HOUR)
        ticket = self._story((15, self._to_second))
        self.assertFalse(self._rows(ticket))
        with freeze_time("2023-10-09 20:00:00"):
            self._solve(ticket)
            self.assertFalse(self._rows(ticket))
            self._notice()
            self._notice()
        rows = self._rows(ticket)
        self.assertEqual(rows.mapped("state"), ["met", "met"])
        self.assertFalse(any(rows.mapped("is_owner")))
        self.assertFalse(self._clock(ticket).breach_cause)

    def test_who_looks_before_the_job_sees_the_rows_all_the_same(self):
        self._target("resolution", 40 * HOUR)
        ticket = self._story()
        with freeze_time("2023-10-09 20:00:00"):
            self._solve(ticket)
            action = ticket.with_user(self.agent_li).action_cs_usage()
        found = self.env["cs.clock.usage"].search(action["domain"])
        self.assertEqual(found, self._rows(ticket))
        self.assertEqual(found.seconds, 20 * HOUR)

    def test_clock_that_runs_again_keeps_no_rows_and_gets_new_ones(self):
        self._target("resolution", 40 * HOUR)
        ticket = self._story((15, self._solve))
        self.assertEqual(self._rows(ticket).seconds, 15 * HOUR)
        fact = self.env["cs.ticket.event"].search(
            [("ticket_id", "=", ticket.id), ("kind", "=", "resolved")]
        )
        self.env.cr.execute("DELETE FROM cs_ticket_event WHERE id = %s", (fact.id,))
        self._at(16, ticket._cs_refresh_clocks)
        self.assertEqual(self._clock(ticket).state, "running")
        self.assertFalse(self._rows(ticket))
        self._at(17, self._solve, ticket)
        self.assertEqual(self._rows(ticket).seconds, 17 * HOUR)

    def test_verdict_of_an_earlier_hour_gets_new_rows(self):
        self._target("resolution", 40 * HOUR)
        ticket = self._story((15, self._solve))
        earlier = {"kind": "resolved", "ticket_id": ticket.id}
        earlier["at"] = "2023-10-09 10:00:00"
        self._at(16, self.env["cs.ticket.event"]._record, [earlier])
        self.assertEqual(self._clock(ticket).working_seconds, 10 * HOUR)
        self.assertEqual(self._rows(ticket).seconds, 10 * HOUR)

    def test_case_43_rebuild_gives_the_same_rows(self):
        self._shared_target()
        ticket = self._story((15, self._to_second), (43, self._solve))
        before = self._rows(ticket).read(FIELDS, load=None)
        self.env["cs.clock.service"]._attribute(self._clock(ticket))
        after = self._rows(ticket).read(FIELDS, load=None)
        for row in before + after:
            del row["id"]
        self.assertEqual(before, after)

    def test_open_breach_is_noticed_once_and_written_again_when_it_stops(self):
        self._target("resolution", 10 * HOUR)
        ticket = self._story((4, self._to_second))
        clocks = self.env["cs.ticket.clock"]
        self._at(9, self._notice)
        self.assertFalse(self._rows(ticket))
        self._at(12, self._notice)
        rows = self._rows(ticket)
        self.assertEqual(rows.mapped("state"), ["late", "late"])
        self.assertEqual(rows.filtered("is_owner").late_hours, 2.0)
        self.assertEqual(self._clock(ticket).breach_owner_id, self.technician)
        self.assertFalse(
            self._at(13, lambda: clocks.search(clocks._unattributed_domain()))
        )
        self._at(14, self._solve, ticket)
        rows = self._rows(ticket)
        self.assertEqual(rows.mapped("state"), ["missed", "missed"])
        self.assertEqual(rows.mapped("seconds"), [4 * HOUR, 10 * HOUR])

    def test_one_clock_that_fails_does_not_stop_the_others(self):
        self._target("resolution", HOUR)
        tickets = self._story() + self._story()
        bad, good = self._clock(tickets[0]), self._clock(tickets[1])
        service = type(self.env["cs.clock.service"])
        original = service._prepare_usage_vals

        def fail(this, clock, *args):
            if clock == bad:
                raise ValueError("broken row")
            return original(this, clock, *args)

        self.patch(service, "_prepare_usage_vals", fail)
        self._at(3, self._notice)
        self.assertTrue(good.usage_ids)
        self.assertFalse(bad.usage_ids)
        self.assertEqual(bad.usage_error, "broken row")
        self.assertEqual(good.breach_owner_id, self.agent_li)

    def test_clock_that_counts_nowhere_keeps_no_rows(self):
        target = self._target("resolution", HOUR)
        ticket = self._story()
        self._at(3, self._notice)
        self.assertTrue(self._rows(ticket))
        target.active = False
        self._at(
            4,
            lambda: self.env["cs.clock.service"]._refresh(ticket, rematch=True),
        )
        self.assertFalse(self._rows(ticket))
        self.assertFalse(self._clock(ticket).breach_cause)

    def test_waiting_for_acceptance_is_a_cause_of_its_own(self):
        self._target("resolution", 10 * HOUR)
        ticket = self._story(
            (
                4,
                lambda t: t._cs_record_fact(
                    "handover", payload={"to_team": self.second.id, "to_user": False}
                ),
            ),
            (12, self._solve),
        )
        rows = self._rows(ticket)
        self.assertEqual(rows.mapped("waiting"), [False, True])
        self.assertEqual(self._clock(ticket).breach_cause, "acceptance")
        self.assertEqual(rows[1].team_id, self.second)

    def test_deleted_people_and_stages_do_not_break_it(self):
        self._target("resolution", HOUR)
        gone = self._create_team("Gone", cs_profile_id=self.profile.id)
        ticket = self._story(
            (1, lambda t: t.sudo().write({"team_id": gone.id})),
            (2, lambda t: t.sudo().write({"team_id": self.team.id})),
        )
        gone.unlink()
        self._at(3, self._solve, ticket)
        self.assertEqual(self._rows(ticket).team_id, self.team)
        self.assertEqual(sum(self._rows(ticket).mapped("seconds")), 3 * HOUR)

    def test_shares_are_checked(self):
        target = self._shared_target()
        with self.assertRaises(ValidationError) as refusal:
            target.share_ids[0].budget_value = 11
        self.assertIn(target.display_name, str(refusal.exception))
        with self.assertRaises(ValidationError):
            target.limit_value = 39 * HOUR

    def test_panel_says_who_had_it(self):
        self._shared_target()
        ticket = self._story((15, self._to_second))
        panel = self._at(20, lambda: str(ticket.with_user(self.technician).cs_holding))
        for text in ("Support · Li", "15 h", "75.00", "Second · Ma", "5 h", "25.00"):
            self.assertIn(text, panel)
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertFalse(plain.cs_holding)

    def test_rows_are_seen_with_their_ticket(self):
        self._target("resolution", HOUR)
        ticket = self._story((3, self._solve))
        rows = self._rows(ticket)
        stranger = new_test_user(self.env, "cs_stranger", groups="base.group_user")
        for user in (self.agent_li, self.agent_wang, self.leader, self.manager):
            self.assertTrue(rows.with_user(user).read(["seconds"]))
            with self.assertRaises(AccessError):
                rows.with_user(user).write({"seconds": 1})
        for user in (stranger, self.portal_user, self.technician):
            with self.assertRaises(AccessError):
                rows.with_user(user).read(["seconds"])

    def test_attribution_costs_the_same_for_one_and_fifty(self):
        self._shared_target()
        tickets = self.env["helpdesk.ticket"]
        for _number in range(4):
            tickets |= self._story()
        tickets |= tickets.create(
            [self._prepare_ticket_vals(user_id=self.agent_li.id)] * 48
        )
        self._solve(tickets[0])
        self._notice()
        costs = []
        for group in (tickets[1], tickets[2:]):
            self._solve(group)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._notice()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1)
        self.assertFalse(
            self.env["cs.ticket.clock"].search_count(
                self.env["cs.ticket.clock"]._unattributed_domain()
            )
        )
