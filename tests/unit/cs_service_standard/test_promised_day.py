"""Promised days: when they are over and when to remind of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cs_service_standard.engine.promised_day import PromisedDay
from hypothesis import given
from hypothesis import strategies as st

FRIDAY = date(2023, 10, 13)
SHANGHAI = "Asia/Shanghai"


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "over"),
    [
        (PromisedDay(FRIDAY, 0, SHANGHAI), "2023-10-13 16:00"),
        (PromisedDay(FRIDAY, 10.5, SHANGHAI), "2023-10-13 02:30"),
        (PromisedDay(FRIDAY), "2023-10-14 00:00"),
        (PromisedDay(date(2023, 12, 31), 0, SHANGHAI), "2023-12-31 16:00"),
        (PromisedDay(date(2023, 10, 29), 0, "Europe/Berlin"), "2023-10-29 23:00"),
        (PromisedDay(date(2023, 10, 28), 0, "Europe/Berlin"), "2023-10-28 22:00"),
    ],
)
def test_over(day: PromisedDay, over: str) -> None:
    assert day.over == _utc(over)


@pytest.mark.parametrize(
    ("day", "days", "hour", "at"),
    [
        (FRIDAY, 3, 9, "2023-10-10 01:00"),
        (date(2023, 10, 23), 3, 9, "2023-10-20 01:00"),
        (date(2023, 10, 2), 3, 8.5, "2023-09-29 00:30"),
        (FRIDAY, 0, 0, "2023-10-12 16:00"),
    ],
)
def test_reminder(day: date, days: int, hour: float, at: str) -> None:
    assert PromisedDay(day, 0, SHANGHAI).reminder(days, hour) == _utc(at)


zones = st.sampled_from(["UTC", SHANGHAI, "Europe/Berlin", "America/New_York"])
days_ = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(days_, st.floats(0, 23.9), zones, st.integers(1, 60), st.floats(0, 23.9))
def test_a_reminder_comes_before_the_day_is_over(
    day: date, hour: float, zone: str, before: int, at: float
) -> None:
    promised = PromisedDay(day, hour, zone)
    assert promised.reminder(before + 1, at) < promised.over


@given(days_, zones, st.integers(1, 400))
def test_a_later_day_is_over_later(day: date, zone: str, more: int) -> None:
    later = PromisedDay(day + timedelta(days=more), 0, zone)
    assert later.over > PromisedDay(day, 0, zone).over
