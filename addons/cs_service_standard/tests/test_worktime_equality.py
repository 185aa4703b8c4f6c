"""Calendars count as resource.calendar does: ten thousand random cases."""

import random
from datetime import UTC, datetime, timedelta

import pytz

from odoo.tests import tagged

from .test_worktime_calendar import (
    DAY,
    HOUR,
    LUNCH,
    OFFICE,
    WORKWEEK,
    WorktimeCase,
    epoch,
)

ALWAYS = ((0, 24),)
WEEK = range(7)
BEGIN = datetime(2025, 6, 1, tzinfo=UTC)
END = datetime(2027, 1, 31, tzinfo=UTC)
CASES = 720

# name: (time zone, hours of a day, days, number of leaves, two weeks)
CALENDARS = {
    "Madrid office": ("Europe/Madrid", OFFICE, WORKWEEK, 0, False),
    "Madrid lunch, leaves": ("Europe/Madrid", LUNCH, WORKWEEK, 20, False),
    "Madrid always, leaves": ("Europe/Madrid", ALWAYS, WEEK, 20, False),
    "Brussels lunch, many leaves": ("Europe/Brussels", LUNCH, WORKWEEK, 200, False),
    "Brussels two weeks": ("Europe/Brussels", LUNCH, WORKWEEK, 0, True),
    "Brussels two weeks, leaves": ("Europe/Brussels", OFFICE, range(6), 20, True),
    "Shanghai cal40": ("Asia/Shanghai", LUNCH, WORKWEEK, 0, False),
    "Shanghai cal40, many leaves": ("Asia/Shanghai", LUNCH, WORKWEEK, 200, False),
    "New York office, leaves": ("America/New_York", OFFICE, WORKWEEK, 20, False),
    "New York always": ("America/New_York", ALWAYS, WEEK, 0, False),
    "New York nights": ("America/New_York", ((0, 6), (22, 24)), WEEK, 20, False),
    "UTC office": ("UTC", ((7.5, 16.25),), WORKWEEK, 0, False),
    "UTC always, many leaves": ("UTC", ALWAYS, WEEK, 200, False),
    "Casablanca office": ("Africa/Casablanca", OFFICE, WORKWEEK, 0, False),
    "Madrid over the change": ("Europe/Madrid", ((1.5, 2.5), (3, 5)), WEEK, 20, False),
}


def naive(instant):
    return datetime.fromtimestamp(instant, UTC).replace(tzinfo=None)


@tagged("post_install", "-at_install")
class TestWorktimeEquality(WorktimeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rng = random.Random(20231009)
        cls.calendars = {
            name: cls._create_calendar(tz, hours, days, two_weeks, name=name)
            for name, (tz, hours, days, _leaves, two_weeks) in CALENDARS.items()
        }
        cls.env["resource.calendar.leaves"].create(
            [
                vals
                for name, (tz, _hours, _days, number, _two) in CALENDARS.items()
                for vals in cls._random_leaves(cls.calendars[name], tz, number)
            ]
        )

    @classmethod
    def _random_leaves(cls, calendar, tz, number):
        """Whole days as Odoo's form enters them, short days and mere trainings."""
        for order in range(number):
            day = BEGIN.replace(tzinfo=None)
            day += timedelta(days=cls.rng.randrange((END - BEGIN).days))
            length = timedelta(days=cls.rng.choice((1, 1, 1, 5)), seconds=-1)
            if order % 3 == 0:
                day += timedelta(minutes=15 * cls.rng.randrange(96))
                length = timedelta(minutes=15 * cls.rng.randrange(1, 24))
            start = pytz.timezone(tz).localize(day).astimezone(UTC).replace(tzinfo=None)
            yield {
                "name": f"Leave {order}",
                "calendar_id": calendar.id,
                "date_from": start,
                "date_to": start + length,
                "time_type": "other" if order % 10 == 9 else "leave",
            }

    def _leave_domain(self, calendar):
        companies = [False, calendar.company_id.id]
        return [("time_type", "=", "leave"), ("company_id", "in", companies)]

    def _odoo_spans(self, calendar):
        """Hour 24 is a microsecond short in Odoo: to the whole second."""
        domain = self._leave_domain(calendar)
        spans = calendar._work_intervals_batch(BEGIN, END, domain=domain)[False]
        return [(round(a.timestamp()), round(b.timestamp())) for a, b, _ in spans]

    @staticmethod
    def _elapsed(spans, start, end):
        return sum(max(min(end, b) - max(start, a), 0) for a, b in spans)

    @staticmethod
    def _advance(spans, instant, seconds):
        for start, end in spans:
            start = max(start, instant)
            if end > start and seconds <= end - start:
                return start + seconds
            seconds -= max(end - start, 0)
        return None

    def _random_case(self, horizon):
        instant = self.rng.randrange(epoch(BEGIN), epoch(END) - 150 * DAY)
        return instant, self.rng.randrange(1, horizon)

    def test_ten_thousand_cases_against_work_intervals(self):
        cases = 0
        for name, calendar in self.calendars.items():
            spans = self._odoo_spans(calendar)
            worktime = calendar._cs_worktime("working_hours")
            for _ in range(CASES // 2):
                cases += 2
                start, length = self._random_case(40 * DAY)
                elapsed = worktime.elapsed(start, start + length)
                expected = self._elapsed(spans, start, start + length)
                self.assertAlmostEqual(elapsed, expected, delta=1, msg=name)
                start, seconds = self._random_case(60 * HOUR)
                due = worktime.advance(start, seconds)
                expected = self._advance(spans, start, seconds)
                self.assertAlmostEqual(due, expected, delta=1, msg=(name, start))
        self.assertGreaterEqual(cases, 10_000)

    def test_public_methods(self):
        for name, calendar in self.calendars.items():
            domain = self._leave_domain(calendar)
            worktime = calendar._cs_worktime("working_hours")
            for _ in range(24):
                start, seconds = self._random_case(12 * HOUR)
                due = calendar.plan_hours(
                    seconds / HOUR, naive(start), compute_leaves=True, domain=domain
                )
                ours = worktime.advance(start, seconds)
                self.assertAlmostEqual(
                    ours, due.replace(tzinfo=UTC).timestamp(), delta=1
                )
                start, length = self._random_case(5 * DAY)
                hours = calendar.get_work_hours_count(
                    naive(start), naive(start + length), domain=domain
                )
                ours = worktime.elapsed(start, start + length)
                self.assertAlmostEqual(ours, hours * HOUR, delta=1, msg=name)

    def test_working_days_are_the_days_with_work(self):
        for name, calendar in self.calendars.items():
            zone = pytz.timezone(calendar.tz)
            # the last second of a holiday entered until 23:59:59 is no working day
            expected = {
                datetime.fromtimestamp(start, zone).date()
                for start, end in self._odoo_spans(calendar)
                if end - start > 1
            }
            counted = set()
            spans = calendar._cs_worktime("working_days").spans(
                epoch(BEGIN), epoch(END)
            )
            for start, end in spans:
                day = datetime.fromtimestamp(start, zone).date()
                while day <= datetime.fromtimestamp(end - 1, zone).date():
                    counted.add(day)
                    day += timedelta(days=1)
            border = {BEGIN.date(), END.date(), END.date() - timedelta(days=1)}
            self.assertEqual(counted - border, expected - border, name)
