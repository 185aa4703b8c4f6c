from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .sampling_common import FRIDAY, MONDAY, SamplingCase


@tagged("post_install", "-at_install")
class TestSamplingPlan(SamplingCase):
    """Which tickets a plan is about, its scheduler, and what it costs."""

    def test_qac_02_team_of_its_own_plan_is_left_to_it(self):
        far = self._create_team("Far")
        plan = self._plan(team_ids=far.ids, rate=50)
        self._executed(10)
        self._executed(10, team_id=far.id)
        self.assertEqual(self._draw(plan).line_ids.ticket_id.team_id, far)
        self.assertEqual(len(self._draw(plan).line_ids), 5)
        self.assertEqual(self._draw().line_ids.ticket_id.team_id, self.team)

    def test_qac_02_types_of_the_plan(self):
        repair = self.env["helpdesk.ticket.type"].create({"name": "Repair"})
        self.plan.type_ids = repair
        self._executed(10)
        self._executed(10, type_id=repair.id)
        self.assertEqual(self._draw().population_count, 10)

    def test_teams_without_a_standard_are_not_drawn(self):
        self._executed(10, team_id=self.team_plain.id)
        self.assertEqual(self._draw().population_count, 0)

    def test_qac_02_executed_is_the_end_of_the_execution(self):
        """Leaving the execution counts, being in it does not; twice counts once."""
        with freeze_time(MONDAY):
            ticket = self._create_ticket(user_id=self.agent_li.id)
            stages = ticket.cs_stage_ids.grouped("cs_phase")
            ticket.stage_id = stages["execution"][:1]
        with freeze_time("2023-10-16 02:00:00"):
            ticket.stage_id = stages["quality"][:1]
            ticket.stage_id = stages["execution"][:1]
        with freeze_time("2023-10-23 02:00:00"):
            ticket.stage_id = stages["quality"][:1]
        self.assertEqual(self._draw().population_count, 0)
        sample = self._draw(at="2023-10-27 09:01:00")
        samples = self.env["cs.quality.sample"].search(
            [("plan_id", "=", self.plan.id)], order="start"
        )
        self.assertEqual(samples.mapped("population_count"), [0, 1, 0])
        self.assertEqual(samples[-1], sample)

    def test_qac_02_months_and_quarters(self):
        self.plan.period = "month"
        self._executed(10)
        self.assertFalse(self._draw(at="2023-10-31 15:59:00"))
        sample = self._draw(at="2023-10-31 16:01:00")
        self.assertEqual(str(sample.start), "2023-09-30 16:00:00")
        self.assertEqual(len(sample.line_ids), 1)

    def test_draw_goes_past_a_plan_that_fails(self):
        bad = self._plan(name="Bad", team_ids=self.team_plain.ids)
        self._executed(10)
        plans = self.env.registry["cs.quality.plan"]
        population = plans._population

        def fail(plan, start, end):
            if plan == bad:
                raise ValueError("out of order")
            return population(plan, start, end)

        with patch.object(plans, "_population", fail):
            broken = self._draw(bad)
        self.assertEqual((broken.state, broken.error), ("new", "out of order"))
        self.assertEqual(len(self._draw().line_ids), 1)
        repaired = self._draw(bad)
        self.assertEqual((repaired.state, repaired.error), ("drawn", False))

    def test_draw_makes_up_for_missed_weeks(self):
        self._executed(10)
        self._executed(20, at="2023-10-17 02:00:00")
        self._draw(at="2023-10-28 02:00:00")
        samples = self.env["cs.quality.sample"].search(
            [("plan_id", "=", self.plan.id)], order="start"
        )
        self.assertEqual(samples.mapped("population_count"), [10, 20, 0])

    def test_change_of_the_period_loses_nothing(self):
        self._executed(10)
        self._draw()
        self._executed(10, at="2023-10-16 02:00:00")
        self.plan.period = "month"
        sample = self._draw(at="2023-10-31 16:01:00")
        self.assertEqual(str(sample.start), "2023-10-13 09:00:00")
        self.assertEqual(sample.population_count, 10)

    def test_manager_draws_without_waiting_agent_does_not(self):
        self._executed(25)
        with freeze_time(FRIDAY):
            self.plan.with_user(self.manager).action_draw_now()
            with self.assertRaises(AccessError):
                self.plan.with_user(self.leader).action_draw_now()
        self.assertEqual(len(self.plan.sample_ids.line_ids), 3)

    def test_queries_of_a_draw_do_not_grow(self):
        queries = []
        for number, day in ((10, "09"), (50, "10"), (500, "11")):
            self._executed(number, at=f"2023-10-{day} 02:00:00")
            start, end = f"2023-10-{day} 00:00:00", f"2023-10-{day} 23:00:00"
            sample, count = self._queries_of_draw(self.plan, start, end)
            self.assertEqual(len(sample.line_ids), number // 10)
            queries.append(count)
        # the first one fills caches
        self.assertEqual(queries[1], queries[2], queries)
        self.assertLess(queries[2], 45)

    def test_seeded_plan_draws_ten_per_cent_each_week(self):
        plan = self.env.ref("cs_service_standard.cs_quality_plan_weekly")
        self.assertEqual((plan.rate, plan.period, plan.stratify), (10, "week", "agent"))


@tagged("post_install", "-at_install")
class TestOtherMethods(SamplingCase):
    """QAC-07 and QAC-09: mystery shoppers, recordings, other teams."""

    def test_qac_07_mystery_shopper_without_ticket(self):
        check = (
            self.env["cs.quality.check"]
            .with_user(self.leader)
            .create(
                {
                    "method": "mystery",
                    "team_id": self.team.id,
                    "template_id": self.template.id,
                }
            )
        )
        self.assertFalse(check.ticket_id)
        self.assertEqual(check.team_id, self.team)

    def test_qac_07_without_ticket_and_team_is_refused(self):
        checks = self.env["cs.quality.check"]
        with self.assertRaisesRegex(ValidationError, "ticket or team"):
            checks.create({"method": "mystery"})
        with self.assertRaisesRegex(ValidationError, "needs its ticket"):
            checks.create({"method": "sample", "team_id": self.team.id})

    def test_qac_07_recording_with_its_file(self):
        file = self.env["ir.attachment"].create({"name": "call.ogg", "raw": b"OggS"})
        check = self.env["cs.quality.check"].create(
            {
                "method": "recording",
                "ticket_id": self._create_ticket().id,
                "attachment_ids": file.ids,
            }
        )
        self.assertEqual(check.attachment_ids, file)
        self.assertIn(file, check._evidence_files())

    def test_qac_07_plan_for_a_quarter_gives_its_to_dos_at_the_beginning(self):
        plan = self._plan(
            method="mystery", period="quarter", quantity=2, team_ids=self.team.ids
        )
        sample = self._draw(plan, at="2023-10-09 02:00:00")
        checks = sample.check_ids
        self.assertEqual(len(checks), 2)
        self.assertEqual(checks.team_id, self.team)
        self.assertEqual(set(checks.mapped("method")), {"mystery"})
        self.assertEqual(checks.reviewer_id, self.leader)
        self.assertEqual(str(checks[0].due_date), "2023-12-31")
        self.assertEqual(self._draw(plan, at="2023-10-10 02:00:00"), sample)
        self.assertEqual(len(sample.check_ids), 2)
        following = self._draw(plan, at="2024-01-02 02:00:00")
        self.assertEqual(str(following.check_ids[0].due_date), "2024-03-31")

    def test_qac_09_reviewer_of_the_same_team_is_refused(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        checks = self.env["cs.quality.check"]
        values = {"ticket_id": ticket.id, "cross_audit": True}
        with self.assertRaisesRegex(ValidationError, "belongs to Support"):
            checks.create({**values, "reviewer_id": self.leader.id})
        with self.assertRaisesRegex(ValidationError, "belongs to Support"):
            checks.create({**values, "reviewer_id": self.agent_wang.id})
        far = self._other_leader()
        self._create_team("Far", user_id=far.id, user_ids=[])
        check = checks.create({**values, "reviewer_id": far.id})
        with self.assertRaisesRegex(ValidationError, "belongs to Support"):
            check.reviewer_id = self.leader

    def test_qac_09_draw_asks_the_leaders_of_other_teams(self):
        far = self._other_leader()
        far_team = self._create_team("Far", user_id=far.id, user_ids=[])
        teams = self.env["helpdesk.ticket.team"]
        (teams.search([("id", "not in", (self.team + far_team).ids)])).user_id = False
        self.plan.cross_audit = True
        self._executed(10)
        self._executed(10, team_id=far_team.id, user_id=self.agent_wang.id)
        checks = self._draw().check_ids
        by_team = {check.team_id: check.reviewer_id for check in checks}
        self.assertEqual(by_team, {self.team: far, far_team: self.leader})
        self.assertTrue(all(checks.mapped("cross_audit")))
