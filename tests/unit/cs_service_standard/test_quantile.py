"""Limits from the time used: exact order statistics, checked by counting."""

import pytest
from cs_service_standard.engine.quantile import needed, percent, rank
from hypothesis import given
from hypothesis import strategies as st

MINUTE = 60
TIMES = st.lists(st.integers(0, 10**6), max_size=60)


@pytest.mark.parametrize(
    ("share", "n", "expected"),
    [(95, 20, 19), (95, 21, 20), (50, 3, 2), (100, 7, 7), (0.1, 5, 1), (90, 10, 9)],
)
def test_share_of_n_is_rounded_up(share, n, expected):
    assert rank(share, n) == expected


def test_nineteen_of_twenty_need_the_nineteenth_time():
    used = [minutes * MINUTE for minutes in range(10, 210, 10)]
    found = needed(used, [], 95)
    assert (found.least, found.most, found.n, found.open) == (11400, 11400, 20, 0)
    assert found.certain


def test_strict_limit_needs_a_second_more():
    assert needed([10, 20, 29], [], 100, strict=True).most == 30


def test_open_requests_give_two_ends():
    found = needed([60, 120, 180], [90], 75)
    assert (found.least, found.most) == (120, 180)
    assert not found.certain
    assert found.open == 1


def test_too_many_open_leave_the_upper_end_open():
    assert needed([60], [600, 700], 95).most is None


def test_nothing_says_nothing():
    assert needed([], [], 95) is None
    assert needed([60], [], 0) is None


@given(TIMES, TIMES, st.floats(0.1, 100), st.booleans())
def test_the_limit_is_enough_and_one_second_less_is_not(used, running, share, strict):
    found = needed(used, running, share, strict)
    if not found:
        return

    def kept(limit, times):
        return sum(time < limit if strict else time <= limit for time in times)

    wanted = rank(share, found.n)
    if found.most is not None:
        assert kept(found.most, used) >= wanted
        assert kept(found.most - 1, used) < wanted
    # at best everything open ends now
    assert kept(found.least, [*used, *running]) >= wanted
    assert kept(found.least - 1, [*used, *running]) < wanted
    assert found.most is None or found.least <= found.most


@pytest.mark.parametrize(
    ("kept", "n", "expected"),
    [(0, 0, 0.0), (1, 3, 33.3), (2, 3, 66.7), (9999, 10000, 99.9), (1, 10000, 0.1)],
)
def test_percent_never_rounds_to_all_or_nothing(kept, n, expected):
    assert percent(kept, n) == expected
