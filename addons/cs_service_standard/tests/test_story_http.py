"""The story of a clock as a file, for those who may read it."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import StandardData

PASSWORD = "long-enough-password"


@tagged("post_install", "-at_install")
class TestStoryHttp(StandardData, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls._target("resolution", 3600)
        cls.ticket = cls._create_ticket(
            user_id=cls.agent_li.id, partner_id=cls.customer.id
        )
        cls.clock = cls.ticket.cs_clock_ids
        own = "helpdesk_mgmt.group_helpdesk_user_own"
        cls.far = new_test_user(cls.env, "cs_far_http", groups=own)
        (cls.agent_li + cls.far + cls.portal_user).password = PASSWORD

    def _get(self, user, clock_id=None):
        self.authenticate(user and user.login, user and PASSWORD)
        url = f"/cs/clock/{clock_id or self.clock.id}/story.csv"
        return self.url_open(url, allow_redirects=False)

    def test_agent_of_the_ticket_gets_the_file(self):
        answer = self._get(self.agent_li)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("text/csv", answer.headers["Content-Type"])
        self.assertIn(self.ticket.number, answer.headers["Content-Disposition"])
        events = self.clock._story_events()[self.ticket.id]
        self.assertIn(self.clock._seal(events), answer.text)

    def test_nobody_else_learns_that_there_is_one(self):
        for user in (self.far, self.portal_user):
            with self.subTest(user=user.login):
                self.assertEqual(self._get(user).status_code, 404)
        self.assertEqual(self._get(self.agent_li, 2**31 - 1).status_code, 404)

    def test_without_log_in_there_is_only_the_log_in_page(self):
        self.assertIn("/web/login", self._get(None).headers["Location"])
