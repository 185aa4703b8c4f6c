from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestSuggestion(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.idea = cls.env["helpdesk.ticket.type"].create(
            {"name": "Idea", "cs_is_suggestion": True}
        )
        cls.done = cls.env["helpdesk.ticket.stage"].create(
            {"name": "Finished", "closed": True}
        )

    def _suggest(self, customers, benefit=0, **vals):
        return self._create_ticket(
            type_id=self.idea.id,
            cs_affected_customers=customers,
            cs_potential_benefit=benefit,
            **vals,
        )

    def _ranking(self):
        return self.env["helpdesk.ticket"].search(
            [("type_id", "=", self.idea.id), ("stage_id.closed", "=", False)],
            order="cs_suggestion_score desc, id",
        )

    def test_pri_05_more_customers_first(self):
        few, many = self._suggest(10), self._suggest(100)
        self.assertEqual(self._ranking(), many + few)

    def test_pri_05_equal_customers_higher_benefit_first(self):
        less, more = self._suggest(100, 5), self._suggest(100, 6)
        self.assertEqual(self._ranking(), more + less)

    def test_pri_05_a_new_leader_lowers_the_others(self):
        first = self._suggest(10)
        self.assertEqual(first.cs_suggestion_score, 50)
        self._suggest(100)
        self.assertEqual(first.cs_suggestion_score, 5)

    def test_pri_05_closing_frees_the_others(self):
        first, second = self._suggest(10), self._suggest(100)
        second.stage_id = self.done
        self.assertEqual(first.cs_suggestion_score, 50)

    def test_pri_05_weights_of_the_profile(self):
        reach, money = self._suggest(100, 0), self._suggest(0, 100)
        self.profile.write(
            {"suggestion_customers_weight": 20, "suggestion_benefit_weight": 80}
        )
        self.assertEqual(self._ranking(), money + reach)
        self.assertEqual(money.cs_suggestion_score, 80)

    def test_pri_05_other_types_and_plain_teams_have_no_score(self):
        plain = self._suggest(100, team_id=self.team_plain.id)
        other = self._create_ticket(cs_affected_customers=100)
        self.assertEqual((plain + other).mapped("cs_suggestion_score"), [0, 0])

    def test_pri_05_an_agent_ranks_against_what_he_cannot_see(self):
        hidden = self._create_team(
            "Hidden", user_ids=False, cs_profile_id=self.profile.id
        )
        self._suggest(100, team_id=hidden.id)
        mine = self._suggest(10).with_user(self.agent_li)
        mine.cs_affected_customers = 50
        self.assertEqual(mine.cs_suggestion_score, 25)

    def test_pri_05_costs_the_same_for_50(self):
        self._rescoring_cost()
        one = self._rescoring_cost()
        vals = self._prepare_ticket_vals(type_id=self.idea.id, cs_affected_customers=1)
        self.env["helpdesk.ticket"].create([dict(vals) for _number in range(50)])
        self.assertEqual(self._rescoring_cost(), one)

    def _rescoring_cost(self):
        ticket = self._suggest(10)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        ticket._cs_rescore_rivals()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
