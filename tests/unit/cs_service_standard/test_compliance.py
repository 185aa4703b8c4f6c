"""How well a clause is kept: spans, totals and arrows, without a database."""

from datetime import date, timedelta

import pytest
from cs_service_standard.engine.compliance import (
    Trend,
    last_full,
    this_month,
    total,
    trend,
)
from cs_service_standard.engine.figures import Share
from hypothesis import given
from hypothesis import strategies as st

counts = st.integers(0, 1000)
shares = st.builds(lambda k, more: Share(k, k + more), counts, counts)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("kind", "today", "before", "first", "end"),
    [
        ("month", "2023-10-01", "2023-08-01", "2023-09-01", "2023-10-01"),
        ("month", "2023-09-30", "2023-07-01", "2023-08-01", "2023-09-01"),
        ("month", "2024-01-15", "2023-11-01", "2023-12-01", "2024-01-01"),
        ("quarter", "2024-01-15", "2023-07-01", "2023-10-01", "2024-01-01"),
        ("year", "2024-02-29", "2022-02-01", "2023-02-01", "2024-02-01"),
    ],
)
def test_last_full_span(kind, today, before, first, end):
    span = last_full(kind, date.fromisoformat(today))
    found = [day.isoformat() for day in (span.before, span.first, span.end)]
    assert found == [before, first, end]


@given(days)
def test_the_last_span_is_over_and_the_running_one_is_not(today):
    assert last_full("month", today).end <= today
    running = this_month(today)
    assert running.first <= today < running.end == today + timedelta(days=1)
    assert running.before < running.first


@pytest.mark.parametrize(
    ("now", "before", "wanted"),
    [
        pytest.param(Share(0, 0), Share(9, 9), Trend.NONE, id="no data"),
        pytest.param(Share(9, 9), Share(50, 100), Trend.FEW, id="few now"),
        pytest.param(Share(50, 100), Share(9, 9), Trend.FEW, id="few before"),
        pytest.param(Share(10, 10), Share(5, 10), Trend.UP, id="ten are enough"),
        pytest.param(Share(5, 10), Share(10, 10), Trend.DOWN, id="down"),
        pytest.param(Share(91, 100), Share(90, 100), Trend.UP, id="a point"),
        pytest.param(Share(909, 1000), Share(900, 1000), Trend.LEVEL, id="less"),
    ],
)
def test_trend(now, before, wanted):
    assert trend(now, before, 10) is wanted


@given(shares, shares)
def test_trend_turns_with_its_sides(now, before):
    turned = {Trend.UP: Trend.DOWN, Trend.DOWN: Trend.UP}
    found = trend(now, before, 1)
    if now.n and before.n:
        assert trend(before, now, 1) is turned.get(found, found)


@given(st.lists(shares))
def test_total_loses_nothing(found):
    summed = total(found)
    assert (summed.k, summed.n) == (sum(s.k for s in found), sum(s.n for s in found))
    assert total([]).percent is None
