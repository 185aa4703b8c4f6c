"""A breach of a chosen target is reviewed once: cause, owner, action."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .attribution_common import AttributionCase


@tagged("post_install", "-at_install")
class TestBreachReview(AttributionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._shared_target(review_required=True, review_days=3)
        cls.cause = cls.env.ref("cs_service_standard.cs_breach_cause_capacity")

    def _breached(self):
        ticket = self._story((15, self._to_second), (43, self._solve))
        return self._clock(ticket).review_ids

    def test_breach_makes_one_review_for_the_leader_of_the_owner(self):
        review = self._breached()
        self.assertRecordValues(
            review,
            [
                {
                    "state": "open",
                    "owner_team_id": self.team.id,
                    "owner_id": self.agent_li.id,
                    "proven_cause": "share",
                    "reviewer_id": self.leader.id,
                    "target_id": self.target.id,
                }
            ],
        )
        self.assertEqual(str(review.due_date), "2023-10-13")
        self.assertEqual(review.activity_ids.user_id, self.leader)
        self.assertEqual(len(review.activity_ids), 1)

    def test_noticed_first_and_stopped_later_is_one_review(self):
        ticket = self._story()
        self._at(41, self._notice)
        review = self._clock(ticket).review_ids
        self.assertEqual(len(review), 1)
        self._at(42, self._notice)
        self._at(50, self._solve, ticket)
        self.env["cs.clock.service"]._attribute(self._clock(ticket))
        self.assertEqual(self._clock(ticket).review_ids, review)
        self.assertEqual(len(review.activity_ids), 1)

    def test_open_clock_tells_how_late_it_is_now(self):
        self.target.share_ids.unlink()
        ticket = self._story()
        self._at(41, self._notice)
        review = self._clock(ticket).review_ids
        for hours, over in ((42, "2 h over"), (43, "3 h over")):
            review.invalidate_recordset(["holding"])
            holding = self._at(hours, lambda review=review: review.holding)
            self.assertIn(over, str(holding))
        self._at(50, self._solve, ticket)
        self.assertFalse(review.holding)
        self.assertEqual(sum(review.usage_ids.mapped("over_hours")), 10)

    def test_job_finds_what_became_late_and_is_harmless_to_run_twice(self):
        ticket = self._story()
        cron = self.env.ref("cs_service_standard.cs_clock_attribution_cron").sudo()
        for hours, count in ((40, 0), (40.01, 1), (41, 1)):
            with self.enter_registry_test_mode():
                self._at(hours, cron.method_direct_trigger)
            clock = self._clock(ticket)
            clock.invalidate_recordset()
            self.assertEqual(len(clock.review_ids), count)
        self.assertEqual(clock.usage_ids.seconds, 40 * 3600 + 36)

    def test_target_that_asks_for_none_gets_none(self):
        self.target.review_required = False
        self.assertFalse(self._breached())

    def test_met_clock_gets_none(self):
        ticket = self._story((39, self._solve))
        self.assertFalse(self._clock(ticket).review_ids)

    def test_breach_that_was_none_drops_its_open_review(self):
        ticket = self._story()
        self._at(41, self._notice)
        self.assertTrue(self._clock(ticket).review_ids)
        self.target.active = False
        self._at(
            42, lambda: self.env["cs.clock.service"]._refresh(ticket, rematch=True)
        )
        self.assertFalse(self._clock(ticket).review_ids)

    def test_done_needs_cause_owner_and_action(self):
        review = self._breached().with_user(self.leader)
        with self.assertRaises(ValidationError) as refusal:
            review.action_done()
        for label in ("Cause", "Corrective Action"):
            self.assertIn(label, str(refusal.exception))
        review.cause_id = self.cause
        with self.assertRaises(ValidationError):
            review.corrective_action = "  "
            review.action_done()
        review.write({"corrective_action": "Two more people", "owner_team_id": False})
        with self.assertRaises(ValidationError):
            review.action_done()
        review.owner_team_id = self.team
        review.action_done()
        self.assertEqual(review.state, "done")
        self.assertEqual(review.done_by_id, self.leader)
        self.assertFalse(review.activity_ids)

    def test_what_was_concluded_stands_until_it_is_opened_again(self):
        review = self._breached().with_user(self.leader)
        review.write({"cause_id": self.cause.id, "corrective_action": "More people"})
        review.action_done()
        with self.assertRaises(UserError):
            review.corrective_action = "Nothing"
        review.action_reopen()
        review.corrective_action = "Another one"
        self.assertFalse(review.done_at)

    def test_reviews_by_cause(self):
        review = self._breached()
        review.write({"cause_id": self.cause.id, "corrective_action": "More people"})
        groups = self.env["cs.breach.review"]._read_group(
            [("ticket_id", "=", review.ticket_id.id)], ["cause_id"], ["__count"]
        )
        self.assertEqual(groups, [(self.cause, 1)])

    def test_who_may_see_and_write_reviews(self):
        review = self._breached()
        review.ticket_id.sudo().write(
            {"team_id": self.team.id, "user_id": self.agent_li.id}
        )
        stranger = new_test_user(self.env, "cs_stranger", groups="base.group_user")
        for user in (self.agent_li, self.agent_wang):
            self.assertTrue(review.with_user(user).read(["cause_id"]))
            with self.assertRaises(AccessError):
                review.with_user(user).write({"cause_id": self.cause.id})
        for user in (self.leader, self.manager):
            review.with_user(user).write({"cause_id": self.cause.id})
            with self.assertRaises(UserError):
                review.with_user(user).unlink()
            with self.assertRaises(AccessError):
                review.with_user(user).create({})
        for user in (stranger, self.portal_user):
            with self.assertRaises(AccessError):
                review.with_user(user).read(["cause_id"])

    def test_reviews_cost_the_same_for_one_and_fifty(self):
        tickets = self.env["helpdesk.ticket"]
        for _number in range(2):
            tickets |= self._story()
        vals = self._prepare_ticket_vals(
            user_id=self.agent_li.id, cs_received_at="2023-10-09 00:00:00"
        )
        tickets |= tickets.create([vals] * 50)
        self._at(60, self._solve, tickets[0])
        costs = []
        for group in (tickets[1], tickets[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._at(60, self._solve, group)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self._clock(tickets[51]).review_ids), 1)
        self.assertLessEqual(costs[1], costs[0] + 4)
