import logging
import time

from odoo.tests import HttpCase, tagged

from .common import StandardData
from .quality_common import QualityData

_logger = logging.getLogger(__name__)
REVIEWS = 20


@tagged("post_install", "-at_install", "cs_tour")
class TestQualityTour(QualityData, StandardData, HttpCase):
    """The review screen, by keyboard and by mouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls._set_up_quality()
        cls.reviewer.password = "cs_reviewer"
        cls.env["cs.quality.cause"].search([]).sequence = 99
        cls.cause.sequence = 1

    def test_twenty_reviews_in_a_row_by_keyboard(self):
        checks = self.env["cs.quality.check"].create(
            [
                {"ticket_id": ticket.id, "reviewer_id": self.reviewer.id}
                for ticket in (
                    self._create_ticket(user_id=self.agent_li.id)
                    for _index in range(REVIEWS)
                )
            ]
        )
        start = time.monotonic()
        self.start_tour("/odoo/review", "cs_twenty_reviews", login="cs_reviewer")
        seconds = (time.monotonic() - start) / REVIEWS
        _logger.info("%.2f s per review in the browser", seconds)
        self.assertEqual(set(checks.mapped("state")), {"done"})
        good = checks.filtered(lambda check: check.score == 85)
        bad = checks - good
        self.assertEqual((len(good), len(bad)), (16, 4))
        self.assertEqual({round(score, 2) for score in bad.mapped("score")}, {66.67})
        self.assertEqual(bad.mark_ids.cause_id, self.cause)
        # far below what a person needs for reading one ticket
        self.assertLess(seconds, 10)

    def test_a_review_by_mouse_with_evidence(self):
        message = self.ticket.message_post(
            body="Where is my machine?",
            author_id=self.customer.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        check = self._check()
        self.start_tour("/odoo/review", "cs_review_by_mouse", login="cs_reviewer")
        first = check.mark_ids[0]
        self.assertEqual((check.state, round(check.score, 2)), ("done", 69.33))
        self.assertEqual(check.mark_ids.mapped("value"), [10, 17, 0, 25, 0])
        self.assertTrue(check.mark_ids[2].not_applicable)
        self.assertEqual(first.cause_id, self.cause)
        self.assertEqual(check.mark_ids.evidence_message_id, message)
