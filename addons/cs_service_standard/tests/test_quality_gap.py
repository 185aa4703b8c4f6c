"""Agent, leader and customer look at the same ticket (gaps per clause)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .outcome_common import OutcomeCase


@tagged("post_install", "-at_install")
class TestQualityGap(OutcomeCase):
    def _self_review(self, polite=5, clear=5):
        ticket = self.ticket.with_user(self.agent_li)
        action = ticket.action_cs_self_review()
        check_id = action["params"]["check_id"]
        screen = self.env["cs.quality.review"].with_user(self.agent_li)
        loaded = screen.load(check_id)
        self.assertEqual(loaded["review"]["id"], check_id)
        screen.save(check_id, self._answers(polite, clear))
        return self.env["cs.quality.check"].browse(check_id)

    def _gap(self):
        self.env.flush_all()
        gaps = self.env["cs.quality.gap"].with_user(self.leader)
        return gaps.search([("clause_id", "=", self.clause.id)])

    def test_qac_05_gap_of_self_and_leader_per_clause(self):
        self.ticket.team_id = self.team
        self._self_review(polite=5)
        self._review(polite=3)
        gap = self._gap()
        self.assertEqual((gap.self_score, gap.leader_score), (100, 50))
        self.assertEqual((gap.self_gap, gap.customer_gap), (50, 0))
        self.assertEqual(gap.team_id, self.team)

    def test_qac_05_the_customer_is_the_third(self):
        self._review(polite=5)
        form = self.env["cs.acceptance"].create({"ticket_id": self.ticket.id})
        form.sudo().write({"score": "4", "state": "accepted"})
        gap = self._gap()
        self.assertEqual((gap.leader_score, gap.customer_score), (100, 75))
        self.assertEqual(gap.customer_gap, 25)

    def test_qac_05_a_self_review_changes_nothing(self):
        check = self._self_review(polite=1, clear=1)
        self.assertEqual((check.state, check.result), ("done", "failed"))
        self.assertEqual(self.ticket.cs_phase, "quality")
        self.assertFalse(self._nonconformity())
        self.assertFalse(check.acknowledge_due)
        self.assertFalse(
            check.search([*check._average_domain(), ("id", "=", check.id)])
        )

    def test_qac_05_nobody_else_reads_a_self_review(self):
        check = self._self_review()
        for user in (self.leader, self.reviewer, self.manager, self.agent_wang):
            for record in (check, check.mark_ids[0]):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])
        self.assertTrue(check.with_user(self.agent_li).score)

    def test_qac_05_own_tickets_once(self):
        with self.assertRaisesRegex(UserError, "not yours"):
            self.ticket.with_user(self.leader).action_cs_self_review()
        self._self_review()
        self.assertIsNone(self.ticket.with_user(self.agent_li).action_cs_self_review())

    def test_qac_05_the_screen_opens_no_other_review_for_an_agent(self):
        check = self._check()
        screen = self.env["cs.quality.review"].with_user(self.agent_li)
        with self.assertRaises(AccessError):
            screen.load(check.id)
        with self.assertRaises(AccessError):
            screen.save(check.id, self._answers(5, 5))
