"""Row RSP-24: the periods a nightly check looks at, without a database."""

from datetime import date, timedelta

import pytest
from cs_service_standard.engine import periods
from hypothesis import given
from hypothesis import strategies as st

KINDS = ("day", "week", "month")


@pytest.mark.parametrize(
    ("kind", "today", "expected"),
    [
        pytest.param("day", (2024, 3, 1), ((2024, 2, 29),) * 2, id="leap day"),
        pytest.param(
            "week", (2023, 10, 9), ((2023, 10, 2), (2023, 10, 8)), id="on a Monday"
        ),
        pytest.param(
            "week", (2023, 10, 15), ((2023, 10, 2), (2023, 10, 8)), id="on a Sunday"
        ),
        pytest.param(
            "month", (2024, 1, 31), ((2023, 12, 1), (2023, 12, 31)), id="over a year"
        ),
    ],
)
def test_rsp_24_last_period_that_ended(kind, today, expected):
    first, last = expected
    assert periods.ended(kind, date(*today), 1) == [(date(*first), date(*last))]


def test_no_such_period():
    with pytest.raises(ValueError, match="unknown period: year"):
        periods.start_of("year", date(2023, 1, 1))


@given(
    st.sampled_from(KINDS),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(1, 30),
)
def test_law_periods_follow_each_other_without_a_gap(kind, today, count):
    found = periods.ended(kind, today, count)
    assert len(found) == count
    assert found[0][1] < today
    for (first, _last), (_earlier, before) in zip(found, found[1:], strict=False):
        assert before + timedelta(days=1) == first
    assert all(periods.start_of(kind, last) == first for first, last in found)
