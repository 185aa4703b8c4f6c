"""From a weekly plan and leaves to the seconds of a year that count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cs_service_standard.engine.calendar_spec import (
    Attendance,
    CalendarSpec,
    SkipReason,
    build_year,
    is_zone,
    skipped,
)

from .calendar_case import (
    A_HOLIDAY,
    DAY,
    HOUR,
    MADRID,
    TWO_WEEKS,
    A,
    B,
    D,
    assert_due,
    at,
    calendar,
    counting,
    leave,
    local,
)


def test_leap_day():
    assert_due(A, "2024-02-29 17:00", 2 * HOUR, "Fri 01 10:00:00")
    assert_due(D, "2024-02-28 12:00", DAY, "Thu 29 12:00:00")
    assert build_year(D, 2024).total == 366 * DAY
    assert build_year(D, 2023).total == 365 * DAY


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)]
)
@pytest.mark.parametrize("whole_days", [False, True])
def test_a_local_day_has_the_hours_it_has(day, hours, whole_days):
    start = at(day)
    end = at(str(date.fromisoformat(day) + timedelta(days=1)))
    assert counting(D, whole_days).elapsed(start, end) == hours * HOUR


def test_skipped_and_repeated_local_times():
    """As Odoo reads them: offset from before the gap, second occurrence."""
    night = calendar((1.5, 2.5), days=range(7))
    spring, autumn = at("2026-03-29"), at("2026-10-25")
    first_half = (at("2026-03-29 01:30"), at("2026-03-29 03:30"))
    assert counting(night).spans(spring, spring + DAY) == [first_half]
    both = (at("2026-10-25 01:30"), at("2026-10-25 02:30", fold=1))
    assert counting(night).spans(autumn, autumn + DAY) == [both]


@pytest.mark.parametrize(
    "tz", ["America/Havana", "Africa/Cairo", "Atlantic/Azores", "Pacific/Apia"]
)
def test_round_the_clock_has_no_hole_where_midnight_itself_moves(tz):
    spec = replace(D, tz=tz)
    for year in (2011, 2026):
        start, end = at(f"{year}-01-01", "UTC"), at(f"{year + 1}-01-01", "UTC")
        for whole_days in (False, True):
            assert counting(spec, whole_days).spans(start, end) == [(start, end)]


def test_two_weeks_alternate_even_over_new_year():
    work = counting(TWO_WEEKS)
    fridays = [date(2026, 12, 18) + timedelta(weeks=n) for n in range(4)]
    hours = [
        work.elapsed(at(str(day), TWO_WEEKS.tz), at(f"{day} 23:00", TWO_WEEKS.tz))
        for day in fridays
    ]
    parity = [(day.toordinal() - 1) // 7 % 2 for day in fridays]
    assert sorted(parity) == [0, 0, 1, 1]
    assert hours == [4.5 * HOUR * week for week in parity]


def test_week_of_a_line_without_any_is_the_first():
    line = Attendance(0, 9, 10)
    first, second = (
        build_year(
            CalendarSpec("UTC", (replace(line, week_type=week),), (), True), 2026
        )
        for week in (0, 1)
    )
    assert build_year(CalendarSpec("UTC", (line,), (), True), 2026) == first != second


def test_overlapping_attendances_and_leaves_count_once():
    spec = replace(
        calendar((9, 14), (12, 18)),
        leaves=(
            leave("2026-03-03 10:00", "2026-03-03 12:00"),
            leave("2026-03-03 11:00", "2026-03-03 13:00"),
        ),
    )
    assert counting(spec).elapsed(at("2026-03-03"), at("2026-03-04")) == 6 * HOUR


def test_hours_are_rounded_to_the_minute():
    spec = calendar((9.333333, 17.999), days=(1,))
    assert counting(spec).spans(at("2026-03-03"), at("2026-03-04")) == [
        (at("2026-03-03 09:20"), at("2026-03-03 18:00"))
    ]


def test_zones_this_machine_does_not_know():
    assert is_zone(MADRID)
    assert not any(map(is_zone, ("Mars/Olympus", "", "../etc/passwd", "Europe")))


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        ("2026-03-04 09:00", "2026-03-04 17:00", "Thu 05 10:00:00"),
        ("2026-03-04 09:00", "2026-03-04 18:00", "Fri 06 10:00:00"),
        ("2026-03-04 00:00", "2026-03-04 17:59:59", "Fri 06 10:00:00"),
    ],
    ids=["short day", "whole day", "whole day but for its last second"],
)
def test_a_leave_over_all_hours_of_a_day_makes_it_no_working_day(start, end, due):
    spec = replace(A, leaves=(leave(start, end),))
    found = counting(spec, True).advance(at("2026-03-03 10:00"), 2 * DAY)
    assert local(found) == due


def test_holiday_until_a_second_before_midnight_round_the_clock():
    """Odoo's own way to enter a whole day: 00:00:00 to 23:59:59."""
    spec = replace(D, leaves=(leave("2026-03-04", "2026-03-04 23:59:59"),))
    noon = at("2026-03-03 12:00")
    assert local(counting(spec, True).advance(noon, DAY)) == "Thu 05 12:00:00"


def test_received_on_a_day_off_counts_from_the_next_working_day():
    due = counting(A, True).advance(at("2026-03-07 11:00"), DAY)
    assert due == at("2026-03-10 00:00")


def why(spec, start, end, **kwargs):
    return [
        (local(opening, spec.tz), local(closing, spec.tz), str(reason), label)
        for opening, closing, reason, label in skipped(
            spec, at(start, spec.tz), at(end, spec.tz), **kwargs
        )
    ]


def test_the_weekend_and_the_holiday_are_named():
    assert why(A_HOLIDAY, "2026-03-06 17:50", "2026-03-10 12:50") == [
        ("Fri 06 18:00:00", "Sat 07 00:00:00", "closed", 0),
        ("Sat 07 00:00:00", "Mon 09 00:00:00", "non_working_day", 0),
        ("Mon 09 00:00:00", "Tue 10 00:00:00", "leave", 7),
        ("Tue 10 00:00:00", "Tue 10 09:00:00", "closed", 0),
    ]
    days = why(A_HOLIDAY, "2026-03-06 17:50", "2026-03-10 12:50", whole_days=True)
    assert [reason for *_, reason, _ in days] == ["non_working_day", "leave"]


def test_lunch_and_overlapping_partial_leaves_are_told_apart():
    spec = replace(
        B,
        leaves=(
            leave("2026-03-03 16:00", "2026-03-03 18:00", 2),
            leave("2026-03-03 12:00", "2026-03-03 17:00", 1),
        ),
    )
    assert why(spec, "2026-03-03 10:00", "2026-03-03 18:00") == [
        ("Tue 03 12:00:00", "Tue 03 13:00:00", "leave", 1),
        ("Tue 03 13:00:00", "Tue 03 14:00:00", "closed", 0),
        ("Tue 03 14:00:00", "Tue 03 17:00:00", "leave", 1),
        ("Tue 03 17:00:00", "Tue 03 18:00:00", "leave", 2),
    ]
    assert why(spec, "2026-03-03 10:00", "2026-03-03 18:00", whole_days=True) == []


def test_reasons_are_codes():
    assert {str(reason) for reason in SkipReason} == {
        "closed",
        "non_working_day",
        "leave",
    }
