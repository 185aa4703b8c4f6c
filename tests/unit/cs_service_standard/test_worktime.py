"""Working time: the cases users of other helpdesks complain about, and the laws."""

import doctest
from dataclasses import replace

import pytest
from cs_service_standard.engine import calendar_spec, spans, worktime
from cs_service_standard.engine.calendar_spec import build_year, skipped
from cs_service_standard.engine.worktime import (
    ELAPSED,
    HORIZON_YEARS,
    Worktime,
    YearIndex,
    index,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .calendar_case import (
    A_HOLIDAY,
    CAL40,
    DAY,
    EMPTY,
    HOUR,
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


@pytest.mark.parametrize(
    ("spec", "opened", "hours", "due"),
    [
        pytest.param(A_HOLIDAY, "2026-03-06 17:50", 4, "Tue 10 12:50:00", id="holiday"),
        pytest.param(A, "2026-03-06 17:30", 1, "Mon 09 09:30:00", id="weekend"),
        pytest.param(D, "2026-03-06 17:30", 1, "Fri 06 18:30:00", id="24x7"),
    ],
)
def test_case_01_closed_hours_do_not_count(spec, opened, hours, due):
    assert_due(spec, opened, hours * HOUR, due)


@pytest.mark.parametrize(
    ("opened", "due"),
    [("2026-03-03 12:50", "Tue 03 14:05:00"), ("2026-03-03 13:20", "Tue 03 14:15:00")],
)
def test_case_02_lunch_does_not_count(opened, due):
    assert_due(B, opened, 15 * 60, due)


@pytest.mark.parametrize(
    ("opened", "seconds", "due"),
    [
        ("2026-03-03 23:50", 15 * 60, "Wed 04 00:05:00"),
        ("2026-03-03 23:59:45", 30, "Wed 04 00:00:15"),
    ],
)
def test_case_03_round_the_clock_is_open_at_midnight(opened, seconds, due):
    assert_due(D, opened, seconds, due)


@pytest.mark.parametrize(
    ("spec", "opened", "due"),
    [
        pytest.param(A, "2026-03-27 17:00", "Mon 30 12:00:00", id="weekend between"),
        pytest.param(D, "2026-03-28 23:30", "Sun 29 04:30:00", id="23 hour day"),
        pytest.param(D, "2026-10-24 23:30", "Sun 25 02:30:00", id="25 hour day"),
    ],
)
def test_case_04_summer_time_shifts_nothing(spec, opened, due):
    assert_due(spec, opened, 4 * HOUR, due)


def test_case_08_partial_leave_takes_its_hours_from_that_day_only():
    spec = replace(A, leaves=(leave("2026-03-04 15:00", "2026-03-04 18:00"),))
    days = [at(f"2026-03-{day:02}") for day in range(2, 8)]
    worked = [
        counting(spec).elapsed(start, end)
        for start, end in zip(days, days[1:], strict=False)
    ]
    assert worked == [9 * HOUR, 9 * HOUR, 6 * HOUR, 9 * HOUR, 9 * HOUR]
    assert_due(spec, "2026-03-04 14:00", 2 * HOUR, "Thu 05 10:00:00")


def test_case_10_a_pause_costs_working_time_only():
    work = counting(A)
    opened, due = at("2026-03-02 15:00"), at("2026-03-03 10:00")
    paused, resumed = at("2026-03-02 17:00"), at("2026-03-03 09:00")
    assert work.advance(opened, 4 * HOUR) == due
    assert work.elapsed(opened, paused) == 2 * HOUR
    assert work.elapsed(paused, resumed) == HOUR
    assert work.advance(resumed, 2 * HOUR) == at("2026-03-03 11:00")


def test_rsp_09_mail_answered_within_a_working_day():
    friday = at("2023-10-13 18:00", CAL40.tz)
    due = counting(CAL40, True).advance(friday, DAY)
    assert local(due, CAL40.tz) == "Mon 16 18:00:00"
    assert local(ELAPSED.advance(friday, DAY), CAL40.tz) == "Sat 14 18:00:00"


def test_rsp_17_four_working_hours_over_the_weekend():
    assert_due(CAL40, "2023-10-13 15:00", 4 * HOUR, "Mon 16 10:00:00")


def test_rsp_19_three_working_days():
    monday = at("2023-10-09 10:00", CAL40.tz)
    due = counting(CAL40, True).advance(monday, 3 * DAY)
    assert local(due, CAL40.tz) == "Thu 12 10:00:00"
    assert local(ELAPSED.advance(monday, DAY), CAL40.tz) == "Tue 10 10:00:00"


def test_used_up_at_closing_time_is_due_at_closing_time():
    assert_due(A, "2026-03-03 17:00", HOUR, "Tue 03 18:00:00")
    assert_due(A, "2026-03-03 17:00", HOUR + 1, "Wed 04 09:00:01")


def test_nothing_promised_is_due_at_once_even_when_closed():
    sunday = at("2026-03-08 12:00")
    assert counting(A).advance(sunday, 0) == sunday
    assert counting(EMPTY).advance(sunday, 0) == sunday


def test_open_from_the_first_second_to_before_the_last():
    work = counting(B)
    opened = {
        clock: work.is_open(at(f"2026-03-03 {clock}"))
        for clock in ("08:59:59", "09:00", "12:59:59", "13:00", "14:00", "18:00")
    }
    assert opened == {
        "08:59:59": False,
        "09:00": True,
        "12:59:59": True,
        "13:00": False,
        "14:00": True,
        "18:00": False,
    }


def test_empty_calendar_never_ends_and_never_raises():
    for whole_days in (False, True):
        work = counting(EMPTY, whole_days)
        assert work.advance(at("2026-03-03"), 1) is None
        assert work.elapsed(at("2026-03-03"), at("2027-03-03")) == 0
        assert not work.is_open(at("2026-03-03 12:00"))
        assert work.spans(at("2026-03-03"), at("2026-04-03")) == []


def test_too_little_working_time_within_the_horizon():
    hour = YearIndex((0,), (1,), (0,), 1)
    loaded = []
    work = Worktime(lambda year: loaded.append(year) or hour)
    assert work.advance(at("2026-12-31"), HORIZON_YEARS + 5) is None
    assert loaded == list(range(2026, 2026 + HORIZON_YEARS + 1))


def test_each_year_is_loaded_once():
    loaded = []
    work = Worktime(lambda year: loaded.append(year) or build_year(A, year))
    for day in range(1, 20):
        work.advance(at(f"2026-03-{day:02}"), HOUR)
    assert loaded == [2026]


def test_out_of_order_is_no_time():
    later, sooner = at("2026-03-03 12:00"), at("2026-03-03 10:00")
    for work in (counting(A), ELAPSED):
        assert work.elapsed(later, sooner) == 0
        assert work.elapsed(later, later) == 0
        assert work.spans(later, sooner) == []
    assert ELAPSED.is_open(later)
    assert ELAPSED.spans(sooner, later) == [(sooner, later)]


def test_over_new_year():
    work = counting(D)
    opened, due = at("2026-12-31 22:00"), at("2027-01-01 06:00")
    assert work.advance(opened, 8 * HOUR) == due
    assert work.elapsed(opened, due) == 8 * HOUR
    assert work.spans(opened, due) == [(opened, due)]
    weekdays = 262 + 261 + 261
    three_years = counting(A).elapsed(at("2024-01-01"), at("2027-01-01"))
    assert three_years == weekdays * 9 * HOUR


def test_used_up_with_the_last_second_of_the_year():
    opened = at("2026-12-31 23:59:50", "UTC")
    spec = replace(D, tz="UTC")
    assert_due(spec, "2026-12-31 23:59:50", 10, "Fri 01 00:00:00")
    assert counting(spec).advance(opened, 11) == opened + 11


SPECS = (
    *(A_HOLIDAY, B, D, CAL40, TWO_WEEKS),
    calendar((22, 24), (0, 6), tz="America/New_York", days=range(7)),
)
specs = st.sampled_from([(spec, days) for spec in SPECS for days in (False, True)])
instants = st.integers(at("2024-01-01", "UTC"), at("2027-06-01", "UTC"))
durations = st.integers(1, 90 * DAY)
quick = settings(max_examples=60, deadline=None, database=None)


@quick
@given(specs, st.lists(instants, min_size=3, max_size=3))
def test_elapsed_adds_up(spec, moments):
    first, middle, last = sorted(moments)
    work = counting(*spec)
    parts = work.elapsed(first, middle) + work.elapsed(middle, last)
    assert work.elapsed(first, last) == parts


@quick
@given(specs, instants, durations)
def test_advance_and_elapsed_are_inverse(spec, instant, seconds):
    work = counting(*spec)
    due = work.advance(instant, seconds)
    assert work.elapsed(instant, due) == seconds
    assert work.elapsed(instant, due - 1) == seconds - 1, "earliest such instant"


@quick
@given(specs, instants, durations, durations)
def test_more_time_or_a_later_start_is_never_due_sooner(spec, instant, one, other):
    work = counting(*spec)
    less, more = sorted((one, other))
    assert work.advance(instant, less) <= work.advance(instant, more)
    assert work.advance(instant, one) <= work.advance(instant + other, one)


@quick
@given(specs, instants, st.integers(1, 20 * DAY))
def test_spans_and_skips_divide_the_window(spec, start, length):
    (plan, whole_days), end = spec, start + length
    opened = counting(*spec).spans(start, end)
    shut = [part[:2] for part in skipped(plan, start, end, whole_days)]
    edges = sorted(opened + shut)
    assert sum(end - start for start, end in opened) == counting(*spec).elapsed(
        start, end
    )
    assert edges[0][0] == start and edges[-1][1] == end
    assert all(a[1] == b[0] for a, b in zip(edges, edges[1:], strict=False))


def test_index_of_nothing():
    nothing = index(((), ()))
    assert (nothing.total, nothing.worked_until(5)) == (0, 0)


@pytest.mark.parametrize("module", [calendar_spec, spans, worktime])
def test_examples_in_docstrings(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted and not outcome.failed
