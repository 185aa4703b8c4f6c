"""Where recorded requests are measured, and whether the result can be trusted."""

from odoo.tests import tagged

from ..engine.log_plan import LogPlan
from .common import StandardCase
from .test_history_import import HistoryCase


@tagged("post_install", "-at_install")
class TestHistorySetUp(StandardCase):
    PLAN = {
        "name": "Their desk",
        "timezone": "America/Denver",
        "calendars": [{"name": "Desk", "hours": [[8, 17]]}],
        "targets": [
            {"metric": "closure", "hours": 9, "calendar": "Desk", "strict": True},
            {"metric": "resolution", "hours": 1.5, "priorities": ["3", "0"]},
        ],
    }

    def test_plan_becomes_a_team_with_calendar_and_targets(self):
        team = self.env["cs.history.import"]._set_up(LogPlan.from_dict(self.PLAN))
        self.assertEqual(team.cs_profile_id.state, "in_force")
        self.assertEqual(team.cs_calendar_id.tz, "America/Denver")
        self.assertRecordValues(
            team.cs_profile_id.target_ids.sorted(lambda t: (t.metric, t.priority_min)),
            [
                {
                    "metric": "closure",
                    "limit_seconds": 9 * 3600,
                    "mode": "working_hours",
                    "strict": True,
                    "priority_min": False,
                    "priority_max": False,
                },
                {
                    "metric": "resolution",
                    "limit_seconds": 5400,
                    "mode": "elapsed",
                    "strict": False,
                    "priority_min": "0",
                    "priority_max": "0",
                },
                {
                    "metric": "resolution",
                    "limit_seconds": 5400,
                    "mode": "elapsed",
                    "strict": False,
                    "priority_min": "3",
                    "priority_max": "3",
                },
            ],
        )

    def test_calendar_counts_as_the_week_plan_does(self):
        """Also over both changes to and from summer time and over New Year."""
        plan = LogPlan.from_dict(
            {
                "timezone": "America/Denver",
                "calendars": [
                    {"name": "Day", "hours": [[8, 17]]},
                    {"name": "Split", "hours": [[8, 12], [13, 17.5]]},
                    {"name": "Night", "hours": [[0, 24]], "days": [5, 6]},
                ],
                "targets": [{"hours": 1}],
            }
        )
        calendars = self.env["cs.history.import"]._create_calendars(plan)
        for week in plan.calendars:
            theirs = calendars[week.name]._cs_worktime("working_hours")
            ours = week.worktime()
            for days in (1, 30, 200, 400):
                start = 1456720800
                end = start + days * 86400 + 12345
                self.assertEqual(theirs.elapsed(start, end), ours.elapsed(start, end))

    def test_plan_without_targets_measures_against_the_company_profile(self):
        self.env.company.cs_profile_id = self.profile
        team = self.env["cs.history.import"]._set_up(LogPlan.from_dict({}))
        self.assertEqual(team.cs_profile_id, self.profile)


@tagged("post_install", "-at_install")
class TestHistoryReport(HistoryCase):
    def test_last_cycle_gives_the_verdict(self):
        self._target("closure", 3600)
        tickets = self._load(
            ("L-1 10:30 closed", {}),
            ("L-1 10:40 new", {}),
            ("L-1 13:00 closed", {}),
            ("L-2 10:30 closed", {}),
            ("L-3 10:30 new", {}),
        )
        self.assertEqual(len(tickets[0].cs_clock_ids), 2)
        self.assertEqual(
            self.report._verdicts(tickets, "closure"),
            {"L-1": "missed", "L-2": "met", "L-3": "running"},
        )

    def test_stored_clocks_are_checked_against_the_facts(self):
        self._target("closure", 3600)
        tickets = self._load(("L-1 10:30 closed", {}), ("L-2 11:30 closed", {}))
        self.assertEqual(self.report._differing(tickets), [])
        clock = tickets[1].cs_clock_ids
        clock.flush_recordset()
        self.cr.execute(
            "UPDATE cs_ticket_clock SET late_seconds = 7 WHERE id = %s", [clock.id]
        )
        clock.invalidate_recordset()
        found = self.report._differing(tickets)
        self.assertEqual(found, [("L-2", "closure", "late_seconds")])

    def test_missing_and_needless_clocks_are_found(self):
        self._target("closure", 3600)
        tickets = self._load(("L-1 10:30 closed", {}), ("L-2 10:30 closed", {}))
        first, second = (ticket.cs_clock_ids for ticket in tickets)
        second.copy({"cycle": 2, "state": "met"})
        first.unlink()
        self.env.invalidate_all()
        self.assertEqual(
            self.report._differing(tickets),
            [("L-1", "closure", "id"), ("L-2", "closure", "id")],
        )
