"""The sweep: each person told once, whatever happens to the scheduler."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StandardCase

NOON = datetime(2023, 10, 9, 4, 0)
MODELS = "odoo.addons.cs_service_standard.models"


@tagged("post_install", "-at_install")
class TestScheduler(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_contact", 15, limit_unit="minute", warn_percent=80)
        with freeze_time(NOON):
            cls.ticket = cls._create_ticket(user_id=cls.agent_li.id)
        cls.clock = cls.ticket.cs_clock_ids
        cls.cron = cls.env.ref("cs_service_standard.ir_cron_clock_sweep")

    def _sweep(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _told(self):
        return [(n.level, n.user_id) for n in self.clock.notice_ids.sorted("id")]

    def test_rsp_23_warning_at_80_percent_then_breach(self):
        self._sweep("2023-10-09 04:11:59")
        self.assertEqual(self._told(), [])
        self._sweep("2023-10-09 04:12:00")
        self.assertEqual(self._told(), [("warn", self.agent_li)])
        self.assertEqual(self.ticket.activity_ids.user_id, self.agent_li)
        self._sweep("2023-10-09 04:15:00")
        self.assertEqual(len(self._told()), 1)
        self._sweep("2023-10-09 04:15:01")
        self.assertEqual(
            self._told(), [("warn", self.agent_li), ("breach", self.leader)]
        )

    def test_rsp_23_second_run_tells_nobody_again(self):
        for _run in range(3):
            self._sweep("2023-10-09 04:13:00")
        self.assertEqual(len(self._told()), 1)
        self.assertEqual(len(self.ticket.activity_ids), 1)

    def test_outage_gives_only_the_highest_level_once(self):
        self._sweep("2023-10-10 04:00:00")
        self.assertEqual(self._told(), [("breach", self.leader)])
        self.assertFalse(self.clock.next_event_at)

    def test_answered_clock_is_left_alone(self):
        self.ticket._cs_record_fact("contact", at=datetime(2023, 10, 9, 4, 5))
        self.assertFalse(self.clock.next_event_at)
        self._sweep("2023-10-10 04:00:00")
        self.assertEqual(self._told(), [])

    def test_case_11_no_reminder_while_paused(self):
        self._target("resolution", 1, limit_unit="hour", pausable=True)
        with freeze_time(NOON):
            ticket = self._create_ticket()
        ticket._cs_record_fact("contact", at=NOON)
        ticket._cs_record_fact("paused", at=NOON)
        self._sweep("2023-10-12 04:00:00")
        self.assertFalse(ticket.cs_clock_ids.notice_ids)

    def test_nobody_is_not_an_answer(self):
        self.ticket.user_id = False
        self.team.user_id = False
        self.profile.manager_id = self.manager
        self._sweep("2023-10-09 05:00:00")
        self.assertEqual(self._told(), [("breach", self.manager)])

    def _three_more(self):
        with freeze_time(NOON):
            return self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _number in range(3)]
            )

    def test_one_bad_clock_does_not_stop_the_others(self):
        others = self._three_more()
        bad = others[1].cs_clock_ids
        good = bad.levels
        bad.levels = [["breach", "poisoned"]]
        with mute_logger(f"{MODELS}.cs_ticket_clock_sweep"):
            self._sweep("2023-10-09 05:00:00")
        self.assertEqual(len(others.cs_clock_ids.notice_ids), 2)
        self.assertIn("not supported", bad.error)
        self.assertEqual(bad.next_event_at, datetime(2023, 10, 9, 5, 5))
        bad.levels = good
        self._sweep("2023-10-09 05:05:00")
        self.assertEqual(len(bad.notice_ids), 1)
        self.assertFalse(bad.error)

    def test_a_clock_the_database_refuses_does_not_stop_the_others(self):
        others = self._three_more()
        bad = others[1].cs_clock_ids
        original = type(bad)._plan_clock

        def break_one(clocks, due, ladder, now):
            found = original(clocks, due, ladder, now)
            return found._replace(following=10**15) if due.id == bad.id else found

        with (
            patch.object(type(bad), "_plan_clock", break_one),
            mute_logger(f"{MODELS}.cs_ticket_clock_sweep", "odoo.sql_db"),
        ):
            self._sweep("2023-10-09 05:00:00")
        self.assertEqual(len(others.cs_clock_ids.notice_ids), 2)
        self.assertIn("out of range", bad.error)
        self._sweep("2023-10-09 05:05:00")
        self.assertEqual(len(bad.notice_ids), 1)

    def test_one_bad_notice_does_not_stop_the_others(self):
        others = self._three_more()
        bad = others[1].cs_clock_ids
        notices = type(self.env["cs.clock.notice"])
        original = notices._prepare_activity_vals

        def explode(notice, user):
            if notice.clock_id == bad:
                raise ValueError("poisoned")
            return original(notice, user)

        with (
            patch.object(notices, "_prepare_activity_vals", explode),
            mute_logger(f"{MODELS}.cs_clock_notice_delivery"),
        ):
            self._sweep("2023-10-09 05:00:00")
        self.assertEqual(len(others.cs_clock_ids.notice_ids), 3)
        self.assertEqual(len(others.activity_ids), 2)
        self.assertIn("poisoned", bad.error)
        self.assertIn("poisoned", bad.notice_ids.error)
        self._sweep("2023-10-09 05:04:59")
        self.assertFalse(others[1].activity_ids)
        self._sweep("2023-10-09 05:05:00")
        self.assertEqual(len(others.activity_ids), 3)
        self.assertFalse(bad.error or bad.notice_ids.error)

    def test_sweep_reads_only_what_is_due(self):
        with freeze_time(NOON):
            self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _number in range(20)]
            )
        due = self.env["cs.ticket.clock"].search(
            [("next_event_at", "<=", datetime(2023, 10, 9, 4, 11))]
        )
        self.assertFalse(due)

    def test_500_due_clocks_are_told_once_each_in_one_run(self):
        quiet = {"tracking_disable": True, "mail_create_nosubscribe": True}
        with freeze_time(NOON):
            tickets = (
                self.env["helpdesk.ticket"]
                .with_context(**quiet)
                .create([self._prepare_ticket_vals() for _number in range(500)])
            )
        self._sweep("2023-10-09 05:00:00")
        notices = tickets.cs_clock_ids.notice_ids
        self.assertEqual(len(notices), 500)
        self.assertEqual(set(notices.mapped("level")), {"breach"})
        self.assertEqual(len(tickets.activity_ids), 500)

    def test_archived_ticket_alarms_when_it_returns(self):
        self.ticket.active = False
        self._sweep("2023-10-09 05:00:00")
        self.assertEqual(self._told(), [])
        self.ticket.active = True
        self._sweep("2023-10-09 05:00:00")
        self.assertEqual(self._told(), [("breach", self.leader)])

    def test_deleted_ticket_takes_its_clocks_along(self):
        clock = self.clock
        self.ticket.unlink()
        self._sweep("2023-10-09 05:00:00")
        self.assertFalse(clock.exists())

    def test_facts_of_an_archived_ticket_wake_no_clock(self):
        self.ticket.with_user(self.leader).active = False
        self.assertFalse(self.clock.next_event_at)
        self.ticket._cs_record_fact("wait", at=datetime(2023, 10, 9, 4, 5))
        self.ticket._cs_record_fact("resume", at=datetime(2023, 10, 9, 4, 6))
        self.assertFalse(self.clock.next_event_at)
        self.ticket.with_user(self.leader).active = True
        self.assertTrue(self.clock.next_event_at)

    def test_archiving_costs_the_same_for_one_and_fifty(self):
        with freeze_time(NOON):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _number in range(51)]
            )
        counts = []
        for some in (tickets[:1], tickets[1:]):
            for active in (False, True):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                some.active = active
                self.env.flush_all()
                counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[:2], counts[2:])

    def test_notices_and_who_was_told_go_with_a_ticket(self):
        self._sweep("2023-10-09 05:00:00")
        notices = self.clock.notice_ids
        told = notices.recipient_ids
        self.assertTrue(told)
        self.ticket.unlink()
        self.assertFalse(notices.exists())
        self.assertFalse(told.exists())

    def test_notices_go_with_their_clock(self):
        self._sweep("2023-10-09 05:00:00")
        notices = self.clock.notice_ids
        self.assertTrue(notices)
        self.clock.sudo().unlink()
        self.assertFalse(notices.exists())

    def test_archived_leader_is_passed_over(self):
        self.leader.active = False
        self._sweep("2023-10-09 05:00:00")
        self.assertEqual(self._told(), [("breach", self.agent_li)])

    def test_leader_of_another_company_is_passed_over(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.leader.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self._sweep("2023-10-09 05:00:00")
        self.assertEqual(self._told(), [("breach", self.agent_li)])

    def test_rsp_13_archived_leader_is_not_asked_for_green_tickets(self):
        self.leader.active = False
        self.profile.manager_id = self.manager
        with freeze_time(NOON):
            ticket = self._create_ticket(cs_green_channel=True)
        self.assertEqual(ticket.activity_ids.user_id, self.manager)

    def test_case_05_person_without_time_zone_reads_the_service_hours_one(self):
        self.agent_li.tz = False
        self._sweep("2023-10-09 04:12:00")
        self.assertIn("12:15", self.ticket.activity_ids.summary)

    def test_case_05_the_message_tells_local_time(self):
        self.agent_li.tz = "Asia/Tokyo"
        self._sweep("2023-10-09 04:12:00")
        self.assertIn("13:15", self.ticket.activity_ids.summary)
