from odoo.exceptions import AccessError
from odoo.tests import tagged

from .quality_common import QualityCase


@tagged("post_install", "-at_install")
class TestQualityReview(QualityCase):
    """The server side of the review screen: what it shows, and what it does not."""

    def setUp(self):
        super().setUp()
        self.screen = self.env["cs.quality.review"].with_user(self.reviewer)

    def test_reviews_come_in_the_order_of_their_dates(self):
        late = self._check(due_date="2023-10-20")
        soon = self._check(due_date="2023-10-13")
        self._check(reviewer_id=self.leader.id, due_date="2023-10-01")
        data = self.screen.load()
        self.assertEqual((data["left"], data["review"]["id"]), (2, soon.id))
        self.assertEqual(self.screen.load(skipped=[soon.id])["review"]["id"], late.id)
        data = self.screen.save(soon.id, self._answers(soon, 25, 20, 25, 15))
        self.assertEqual((data["left"], data["review"]["id"]), (1, late.id))
        self.assertEqual(data["saved"]["score"], 85)
        self.assertEqual(data["saved"]["result"], "passed")
        data = self.screen.save(late.id, self._answers(late, 25, 25, 25, 25))
        self.assertEqual((data["left"], data["review"]), (0, False))

    def test_answers_come_back_from_the_browser_with_texts_as_keys(self):
        check = self._check()
        answers = self._answers(check, 25, 20, 25, 15)
        self.screen.save(check.id, {str(key): vals for key, vals in answers.items()})
        self.assertEqual(check.score, 85)

    def test_the_screen_shows_the_ticket_as_the_customer_lived_it(self):
        self._target("resolution", 3600)
        ticket = self._create_ticket(
            user_id=self.agent_li.id,
            partner_id=self.customer.id,
            description="<p>Call me at 13812345678</p>",
        )
        ticket.message_post(
            body="Where is my machine?",
            author_id=self.customer.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        ticket.message_post(body="He is a nuisance", subtype_xmlid="mail.mt_note")
        self.env["ir.attachment"].create(
            {"name": "machine.png", "res_model": ticket._name, "res_id": ticket.id}
        )
        check = self._check(ticket_id=ticket.id)
        review = self.screen.load(check.id)["review"]
        self.assertEqual(review["ticket"]["customer"], "张**")
        text = str(review)
        self.assertIn("Where is my machine?", text)
        self.assertNotIn("13812345678", text)
        self.assertNotIn("张三丰", text)
        self.assertNotIn("zhang@example.com", text)
        self.assertNotIn("nuisance", text)
        self.assertEqual(len(review["clocks"]), 1)
        self.assertEqual([file["name"] for file in review["files"]], ["machine.png"])

    def test_a_review_without_ticket_is_shown(self):
        check = self._check(ticket_id=False, team_id=self.team.id, method="mystery")
        review = self.screen.load(check.id)["review"]
        self.assertFalse(review["ticket"])
        self.assertEqual(review["team"], self.team.name)

    def test_the_reviewer_is_blind_until_the_own_marks_are_saved(self):
        other = self._check(reviewer_id=self.leader.id)
        other._mark(self._answers(other, 25, 20, 25, 15))
        seen = other.with_user(self.reviewer)
        self.assertEqual(seen.score, 85)
        own = self._check()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            seen.read(["score"])
        with self.assertRaises(AccessError):
            seen.mark_ids.read(["value"])
        marks = self.env["cs.quality.mark"].with_user(self.reviewer)
        self.assertFalse(marks.search([("check_id", "=", other.id)]))
        self.assertNotIn("85", str(self.screen.load(own.id)["review"]))
        self.screen.save(own.id, self._answers(own, 25, 25, 25, 25))
        self.env.invalidate_all()
        self.assertEqual(seen.score, 85)

    def _accepted(self, score):
        """The customer's form with a score, filed with the ticket."""
        document = self.env["ir.attachment"].create(
            {
                "name": "Acceptance.html",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        return self.env["cs.acceptance"].create(
            {
                "ticket_id": self.ticket.id,
                "state": "accepted",
                "score": score,
                "document_id": document.id,
            }
        )

    def test_marks_of_agent_and_customer_are_told_after_saving(self):
        own = self._check(method="self", reviewer_id=self.agent_li.id)
        own._mark(self._answers(own, 25, 25, 24, 25))
        self._accepted("4")
        self.ticket.cs_feedback_score = 4
        check = self._check()
        review = self.screen.load(check.id)["review"]
        self.assertFalse(review["files"])
        for told in ("99", "Acceptance", "4 of 5", "feedback"):
            self.assertNotIn(told, str(review))
        saved = self.screen.save(check.id, self._answers(check, 25, 20, 25, 15))
        others = dict(saved["saved"]["others"])
        self.assertEqual(others, {"Agent": "99", "Customer": "4 of 5"})

    def test_somebody_elses_review_says_whose_it_is(self):
        check = self._check(reviewer_id=self.leader.id)
        review = self.screen.load(check.id)["review"]
        self.assertEqual(review["reviewer"], "Chen")

    def test_agents_have_no_review_screen(self):
        check = self._check()
        screen = self.env["cs.quality.review"].with_user(self.agent_wang)
        with self.assertRaises(AccessError):
            screen.load(check.id)
        with self.assertRaises(AccessError):
            screen.save(check.id, self._answers(check, 25, 25, 25, 25))
        self.assertFalse(screen.load()["review"])

    def test_the_agent_reads_the_own_review_once_it_is_done(self):
        check = self._check()
        own = self.env["cs.quality.check"].with_user(self.agent_li)
        self.assertFalse(own.search([("id", "=", check.id)]))
        check._mark(self._answers(check, 25, 20, 25, 15))
        self.env.invalidate_all()
        self.assertEqual(own.search([("id", "=", check.id)]).score, 85)
        self.assertEqual(len(own.browse(check.id).mark_ids.mapped("value_text")), 5)
        mate = own.with_user(self.agent_wang)
        self.assertFalse(mate.search([("id", "=", check.id)]))

    def test_a_large_ticket_costs_as_many_queries_as_a_small_one(self):
        def cost(messages):
            ticket = self._create_ticket(
                user_id=self.agent_li.id, partner_id=self.customer.id
            )
            for index in range(messages):
                author = self.customer if index % 2 else self.leader.partner_id
                ticket.message_post(
                    body=f"Message {index}",
                    author_id=author.id,
                    subtype_xmlid="mail.mt_comment",
                )
                self.env["ir.attachment"].create(
                    {"name": "file", "res_model": ticket._name, "res_id": ticket.id}
                )
            check = self._check(ticket_id=ticket.id)
            answers = self._answers(check, 25, 20, 25, 15)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.screen.load(check.id)
            loaded = self.cr.sql_log_count - start
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.screen.save(check.id, answers)
            self.env.flush_all()
            return loaded, self.cr.sql_log_count - start

        cost(2)
        small, large = cost(2), cost(60)
        self.assertEqual(small, large)
