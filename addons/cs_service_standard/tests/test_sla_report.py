"""The report over clocks: rows RSP-06, RSP-10 and RSP-21, shares, hours, access."""

from datetime import datetime
from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.figures import Mean, Share
from .report_common import NOW, ReportCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSlaReport(ReportCase):
    def _figures(self, tickets):
        domain = [("ticket_id", "in", tickets.ids)]
        return self.env["cs.sla.report"]._target_figures(domain)

    def _verdict(self, target, tickets):
        figures = self._figures(tickets)[target]
        return self.env["cs.sla.report"]._verdicts(target, figures)

    def _call_target(self):
        return self._target(
            "answer", 30, goal_value=10, goal_unit="second", goal_percent=90
        )

    def test_rsp_06_ninety_of_a_hundred_calls_reach_the_goal(self):
        target = self._call_target()
        tickets = self._answered(90, 10) + self._answered(5, 11)
        tickets += self._answered(5, None)
        figures = self._figures(tickets)[target]
        self.assertEqual(figures["goal"], Share(90, 100))
        [verdict] = self._verdict(target, tickets)
        self.assertEqual(verdict["value"], Decimal("90.00"))
        self.assertTrue(verdict["reached"])

    def test_rsp_06_eighty_nine_miss_it(self):
        target = self._call_target()
        tickets = self._answered(89, 10) + self._answered(11, 11)
        [verdict] = self._verdict(target, tickets)
        self.assertEqual(verdict["value"], Decimal("89.00"))
        self.assertFalse(verdict["reached"])

    def test_rsp_06_is_a_figure_of_a_day(self):
        target = self._call_target()
        self._answered(9, 10, at="2023-10-09 02:00:00")
        self._answered(1, 20, at="2023-10-09 02:00:00")
        self._answered(2, 20, at="2023-10-10 02:00:00")
        groups = (
            self.env["cs.sla.report"]
            .with_context(tz="Asia/Shanghai")
            ._read_group(
                [("target_id", "=", target.id)],
                ["judged_at:day"],
                ["goal_share:avg", "goal_wanted:avg"],
            )
        )
        shares = [(share, wanted) for _day, share, wanted in groups]
        self.assertEqual(shares, [(0.9, 0.9), (0.0, 0.9)])

    def test_rsp_10_replies_after_three_and_five_hours(self):
        self._target("first_response", 86400, goal_value=4, goal_unit="hour")
        tickets = self._tickets(2, "2023-10-09 02:00:00")
        self._fact(tickets[0], "contact", 3 * 3600)
        self._fact(tickets[1], "contact", 5 * 3600)
        compliance, goal = self._sums(tickets, "compliance:avg", "goal_share:avg")
        self.assertEqual((compliance, goal), (1.0, 0.5))

    def test_rsp_10_without_a_goal_there_is_no_share(self):
        self._target("first_response", 86400)
        tickets = self._tickets(1, "2023-10-09 02:00:00")
        self._fact(tickets, "contact", 60)
        [group] = self.env["cs.sla.report"].formatted_read_group(
            [("ticket_id", "in", tickets.ids)],
            ["metric"],
            ["goal_share:avg", "compliance:avg"],
        )
        self.assertIs(group["goal_share:avg"], False)
        self.assertEqual(group["compliance:avg"], 1)

    def _handled(self, *minutes):
        tickets = self._answered(len(minutes), 0)
        for ticket, value in zip(tickets, minutes, strict=True):
            self._fact(ticket, "resolved", value * 60)
        return tickets

    def test_rsp_21_mean_of_ten_minutes_is_within_ten(self):
        target = self._target("handling", 600)
        tickets = self._handled(8, 10, 12)
        self.assertEqual(self._figures(tickets)[target]["mean"], Mean(1800, 3))
        [verdict] = self._verdict(target, tickets)
        self.assertEqual(verdict["value"], Decimal("10.00"))
        self.assertTrue(verdict["reached"])

    def test_rsp_21_a_third_more_is_not(self):
        target = self._target("handling", 1800, goal_value=10, goal_unit="minute")
        tickets = self._handled(8, 10, 13)
        [verdict] = self._verdict(target, tickets)
        self.assertEqual(verdict["value"], Decimal("10.33"))
        self.assertEqual(verdict["wanted"], Decimal("10.00"))
        self.assertFalse(verdict["reached"])

    def test_rsp_21_the_pivot_shows_the_same_mean(self):
        self._target("handling", 600)
        [minutes] = self._sums(self._handled(8, 10, 13), "used_minutes:avg")
        self.assertAlmostEqual(minutes, 31 / 3, places=9)

    def test_cancelled_clocks_are_outside_both_sides(self):
        self._target("resolution", 3600)
        kept, late, gone = self._tickets(3, "2023-10-09 02:00:00")
        self._fact(kept, "resolved", 3600)
        self._fact(late, "resolved", 3601)
        self._fact(gone, "cancelled", 60)
        tickets = kept + late + gone
        sums = self._sums(
            tickets, "met:sum", "missed:sum", "cancelled:sum", "compliance:avg"
        )
        self.assertEqual(sums, (1, 1, 1, 0.5))

    def test_late_and_open_counts_so_far_but_not_in_the_verdicts(self):
        self._target("resolution", 3600)
        kept = self._tickets(1, "2023-10-09 02:00:00")
        self._fact(kept, "resolved", 60)
        waiting = self._tickets(1, "2023-10-11 03:30:00")
        late = self._tickets(1, "2023-10-11 02:59:59")
        sums = self._sums(
            kept + late + waiting,
            "broken:sum",
            "late_open:sum",
            "missed:sum",
            "compliance:avg",
            "compliance_so_far:avg",
        )
        self.assertEqual(sums, (1, 1, 0, 1.0, 0.5))
        self.assertEqual(self._report(late).outcome, "2_late")
        self.assertEqual(
            self._report(late).judged_at, datetime(2023, 10, 11, 3, 59, 59)
        )
        self.assertEqual(self._report(waiting).outcome, "3_open")
        self.assertFalse(self._report(waiting).judged_at)

    def test_a_breach_belongs_to_the_instant_its_time_was_over(self):
        self._target("resolution", 3600)
        ticket = self._tickets(1, "2023-10-09 02:00:00")
        self._fact(ticket, "resolved", 86400)
        row = self._report(ticket)
        self.assertEqual(row.judged_at, datetime(2023, 10, 9, 3, 0))
        self.assertEqual(row.late_hours, 23)
        self.assertEqual(row.lateness, "4_day")

    def test_hour_and_week_day_are_those_of_the_service_hours(self):
        self._target("resolution", 3600)
        ticket = self._tickets(1, "2023-10-08 17:30:00")  # Monday 01:30 in Shanghai
        row = self._report(ticket)
        self.assertEqual((row.started_weekday, row.started_hour), ("1", "01"))
        self.calendar.tz = "Europe/Madrid"
        self.env.invalidate_all()
        row = self._report(ticket)
        self.assertEqual((row.started_weekday, row.started_hour), ("7", "19"))

    def test_steps_of_lateness_are_those_of_the_engine(self):
        self._target("resolution", 60)
        tickets = self._tickets(4, "2023-10-09 02:00:00")
        for ticket, late in zip(tickets, (900, 901, 86400, 86401), strict=True):
            self._fact(ticket, "resolved", 60 + late)
        rows = self._report(tickets).sorted(lambda row: row.ticket_id.id)
        self.assertEqual(
            rows.mapped("lateness"), ["1_quarter", "2_hour", "4_day", "5_more"]
        )

    def test_a_figure_costs_the_same_for_one_ticket_and_for_fifty(self):
        self._call_target()
        one, fifty = self._answered(1, 5), self._answered(50, 5)
        counts = []
        for tickets in (one, fifty):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._figures(tickets)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_everybody_sees_the_figures_of_the_tickets_he_sees(self):
        self._target("resolution", 3600)
        other = self._create_team("Others", user_ids=[], cs_profile_id=self.profile.id)
        tickets = self._tickets(2, "2023-10-09 02:00:00", user_id=False)
        tickets += self._tickets(1, "2023-10-09 02:00:00", team_id=other.id)
        for user, seen in (
            (self.agent_li, 2),
            (self.leader, 3),
            (self.manager, 3),
        ):
            self.assertEqual(len(self._report(tickets, user=user)), seen, user.name)
        with self.assertRaises(AccessError):
            self._report(tickets, user=self.portal_user)

    def test_figures_of_another_company_stay_there(self):
        self._target("resolution", 3600)
        ticket = self._tickets(1, "2023-10-09 02:00:00")
        company = self.env["res.company"].create({"name": "Elsewhere"})
        ticket.cs_clock_ids.sudo().company_id = company
        self.assertFalse(self._report(ticket, user=self.leader))

    def test_a_row_opens_its_ticket(self):
        self._target("resolution", 3600)
        ticket = self._tickets(1, "2023-10-09 02:00:00")
        action = self._report(ticket).action_open_ticket()
        self.assertEqual(action["res_id"], ticket.id)

    def test_ladder_load_counts_notices_per_person_and_day(self):
        self._target("resolution", 3600)
        tickets = self._tickets(3, "2023-10-09 02:00:00")
        days = ("2023-10-09 03:00:00", "2023-10-09 15:00:00", "2023-10-09 16:00:00")
        notices = self.env["cs.clock.notice"].create(
            [
                {
                    "clock_id": ticket.cs_clock_ids.id,
                    "ticket_id": ticket.id,
                    "company_id": ticket.company_id.id,
                    "level": "breach",
                    "at": at,
                    "user_id": self.leader.id,
                }
                for ticket, at in zip(tickets, days, strict=True)
            ]
        )
        groups = notices.with_context(tz="Asia/Shanghai")._read_group(
            [("id", "in", notices.ids)], ["user_id", "at:day"], ["__count"]
        )
        self.assertEqual(
            [(user, day.day, count) for user, day, count in groups],
            [(self.leader, 9, 2), (self.leader, 10, 1)],
        )
