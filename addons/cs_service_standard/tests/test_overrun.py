"""Row RSP-24: channels that answer late are looked into, once a period."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .report_common import NOW, ReportCase

JOB = "odoo.addons.cs_service_standard.models.helpdesk_ticket_channel_overrun"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOverrun(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("answer", 30)
        cls.company = cls.team.company_id or cls.env.company
        cls.company.resource_calendar_id = cls.calendar
        cls.company.cs_profile_id = cls.profile
        cls.profile.manager_id = cls.manager

    def _chats(self, count, late, at="2023-10-10 02:00:00", channel=None):
        channel = channel or self.chat
        self._answered(count - late, 30, at, channel_id=channel.id)
        self._answered(late, 31, at, channel_id=channel.id)

    def _run(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("cs_service_standard.ir_cron_channel_overrun")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _reviews(self, channel=None):
        channel = channel or self.chat
        return self.env["cs.overrun.review"].search([("channel_id", "=", channel.id)])

    def test_rsp_24_sixteen_of_a_hundred_open_one_review(self):
        self._chats(100, 16)
        self._run()
        review = self._reviews()
        self.assertRecordValues(
            review,
            [
                {
                    "late_count": 16,
                    "clock_count": 100,
                    "rate": 16.0,
                    "threshold": 15.0,
                    "date_from": date(2023, 10, 10),
                    "date_to": date(2023, 10, 10),
                    "user_id": self.manager.id,
                    "deadline": date(2023, 10, 18),
                    "state": "open",
                }
            ],
        )
        self.assertEqual(review.line_ids.mapped("cause"), ["staffing", "system"])
        self.assertEqual(review.activity_ids.user_id, self.manager)

    def test_rsp_24_the_job_run_twice_opens_nothing_more(self):
        self._chats(100, 16)
        self._run()
        self.chat.cs_overrun_checked = False
        self._run()
        self.assertEqual(len(self._reviews()), 1)
        self.assertEqual(len(self._reviews().activity_ids), 1)

    def test_rsp_24_fifteen_of_a_hundred_are_accepted(self):
        self._chats(100, 15)
        self._run()
        self.assertFalse(self._reviews())
        self.assertEqual(self.chat.cs_overrun_checked, date(2023, 10, 10))

    def test_rsp_24_few_responses_say_nothing(self):
        self._chats(19, 19)
        self._run()
        self.assertFalse(self._reviews())

    def test_rsp_24_threshold_is_a_field_of_the_channel(self):
        self._chats(100, 15)
        self.chat.cs_overrun_percent = 14.99
        self._run()
        self.assertEqual(self._reviews().threshold, 14.99)

    def test_rsp_24_no_threshold_no_check(self):
        self._chats(100, 100)
        self.chat.cs_overrun_percent = 0
        self._run()
        self.assertFalse(self._reviews())

    def test_rsp_24_a_chat_nobody_answered_is_late(self):
        self._answered(17, 30, channel_id=self.chat.id)
        self._answered(4, None, channel_id=self.chat.id)
        self._run()
        self.assertEqual(self._reviews().late_count, 4)
        self.assertEqual(self._reviews().clock_count, 21)

    def test_rsp_24_days_are_those_of_the_company(self):
        self._chats(20, 20, at="2023-10-09 16:00:00")  # Tuesday in Shanghai
        self._chats(20, 20, at="2023-10-09 15:00:00")  # still Monday
        self._chats(20, 20, at="2023-10-10 16:00:00")  # Wednesday: not over
        self._run()
        self.assertEqual(self._reviews().date_from, date(2023, 10, 10))
        self.assertEqual(self._reviews().clock_count, 20)

    def test_rsp_24_a_week_is_taken_from_monday_to_sunday(self):
        self.chat.cs_overrun_period = "week"
        self._chats(50, 8, at="2023-10-02 02:00:00")
        self._chats(50, 8, at="2023-10-08 02:00:00")
        self._chats(50, 50, at="2023-10-09 02:00:00")
        self._run()
        self.assertRecordValues(
            self._reviews(),
            [
                {
                    "date_from": date(2023, 10, 2),
                    "date_to": date(2023, 10, 8),
                    "late_count": 16,
                    "clock_count": 100,
                }
            ],
        )

    def test_rsp_24_nights_without_the_job_are_caught_up(self):
        self.chat.cs_overrun_checked = date(2023, 10, 7)
        for day in ("07", "08", "10"):
            self._chats(20, 20, at=f"2023-10-{day} 02:00:00")
        self._run()
        self.assertEqual(
            sorted(self._reviews().mapped("date_from")),
            [date(2023, 10, 8), date(2023, 10, 10)],
        )

    @mute_logger(JOB)
    def test_rsp_24_a_channel_that_fails_stops_no_other(self):
        self._chats(20, 20)
        self._chats(20, 20, channel=self.mail)
        reviews = type(self.env["cs.overrun.review"])
        prepare = reviews._prepare_review_vals

        def poisoned(records, channel, *args):
            if channel == self.chat:
                raise ValueError("broken on purpose")
            return prepare(records, channel, *args)

        with patch.object(reviews, "_prepare_review_vals", poisoned):
            self._run()
        self.assertTrue(self._reviews(self.mail))
        self.assertFalse(self._reviews())
        self.assertEqual(self.chat.cs_overrun_error, "broken on purpose")
        self._run()
        self.assertTrue(self._reviews())
        self.assertFalse(self.chat.cs_overrun_error)

    def test_rsp_24_hook_gets_the_new_reviews(self):
        self._chats(20, 20)
        reviews = type(self.env["cs.overrun.review"])
        told = []

        def improve(new):
            told.extend(new.channel_id.ids)

        with patch.object(reviews, "_cs_after_open", improve):
            self._run()
            self.chat.cs_overrun_checked = False
            self._run()
        self.assertEqual(told, self.chat.ids)

    def test_rsp_24_review_closes_when_both_causes_were_checked(self):
        self._chats(20, 20)
        self._run()
        review = self._reviews().with_user(self.leader)
        staffing, system = review.line_ids
        staffing.write({"checked": True, "finding": "One of three was ill"})
        with self.assertRaises(ValidationError) as refused:
            review.action_close()
        self.assertIn("System stability", str(refused.exception))
        system.write({"checked": True, "finding": "No outage"})
        review.action_close()
        self.assertEqual(review.state, "closed")
        self.assertTrue(review.closed_at)
        self.assertFalse(review.activity_ids)

    def test_rsp_24_button_opens_what_was_counted(self):
        self._chats(20, 20)
        self._chats(5, 5, at="2023-10-09 02:00:00")
        self._run()
        action = self._reviews().action_open_clocks()
        found = self.env[action["res_model"]].search_count(action["domain"])
        self.assertEqual(found, 20)

    def test_check_costs_the_same_for_one_channel_and_for_ten(self):
        more = self.env["helpdesk.ticket.channel"].create(
            [{"name": f"Line {number}", "cs_kind": "instant"} for number in range(10)]
        )
        for channel in more[:2]:
            self._chats(2, 1, channel=channel)
        counts = []
        (self.mail + more)._cs_check_overrun()
        for channels in (self.mail, more):
            channels.cs_overrun_checked = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            channels._cs_check_overrun()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_leaders_review_and_agents_do_not(self):
        self._chats(20, 20)
        self._run()
        review = self._reviews()
        review.with_user(self.leader).write({"deadline": "2023-10-20"})
        for user in (self.agent_li, self.portal_user):
            with self.assertRaises(AccessError):
                review.with_user(user).read(["rate"])
        with self.assertRaises(AccessError):
            review.with_user(self.leader).unlink()

    def test_reviews_of_another_company_stay_there(self):
        self._chats(20, 20)
        self._run()
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.leader.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        reviews = self.env["cs.overrun.review"].with_user(self.leader)
        self.assertFalse(reviews.with_company(company).search([]))
