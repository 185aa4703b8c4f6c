"""Cadence: on which days regular reports are due."""

from datetime import date, timedelta

import pytest
from cs_service_standard.engine.cadence import following, latest_due
from hypothesis import given
from hypothesis import strategies as st

D = date


@pytest.mark.parametrize(
    ("last", "cadence", "anchor", "due"),
    [
        (D(2023, 10, 2), "weekly", 0, D(2023, 10, 9)),
        (D(2023, 12, 28), "weekly", 0, D(2024, 1, 4)),
        (D(2023, 10, 2), "monthly", 0, D(2023, 11, 2)),
        (D(2023, 12, 15), "monthly", 15, D(2024, 1, 15)),
        (D(2024, 1, 31), "monthly", 31, D(2024, 2, 29)),
        (D(2024, 2, 29), "monthly", 31, D(2024, 3, 31)),
        (D(2023, 2, 28), "monthly", 0, D(2023, 3, 28)),
        (D(2023, 2, 28), "monthly", 30, D(2023, 3, 30)),
        (D(2023, 10, 2), "monthly", 25, D(2023, 11, 2)),
    ],
)
def test_following(last: date, cadence: str, anchor: int, due: date) -> None:
    assert following(last, cadence, anchor) == due


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (D(2023, 10, 8), None),
        (D(2023, 10, 9), D(2023, 10, 9)),
        (D(2023, 10, 15), D(2023, 10, 9)),
        (D(2023, 10, 16), D(2023, 10, 16)),
        (D(2023, 10, 31), D(2023, 10, 30)),
    ],
)
def test_latest_due(today: date, found: date | None) -> None:
    assert latest_due(D(2023, 10, 9), "weekly", today) == found


days = st.dates(D(2000, 1, 1), D(2090, 1, 1))
cadences = st.sampled_from(["weekly", "monthly"])


@given(days, cadences, st.integers(1, 31))
def test_the_next_report_is_later_and_within_two_months(
    last: date, cadence: str, anchor: int
) -> None:
    assert timedelta(0) < following(last, cadence, anchor) - last <= timedelta(62)


@given(days, cadences, st.integers(0, 400))
def test_the_latest_due_day_has_come_and_the_next_has_not(
    first: date, cadence: str, wait: int
) -> None:
    today = first + timedelta(days=wait)
    found = latest_due(first, cadence, today, first.day)
    assert found is not None and found <= today < following(found, cadence, first.day)
