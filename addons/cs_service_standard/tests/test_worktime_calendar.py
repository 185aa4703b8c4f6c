"""Calendars answer from a cache that is never stale, and for their company alone."""

from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from ..engine.calendar_spec import SkipReason

HOUR = 3600
DAY = 24 * HOUR
OFFICE = ((9, 18),)
LUNCH = ((8, 12), (13, 17))
WORKWEEK = range(5)


def epoch(moment):
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())


class WorktimeCase(TransactionCase):
    @classmethod
    def _create_calendar(cls, tz, hours, days=WORKWEEK, two_weeks=False, **vals):
        lines = [
            {
                "name": f"{day} {start}",
                "dayofweek": str(day),
                "hour_from": start,
                "hour_to": end,
                "week_type": week_type,
            }
            for week_type in (("0", "1") if two_weeks else (False,))
            for day in days
            for start, end in hours
            if not (week_type == "1" and day % 2)
        ]
        if hours == LUNCH:
            lunch = {"hour_from": 12, "hour_to": 13, "day_period": "lunch"}
            lines += [dict(line, **lunch) for line in lines if line["hour_from"] == 8]
        if two_weeks:
            section = {"dayofweek": "0", "display_type": "line_section", "sequence": 0}
            lines += [
                dict(section, name=f"Week {week_type}", week_type=week_type)
                for week_type in ("0", "1")
            ]
        return cls.env["resource.calendar"].create(
            {
                "name": tz,
                "tz": tz,
                "two_weeks_calendar": two_weeks,
                "attendance_ids": [Command.clear(), *map(Command.create, lines)],
                **vals,
            }
        )

    @classmethod
    def _create_leave(cls, calendar, start, end, **vals):
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": start,
                "date_to": end,
                **vals,
            }
        )

    def _worked(self, calendar, mode="working_hours"):
        """Hours counted in the week from Monday 9 October 2023."""
        monday = epoch(datetime(2023, 10, 9))
        worktime = calendar._cs_worktime(mode)
        return worktime.elapsed(monday, monday + 7 * DAY) / HOUR


@tagged("post_install", "-at_install")
class TestWorktimeCalendar(WorktimeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar("Asia/Shanghai", LUNCH)

    def test_no_query_once_warm(self):
        for mode in ("working_hours", "working_days"):
            self._worked(self.calendar, mode)
        self.calendar._cs_can_carry_clock()
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.assertEqual(self._worked(self.calendar), 40)
            self.assertEqual(self._worked(self.calendar, "working_days"), 5 * 24)
            self.assertTrue(self.calendar._cs_can_carry_clock())

    def test_hours_changed(self):
        self.assertEqual(self._worked(self.calendar), 40)
        line = self.calendar.attendance_ids[0]
        line.hour_from = 10
        self.assertEqual(self._worked(self.calendar), 38)
        line.unlink()
        self.assertEqual(self._worked(self.calendar), 36)
        saturday = {"name": "Saturday", "dayofweek": "5", "hour_from": 8, "hour_to": 9}
        line = line.create({**saturday, "calendar_id": self.calendar.id})
        self.assertEqual(self._worked(self.calendar), 37)
        line.calendar_id = self._create_calendar("UTC", OFFICE)
        self.assertEqual(self._worked(self.calendar), 36)
        self.assertEqual(self._worked(line.calendar_id), 46)

    def test_calendar_changed(self):
        monday = epoch(datetime(2023, 10, 9))
        worktime = self.calendar._cs_worktime("working_hours")
        self.assertEqual(worktime.advance(monday, HOUR), monday + HOUR)
        self.calendar.tz = "UTC"
        worktime = self.calendar._cs_worktime("working_hours")
        self.assertEqual(worktime.advance(monday, HOUR), monday + 9 * HOUR)
        self.calendar.switch_calendar_type()
        self.assertEqual(self._worked(self.calendar), 40)
        this_week = self.calendar.attendance_ids.filtered(
            lambda line: line.week_type == "1" and line.dayofweek == "0"
        )
        this_week.unlink()
        self.assertEqual(self._worked(self.calendar), 32)

    def test_company_changed(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.env["resource.calendar.leaves"].with_company(company).create(
            {
                "name": "Holiday",
                "date_from": datetime(2023, 10, 11),
                "date_to": datetime(2023, 10, 12),
            }
        )
        self.assertEqual(self._worked(self.calendar), 40)
        self.calendar.company_id = company
        self.assertEqual(self._worked(self.calendar), 32)

    def test_leave_changed(self):
        noon = datetime(2023, 10, 11, 4)  # 12:00 in Shanghai
        leave = self._create_leave(self.calendar, noon - timedelta(hours=3), noon)
        self.assertEqual(self._worked(self.calendar), 37)
        self.assertEqual(self._worked(self.calendar, "working_days"), 5 * 24)
        leave.date_to = noon + timedelta(hours=6)
        self.assertEqual(self._worked(self.calendar), 33)
        leave.date_from = noon - timedelta(hours=4)
        self.assertEqual(self._worked(self.calendar, "working_days"), 4 * 24)
        leave.time_type = "other"
        self.assertEqual(self._worked(self.calendar), 40)
        leave.time_type = "leave"
        leave.calendar_id = self._create_calendar("UTC", OFFICE)
        self.assertEqual(self._worked(self.calendar), 40)
        leave.calendar_id = self.calendar
        self.assertEqual(self._worked(self.calendar), 32)
        leave.unlink()
        self.assertEqual(self._worked(self.calendar), 40)

    def test_leave_to_the_last_microsecond(self):
        """As the default of the form ends a day."""
        always = self._create_calendar("UTC", ((0, 24),), range(7))
        start = datetime(2023, 10, 11)
        end = datetime.combine(start, time.max)
        self._create_leave(always, start, end)
        self.assertEqual(self._worked(always), 6 * 24)

    def test_holidays_of_a_deleted_calendar_hold_for_its_company(self):
        other = self._create_calendar("UTC", OFFICE)
        self._create_leave(other, datetime(2023, 10, 11), datetime(2023, 10, 12))
        self.assertEqual(self._worked(self.calendar), 40)
        told = self._told_by(other.unlink)
        self.assertEqual(self._worked(self.calendar), 32)
        self.assertEqual(told[0], other)
        self.assertIn(self.calendar, told[1])

    def test_leave_of_another_company_does_not_count(self):
        holiday = (datetime(2023, 10, 11), datetime(2023, 10, 12))
        nobody = self.env["resource.calendar"]
        company = self.env["res.company"].create({"name": "Other"})
        leaves = self.env["resource.calendar.leaves"]
        elsewhere = leaves.with_company(company).create(
            {"name": "Elsewhere", "date_from": holiday[0], "date_to": holiday[1]}
        )
        self.assertEqual(elsewhere.company_id, company)
        self.assertEqual(self._worked(self.calendar), 40)
        elsewhere.company_id = False
        self.assertEqual(self._worked(self.calendar), 32)
        elsewhere.unlink()
        self.assertEqual(self._worked(self.calendar), 40)
        shared = self._create_calendar("Asia/Shanghai", LUNCH, company_id=False)
        company_wide = self._create_leave(nobody, *holiday)
        self.assertEqual(self._worked(self.calendar), 32)
        self.assertEqual(self._worked(shared), 40)
        company_wide.calendar_id = shared
        self.assertEqual(self._worked(self.calendar), 40)
        self.assertEqual(self._worked(shared), 32)

    def _told_by(self, change, *args):
        """Calendars named by the hook, call by call."""
        told = []
        calendar_class = self.env.registry["resource.calendar"]

        def hook(calendars):
            told.append(calendars)

        with patch.object(calendar_class, "_cs_calendar_changed", hook):
            change(*args)
        return told

    def test_a_change_is_told_to_the_clocks(self):
        line = self.calendar.attendance_ids[0]
        self.assertEqual(
            self._told_by(line.write, {"hour_to": 11}), [self.calendar.sudo()]
        )
        self.assertEqual(self._told_by(line.write, {"name": "Early"}), [])
        self.assertEqual(self._told_by(self.calendar.write, {"name": "Desk"}), [])
        other = self._create_calendar("UTC", OFFICE, active=False)
        holiday = (datetime(2023, 10, 11), datetime(2023, 10, 12))
        nobody = self.env["resource.calendar"]
        (told,) = self._told_by(self._create_leave, nobody, *holiday)
        self.assertLessEqual(self.calendar | other, told)
        self.assertEqual(told.company_id, self.calendar.company_id)

    def test_time_off_of_a_person_clears_nothing(self):
        resource = self.env["resource.resource"].create(
            {"name": "Li", "calendar_id": self.calendar.id}
        )
        self.assertEqual(self._worked(self.calendar), 40)
        self.env.flush_all()
        self.env.registry.signal_changes()
        holiday = (datetime(2023, 10, 11), datetime(2023, 10, 12))
        leave = self._create_leave(self.calendar, *holiday, resource_id=resource.id)
        self.assertNotIn("stable", self.env.registry.cache_invalidated)
        self.env.registry.clear_cache("stable")
        self.assertEqual(self._worked(self.calendar), 40)
        self.env.registry.signal_changes()
        leave.resource_id = False
        self.assertIn("stable", self.env.registry.cache_invalidated)
        self.assertEqual(self._worked(self.calendar), 32)

    def test_other_processes_are_told(self):
        registry = self.env.registry
        registry.signal_changes()
        before = registry.cache_sequences["stable"]
        self.calendar.attendance_ids[0].hour_to = 11
        self.assertIn("stable", registry.cache_invalidated)
        registry.signal_changes()
        self.assertEqual(registry.cache_sequences["stable"], before + 1)

    def test_calendars_that_carry_no_clock(self):
        usable = self._create_calendar("UTC", OFFICE)
        self.assertTrue(usable._cs_can_carry_clock())
        self.assertFalse(self.env["resource.calendar"]._cs_can_carry_clock())
        flexible = self._create_calendar("UTC", OFFICE, schedule_type="flexible")
        empty = self._create_calendar("UTC", ())
        sections = self._create_calendar("UTC", (), two_weeks=True)
        monday = epoch(datetime(2023, 10, 9))
        for calendar in (flexible, empty, sections):
            self.assertFalse(calendar._cs_can_carry_clock())
            for mode in ("working_hours", "working_days"):
                calendar._cs_worktime(mode).advance(monday, HOUR)
            calendar._cs_skipped(monday, monday + DAY)
        self.assertIsNone(empty._cs_worktime("working_hours").advance(monday, HOUR))
        usable.schedule_type = "flexible"
        self.assertFalse(usable._cs_can_carry_clock())

    def test_skipped_names_the_holiday_even_for_the_customer(self):
        holiday = (datetime(2023, 10, 15, 16), datetime(2023, 10, 16, 15, 59, 59))
        self._create_leave(self.calendar, *holiday, name="Chung Yeung")
        portal = new_test_user(self.env, "cs_wt_portal", groups="base.group_portal")
        friday = epoch(datetime(2023, 10, 13, 9))  # 17:00 in Shanghai
        skips = self.calendar.with_user(portal)._cs_skipped(friday, friday + 4 * DAY)
        self.assertEqual(
            [(skip["reason"], skip["name"]) for skip in skips[:3]],
            [
                (SkipReason.CLOSED, ""),
                (SkipReason.NON_WORKING_DAY, ""),
                (SkipReason.LEAVE, "Chung Yeung"),
            ],
        )
        self.assertEqual(skips[2]["end"] - skips[2]["start"], DAY)
        worktime = self.calendar.with_user(portal)._cs_worktime("working_days")
        self.assertEqual(worktime.advance(friday, DAY), friday + 4 * DAY)
