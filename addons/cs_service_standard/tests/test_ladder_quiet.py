"""Quiet hours and reminders: nobody is told at night unless the ladder says so."""

from odoo.tests import tagged

from .ladder_common import LadderCase, madrid


@tagged("post_install", "-at_install")
class TestLadderQuiet(LadderCase):
    def _elapsed(self, *levels, **vals):
        ladder = self._ladder(*levels, **vals)
        self._target("first_contact", 4, limit_unit="hour", ladder_id=ladder.id)
        return ladder

    def test_case_39_at_night_it_waits_for_the_opening(self):
        self._elapsed({"share": 50, "to_owner": True})
        ticket = self._open("2026-03-06 17:00")
        self.assertEqual(ticket.cs_clock_ids.next_event_at, madrid("2026-03-09 09:00"))
        for moment in ("2026-03-06 19:00", "2026-03-07 12:00", "2026-03-09 08:59:59"):
            self._sweep(moment)
        self.assertEqual(self._told(ticket), [])
        self._sweep("2026-03-09 09:00")
        self.assertEqual(self._told(ticket), [["Li"]])

    def test_case_39_of_what_waited_only_the_highest_is_told(self):
        self._elapsed(
            {"share": 50, "to_owner": True}, {"share": 100, "to_leader": True}
        )
        ticket = self._open("2026-03-06 17:00")
        self._sweep("2026-03-09 09:00")
        self.assertEqual(self._told(ticket), [["Chen"]])

    def test_case_39_scheduler_back_at_night_waits_too(self):
        ladder = self._three()
        self._working("first_contact", 4, ladder)
        ticket = self._open("2026-03-06 09:00")
        self._sweep("2026-03-06 23:00")
        self.assertEqual(self._told(ticket), [])
        self._sweep("2026-03-09 09:00")
        self.assertEqual(len(self._told(ticket)), 1)

    def test_case_39_a_ladder_may_ignore_quiet_hours(self):
        self._elapsed({"share": 50, "to_owner": True}, ignore_quiet_hours=True)
        ticket = self._open("2026-03-06 17:00")
        self._sweep("2026-03-06 19:00")
        self.assertEqual(self._told(ticket), [["Li"]])

    def test_case_39_a_ladder_may_have_hours_of_its_own(self):
        self._elapsed({"share": 50, "to_owner": True}, calendar_id=self.calendar.id)
        ticket = self._open("2026-03-06 17:00")  # Saturday 2:00 in Shanghai
        self.assertEqual(ticket.cs_clock_ids.next_event_at, madrid("2026-03-09 01:00"))

    def test_case_39_without_a_ladder_people_are_told_at_once(self):
        self._target("first_contact", 4, limit_unit="hour", warn_percent=50)
        ticket = self._open("2026-03-06 17:00")
        self._sweep("2026-03-06 19:00")
        self.assertEqual(self._told(ticket), [["Li"]])

    def test_repeats_until_acknowledged_even_when_the_clock_has_stopped(self):
        self._elapsed(
            {"share": 50, "to_leader": True, "needs_ack": True},
            ignore_quiet_hours=True,
            repeat_minutes=10,
        )
        ticket = self._open("2026-03-09 10:00")
        self._sweep("2026-03-09 12:00")
        ticket._cs_record_fact("contact", at=madrid("2026-03-09 12:01"))
        self._sweep("2026-03-09 12:09:59")
        notice = ticket.cs_notice_ids
        self.assertEqual(notice.times, 1)
        self._sweep("2026-03-09 12:10")
        self.assertEqual(notice.times, 2)
        self.assertEqual(len(self._mails(self.leader)), 2)
        self.assertEqual(len(ticket.activity_ids), 1)
        self._sweep("2026-03-10 12:10")  # a day without scheduler: one reminder
        self.assertEqual(notice.times, 3)
        notice.with_user(self.leader).action_acknowledge()
        self._sweep("2026-03-10 18:00")
        self.assertEqual(notice.times, 3)

    def test_case_39_reminders_wait_for_the_opening(self):
        self._elapsed(
            {"share": 50, "to_leader": True, "needs_ack": True}, repeat_minutes=60
        )
        ticket = self._open("2026-03-06 15:30")
        self._sweep("2026-03-06 17:30")
        notice = ticket.cs_notice_ids
        self.assertEqual(notice.deliver_at, madrid("2026-03-09 09:00"))
        self._sweep("2026-03-08 12:00")
        self.assertEqual(notice.times, 1)
        self._sweep("2026-03-09 09:00")
        self.assertEqual(notice.times, 2)
