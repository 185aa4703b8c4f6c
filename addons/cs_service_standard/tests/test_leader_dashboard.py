"""The leader's morning (screen 3): every figure against what was counted by hand."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .report_common import NOW, ReportCase

OWN = "helpdesk_mgmt.group_helpdesk_user_own"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestLeaderDashboard(ReportCase):
    """Noon on a Wednesday in Shanghai; promise: solved within four hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._target("resolution", 4 * 3600)
        cls.other = cls._create_team(
            "Others",
            cs_profile_id=cls.profile.id,
            user_ids=[Command.set(cls.agent_wang.ids)],
            user_id=cls.manager.id,
        )
        teams = cls.env["helpdesk.ticket.team"].search([])
        (teams - cls.team - cls.other).cs_profile_id = False
        (cls.leader + cls.manager + cls.agent_li).tz = "Asia/Shanghai"

    def _figures(self, user=None, **kwargs):
        user = user or self.leader
        board = self.env["cs.leader.dashboard"].with_user(user)
        return board.with_context(tz=user.tz, lang="en_US").get_figures(**kwargs)

    def _tile(self, key, **kwargs):
        tiles = self._figures(**kwargs)["tiles"]
        return next(tile for tile in tiles if tile["key"] == key)

    def _listed(self, action, user=None):
        model = self.env[action["res_model"]].with_user(user or self.leader)
        return model.search(action["domain"])

    def test_at_risk_is_what_is_due_within_two_hours(self):
        soon = self._tickets(1, "2023-10-11 02:00:00")  # due at 14:00
        edge = self._tickets(1, "2023-10-11 00:00:00")  # due now, not late yet
        self._tickets(1, "2023-10-11 02:00:01")
        late = self._tickets(1, "2023-10-10 23:59:59")
        tile = self._tile("risk")
        self.assertEqual(tile["value"], 2)
        self.assertEqual(self._listed(tile["action"]), soon + edge)
        self.assertEqual(tile["series"][-1], 2)
        tile = self._tile("late")
        self.assertEqual(tile["value"], 1)
        self.assertEqual(self._listed(tile["action"]), late)

    def test_spark_line_is_how_it_was_at_this_hour_on_each_day(self):
        # late from the 8th 12:00 to the 10th 13:00, and from today 11:59:59
        past = self._tickets(1, "2023-10-08 00:00:00")
        self._fact(past, "resolved", 2 * 86400 + 5 * 3600)
        self._tickets(1, "2023-10-10 23:59:59")
        # at risk at noon of the 9th: due 13:30, solved 12:30
        kept = self._tickets(1, "2023-10-09 01:30:00")
        self._fact(kept, "resolved", 3 * 3600)
        late, risk = self._tile("late")["series"], self._tile("risk")["series"]
        self.assertEqual(len(late), 14)
        self.assertEqual(late[-5:], [0, 0, 1, 1, 1])
        # the first one is due at noon of the 8th
        self.assertEqual(risk[-5:], [0, 1, 1, 0, 0])

    def test_one_ticket_with_two_late_promises_is_one_late_ticket(self):
        self._target("first_contact", 60)
        self._tickets(1, "2023-10-10 02:00:00")
        tile = self._tile("late")
        self.assertEqual((tile["value"], tile["series"][-1]), (1, 1))

    def test_archived_tickets_burn_nobody(self):
        self._tickets(1, "2023-10-10 02:00:00").active = False
        tile = self._tile("late")
        self.assertEqual((tile["value"], set(tile["series"])), (0, {0}))

    def test_team_selector(self):
        mine = self._tickets(1, "2023-10-10 02:00:00")
        theirs = self._tickets(2, "2023-10-10 02:00:00", team_id=self.other.id)
        for team, found in (
            (None, mine),
            ("mine", mine),
            (0, mine + theirs),
            (self.other.id, theirs),
        ):
            tile = self._tile("late", team=team)
            self.assertEqual(tile["value"], len(found), team)
            self.assertEqual(self._listed(tile["action"]), found)
        figures = self._figures()
        self.assertEqual(figures["team"], "mine")
        self.assertEqual(
            [team["name"] for team in figures["teams"]], ["Others", "Support"]
        )

    def test_everybody_sees_his_own_morning(self):
        self._tickets(1, "2023-10-10 02:00:00")
        self._tickets(2, "2023-10-10 02:00:00", team_id=self.other.id)
        own = new_test_user(self.env, "cs_own", groups=OWN)
        for user, seen in (
            (self.leader, 3),
            (self.manager, 3),
            (self.agent_li, 1),
            (own, 0),
        ):
            self.assertEqual(
                self._tile("late", user=user, team=0)["value"], seen, user.name
            )
        with self.assertRaises(AccessError):
            self._figures(self.portal_user)

    def test_escalations_wait_until_somebody_answers(self):
        ticket = self._tickets(1, "2023-10-10 02:00:00", user_id=self.agent_li.id)
        notices = self.env["cs.clock.notice"].create(
            [
                {
                    "clock_id": ticket.cs_clock_ids.id,
                    "ticket_id": ticket.id,
                    "company_id": ticket.company_id.id,
                    "level": level,
                    "at": at,
                    "user_id": self.leader.id,
                    "needs_ack": needed,
                }
                for level, at, needed in (
                    ("1", "2023-10-09 03:00:00", True),
                    ("2", "2023-10-10 05:00:00", True),
                    ("3", "2023-10-10 03:00:00", False),
                )
            ]
        )
        tile = self._tile("escalations")
        self.assertEqual(tile["value"], 2)
        self.assertEqual(tile["series"][-4:], [0, 1, 1, 2])
        listed = self._listed(tile["action"])
        self.assertEqual(listed, (notices[0] + notices[1]).sorted("at", reverse=True))
        listed.action_acknowledge()
        self.assertEqual(self._tile("escalations")["value"], 0)

    def _pause(self, ticket, until, ended=False, how=False):
        return self.env["cs.ticket.pause"].create(
            {
                "ticket_id": ticket.id,
                "company_id": ticket.company_id.id,
                "team_id": ticket.team_id.id,
                "user_id": self.agent_li.id,
                "started_at": "2023-10-01 02:00:00",
                "until": until,
                "ended_at": ended,
                "ended_how": how,
            }
        )

    def test_paused_too_long_shows_a_day_after_the_maximum(self):
        ticket = self._tickets(1, "2023-10-01 02:00:00")
        day = "2023-10-10 05:00:00"
        over = self._pause(ticket, day, day, "automatic")
        forgotten = self._pause(ticket, "2023-10-11 03:00:00")
        before = "2023-10-09 05:00:00"
        self._pause(ticket, before, before, "automatic")
        self._pause(ticket, "2023-10-12 05:00:00")
        self._pause(ticket, "2023-10-12 05:00:00", day, "hand")
        tile = self._tile("pauses")
        self.assertEqual(tile["value"], 2)
        self.assertEqual(self._listed(tile["action"]), over + forgotten)
        self.assertEqual(tile["series"][-3:], [0, 1, 2])

    def test_reviews_are_for_those_who_write_them(self):
        self.target.review_required = True
        ticket = self._tickets(1, "2023-10-09 02:00:00")
        self._fact(ticket, "resolved", 86400)
        self.env["cs.ticket.clock"]._attribute_now(ticket)
        self.assertEqual(self._tile("reviews")["value"], 1)
        keys = [tile["key"] for tile in self._figures(self.agent_li)["tiles"]]
        self.assertEqual(keys, ["risk", "late", "escalations", "pauses"])

    def test_agents_with_open_late_and_load(self):
        self._tickets(3, "2023-10-11 03:00:00", user_id=self.agent_li.id)
        self._tickets(1, "2023-10-10 03:00:00", user_id=self.agent_li.id)
        free = self._tickets(2, "2023-10-10 03:00:00")
        free.user_id = False
        self._tickets(5, "2023-10-10 03:00:00", team_id=self.other.id)
        agents = self._figures()["agents"]
        self.assertEqual(
            [(row["name"], row["open"], row["late"], row["load"]) for row in agents],
            [("Nobody yet", 2, 2, None), ("Li", 4, 1, 200), ("Wang", 0, 0, 0)],
        )
        for row in agents:
            self.assertEqual(len(self._listed(row["action"])), row["open"])

    def test_solved_tickets_are_nobodys_load(self):
        tickets = self._tickets(2, "2023-10-11 03:00:00", user_id=self.agent_li.id)
        closed = self.env.ref("cs_service_standard.helpdesk_ticket_stage_closed")
        tickets[0].sudo().with_user(1).stage_id = closed
        row = next(r for r in self._figures()["agents"] if r["name"] == "Li")
        self.assertEqual(row["open"], 1)

    def test_heat_map_counts_breaches_by_hour_of_arrival(self):
        tickets = self._tickets(2, "2023-10-09 02:10:00")  # Monday 10:10
        self._fact(tickets[0], "resolved", 5 * 3600)
        kept = self._tickets(1, "2023-10-09 02:20:00")
        self._fact(kept, "resolved", 60)
        self._tickets(1, "2023-10-10 23:30:00")  # Wednesday 07:30
        self._tickets(1, "2023-09-12 15:59:59")  # four weeks and a second ago
        heat = self._figures()["heat"]
        self.assertEqual(
            heat["cells"],
            [
                {"weekday": 1, "hour": 10, "count": 2},
                {"weekday": 3, "hour": 7, "count": 1},
            ],
        )
        self.assertEqual(len(self._listed(heat["action"])), 3)

    def _row(self, **kwargs):
        rows = self._figures(**kwargs)["targets"]["rows"]
        return next(row for row in rows if row["id"] == self.target.id)

    def _decided(self, kept, broken, at):
        for ticket in self._tickets(kept, at):
            self._fact(ticket, "resolved", 60)
        for ticket in self._tickets(broken, at):
            self._fact(ticket, "resolved", 5 * 3600)

    def test_targets_today_against_the_days_before(self):
        self._decided(2, 1, "2023-10-10 16:00:00")  # midnight in Shanghai
        self._decided(1, 3, "2023-10-09 02:00:00")
        self._decided(4, 0, "2023-10-03 15:00:00")  # a day too early
        row = self._row()
        self.assertEqual(row["kept"], {"k": 2, "n": 3, "percent": 66.67})
        self.assertEqual(row["before"], {"k": 1, "n": 4, "percent": 25.0})
        self.assertEqual(len(self._listed(row["action"])), 3)
        self.assertEqual(row["verdicts"], [])

    def test_other_periods(self):
        self._decided(1, 0, "2023-10-10 02:00:00")
        self._decided(0, 1, "2023-09-20 02:00:00")
        row = self._row(period="yesterday")
        self.assertEqual((row["kept"]["n"], row["before"]), (1, None))
        row = self._row(period="month")
        self.assertEqual(row["kept"], {"k": 1, "n": 2, "percent": 50.0})
        self.assertFalse(self._figures(period="today")["targets"]["rows"])

    def test_goals_of_calls_are_judged(self):
        self._target("answer", 30, goal_value=10, goal_unit="second", goal_percent=90)
        self._answered(8, 10, at="2023-10-11 02:00:00")
        self._answered(2, 20, at="2023-10-11 02:00:00")
        rows = self._figures()["targets"]["rows"]
        [verdict] = next(row["verdicts"] for row in rows if row["verdicts"])
        self.assertEqual(
            verdict, {"kind": "goal", "value": 80, "wanted": 90, "reached": False}
        )

    def test_nothing_at_all(self):
        self.env["helpdesk.ticket.team"].search([]).cs_profile_id = False
        figures = self._figures()
        self.assertFalse(figures["ready"])
        self.assertEqual(figures["targets"]["rows"], [])
        self.assertEqual({tile["value"] for tile in figures["tiles"]}, {0})

    def test_cost_is_the_same_for_one_ticket_and_for_fifty(self):
        self._tickets(1, "2023-10-10 02:00:00", user_id=self.agent_li.id)
        self._figures()
        counts = []
        for more in (0, 50):
            self._tickets(more, "2023-10-10 02:00:00", user_id=self.agent_li.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._figures()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 30)

    def test_reassigning_in_the_list_needs_no_form(self):
        ticket = self._tickets(1, "2023-10-10 02:00:00", user_id=self.agent_li.id)
        action = self._tile("late")["action"]
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        self.assertIn('editable="bottom"', view.arch)
        found = self._listed(action)
        found.write({"user_id": self.agent_wang.id, "cs_owner_reason": "Sick leave"})
        self.assertEqual(ticket.cs_clock_ids.user_id, self.agent_wang)
