from hashlib import sha256

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sampling_common import BEFORE_THE_DRAW, FRIDAY, MONDAY, SamplingCase


@tagged("post_install", "-at_install")
class TestSampling(SamplingCase):
    """QAC-02: a random share of what was executed, that anyone can draw again."""

    def test_qac_02_draw_of_25_gives_3(self):
        tickets = self._executed(25)
        sample = self._draw()
        self.assertEqual(sample.population_count, 25)
        drawn = sample.line_ids.ticket_id
        self.assertEqual(len(drawn), 3)
        self.assertLessEqual(drawn, tickets)
        checks = sample.check_ids
        self.assertEqual(checks.ticket_id, drawn)
        self.assertEqual(set(checks.mapped("method")), {"sample"})
        self.assertEqual(checks.agent_id, self.agent_li)
        self.assertEqual(checks.reviewer_id, self.leader)

    def test_qac_02_draw_of_20_gives_2(self):
        self._executed(20)
        self.assertEqual(len(self._draw().line_ids), 2)

    def test_qac_02_same_period_gives_the_same_tickets(self):
        self._executed(25)
        sample = self._draw()
        before = sample.line_ids.ticket_id
        self.assertEqual(self._draw(at="2023-10-13 11:00:00"), sample)
        self.assertEqual(sample.line_ids.ticket_id, before)
        self.assertEqual(len(sample.check_ids), 3)
        action = sample.with_user(self.leader).action_draw_again()
        self.assertEqual(action["params"]["type"], "success")
        self.assertIn(before[0].number, action["params"]["message"])

    def test_section_34_friday_draws_3_of_the_25_of_the_week(self):
        """The one of Monday 16:50 is in the population, all are ranked by the seed."""
        washing = self._executed(1)
        rest = self._executed(24, at="2023-10-12 02:00:00")
        self._executed(4, at="2023-10-13 09:01:00")
        self.assertFalse(self._draw(at=BEFORE_THE_DRAW))
        sample = self._draw(at=FRIDAY)
        self.assertEqual(str(sample.end), "2023-10-13 09:00:00")
        self.assertEqual(str(sample.start), "2023-10-06 09:00:00")
        tickets = washing + rest
        ranks = {
            ticket: sha256(f"{sample.seed}:{ticket.id}".encode()).hexdigest()
            for ticket in tickets
        }
        first = sorted(tickets, key=ranks.get)[:3]
        self.assertEqual(
            sample.line_ids.sorted("rank").ticket_id.ids, [t.id for t in first]
        )

    def test_pitfall_27_per_agent_not_pooled(self):
        sizes = [31, 9, 4, 1, 55]
        agents = [self._agent(f"Agent{number}") for number in sizes]
        for agent, size in zip(agents, sizes, strict=True):
            self._executed(size, user_id=agent.id)
        sample = self._draw()
        lines = sample.line_ids.grouped("agent_id")
        self.assertEqual([len(lines[agent]) for agent in agents], [4, 1, 1, 1, 6])
        self.assertEqual(len(sample.line_ids), 13)

    def test_pitfall_27_all_together_draws_10_of_100(self):
        self.plan.stratify = "all"
        for size, agent in ((60, self.agent_li), (40, self.agent_wang)):
            self._executed(size, user_id=agent.id)
        self.assertEqual(len(self._draw().line_ids), 10)

    def test_qac_02_rounded_up_for_each_type(self):
        types = self.env["helpdesk.ticket.type"]
        repair, query = types.create([{"name": "Repair"}, {"name": "Query"}])
        self.plan.stratify = "type"
        self._executed(11, type_id=repair.id)
        self._executed(3, type_id=query.id)
        found = self._draw().line_ids.ticket_id.grouped("type_id")
        self.assertEqual([len(found[repair]), len(found[query])], [2, 1])

    def test_pitfall_28_same_seed_and_list_give_the_same_draw(self):
        self._executed(30)
        self._executed(8, user_id=self.agent_wang.id)
        sample = self._draw()
        text = ";".join(
            f"{key}:{','.join(map(str, sorted(ids)))}"
            for key, ids in sorted(sample.population.items())
        )
        self.assertEqual(sample.population_hash, sha256(text.encode()).hexdigest())
        self.assertTrue(sample._is_repeatable())
        changed = {key: ids[1:] for key, ids in sample.population.items()}
        sample.sudo().population = changed
        self.assertFalse(sample._is_repeatable())
        params = sample.action_draw_again()["params"]
        self.assertEqual(params["type"], "danger")

    def test_pitfall_28_another_seed_would_fail_the_check(self):
        self._executed(30)
        sample = self._draw()
        sample.sudo().seed = "another"
        self.assertFalse(sample._is_repeatable())

    def test_pitfall_28_run_twice_adds_nothing(self):
        self._executed(25)
        sample = self._draw()
        sample.sudo()._draw()
        self.assertEqual(len(sample.line_ids), 3)
        samples = self.env["cs.quality.sample"]
        self.assertEqual(samples.search_count([("plan_id", "=", self.plan.id)]), 1)
        again = {"plan_id": self.plan.id, "start": sample.start, "end": sample.end}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            samples.create(again)

    def test_pitfall_28_seed_is_written_before_the_population(self):
        self._executed(25)
        with freeze_time(FRIDAY):
            sample = self.plan._prepare_samples()
        self.assertEqual(len(sample.seed), 32)
        self.assertFalse(sample.population)
        seed = sample.seed
        self.assertEqual(self._draw(), sample)
        self.assertEqual(sample.seed, seed)

    def test_pitfall_28_a_draw_is_never_edited_or_deleted(self):
        self._executed(5)
        sample = self._draw()
        for user in (self.leader, self.manager):
            with self.assertRaisesRegex(UserError, "never changed"):
                sample.with_user(user).write({"seed": "mine"})
        with self.assertRaises(UserError):
            sample.unlink()
        with self.assertRaises(UserError):
            sample.line_ids[:1].unlink()

    def test_pitfall_28_left_out_and_counted(self):
        kept = self._executed(10)
        spam = self._executed(2)
        spam.tag_ids = self.env.ref("cs_service_standard.helpdesk_ticket_tag_spam")
        merged = self._executed(3)
        merged.duplicate_id = kept[0]
        shopper = self._executed(1)
        self.env["cs.quality.check"].create(
            {"method": "mystery", "ticket_id": shopper.id, "team_id": self.team.id}
        )
        stages = kept[0].cs_stage_ids
        cancelled = self._executed(1)
        with freeze_time(MONDAY):
            cancelled.stage_id = stages.filtered(lambda s: s.cs_phase == "cancelled")[
                :1
            ]
            never = self._create_ticket(user_id=self.agent_li.id)
            never.stage_id = cancelled.stage_id
        sample = self._draw()
        self.assertEqual(sample.population_count, 10)
        self.assertEqual(
            sample.excluded, {"tagged": 2, "merged": 3, "mystery": 1, "cancelled": 2}
        )
        self.assertIn("3 merged into another ticket", sample.excluded_text)
        self.assertEqual(len(sample.line_ids), 1)

    def test_pitfall_28_replaced_ticket_keeps_its_row(self):
        self._executed(25)
        sample = self._draw()
        line = sample.line_ids.sorted("rank")[0]
        replace = self.env["cs.quality.replace"].with_user(self.leader)
        replace = replace.create({"line_id": line.id, "reason": "Recording lost"})
        with freeze_time("2023-10-16 01:00:00"):
            replace.action_confirm()
        self.assertTrue(line.exists())
        self.assertEqual(line.reason, "Recording lost")
        self.assertEqual(line.replaced_user_id, self.leader)
        self.assertEqual(str(line.replaced_at), "2023-10-16 01:00:00")
        self.assertEqual(line.check_id.state, "cancelled")
        new = line.replaced_by_id
        self.assertEqual(new.rank, 4)
        self.assertEqual(new.check_id.state, "todo")
        self.assertEqual(sample.drawn_count, 3)
        self.assertTrue(sample._is_repeatable())

    def test_pitfall_28_no_replacement_without_reason_or_by_the_agent(self):
        self._executed(11)
        line = self._draw().line_ids[:1]
        with self.assertRaisesRegex(UserError, "Say why ticket"):
            line.with_user(self.leader)._replace("  ")
        self.agent_li.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        with self.assertRaisesRegex(UserError, "your own work"):
            line.with_user(self.agent_li)._replace("I do not like it")

    def test_qac_02_nothing_left_to_replace_with(self):
        self._executed(1)
        line = self._draw().line_ids
        with self.assertRaisesRegex(UserError, "no other ticket"):
            line.with_user(self.leader)._replace("Lost")

    def test_pitfall_28_nobody_reviews_his_own_work(self):
        second = self._other_leader()
        self.plan.reviewer_ids = self.leader + second
        self._executed(20, user_id=self.leader.id)
        self._executed(40, user_id=self.agent_wang.id)
        checks = self._draw().check_ids
        for check in checks:
            self.assertNotEqual(check.reviewer_id, check.agent_id)
        given = checks.grouped("reviewer_id")
        self.assertEqual([len(given[p]) for p in (self.leader, second)], [3, 3])

    def test_qac_02_leader_who_did_it_himself_is_not_asked(self):
        reviewer = self._agent(
            "Reviewer", "cs_service_standard.cs_group_quality_reviewer"
        )
        group = self.env.ref("cs_service_standard.cs_group_quality_reviewer")
        (group.all_user_ids - reviewer).group_ids -= group
        self._executed(4, user_id=self.leader.id)
        self.assertEqual(self._draw().check_ids.reviewer_id, reviewer)
