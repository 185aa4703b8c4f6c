"""Rows RSP-06, RSP-10, RSP-21, RSP-24: the figures, without a database."""

from decimal import Decimal

import pytest
from cs_service_standard.engine import figures
from cs_service_standard.engine.figures import Lateness, Mean, Share
from hypothesis import given
from hypothesis import strategies as st

counts = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("within", "percent", "reached"),
    [
        pytest.param(90, "90.00", True, id="90 of 100 reaches 90 %"),
        pytest.param(89, "89.00", False, id="89 of 100 misses it"),
    ],
)
def test_rsp_06_service_level(within, percent, reached):
    waits = [10] * within + [11] * (95 - within) + [None] * 5
    share = figures.service_level(waits, 10)
    assert share == Share(within, 100)
    assert share.percent == Decimal(percent)
    assert share.reaches(90) is reached


def test_rsp_06_the_threshold_itself_is_in_time():
    assert figures.service_level([10, 11], 10) == Share(1, 2)


def test_rsp_06_a_call_nobody_answered_is_offered():
    assert figures.service_level([None, 5], 10) == Share(1, 2)


def test_rsp_10_limit_and_goal_are_two_shares():
    replies = [3 * 3600, 5 * 3600]
    assert figures.service_level(replies, 24 * 3600).percent == 100
    assert figures.service_level(replies, 4 * 3600).percent == 50


@pytest.mark.parametrize(
    ("minutes", "shown", "within"),
    [
        pytest.param([8, 10, 12], "10.00", True, id="exactly ten"),
        pytest.param([8, 10, 13], "10.33", False, id="a third more"),
    ],
)
def test_rsp_21_mean_handling_time(minutes, shown, within):
    mean = figures.mean_time(60 * value for value in minutes)
    assert mean.minutes == Decimal(shown)
    assert mean.within(600) is within


def test_rsp_21_a_second_too_much_is_too_much():
    assert figures.mean_time([600, 600, 601]).within(600) is False
    assert figures.mean_time([600, 600, 601]).minutes == Decimal("10.01")


@pytest.mark.parametrize(
    ("late", "total", "threshold", "minimum", "expected"),
    [
        pytest.param(16, 100, 15, 20, True, id="16 % is above 15 %"),
        pytest.param(15, 100, 15, 20, False, id="15 % is not above 15 %"),
        pytest.param(19, 19, 15, 20, False, id="too few to say"),
        pytest.param(20, 20, 15, 20, True, id="just enough"),
        pytest.param(0, 0, 0, 0, False, id="nothing came in"),
        pytest.param(151, 1000, "15.1", 1, False, id="tenths are exact"),
        pytest.param(152, 1000, "15.1", 1, True, id="a tenth above"),
    ],
)
def test_rsp_24_needs_review(late, total, threshold, minimum, expected):
    found = figures.needs_review(Share(late, total), threshold, minimum)
    assert found is expected


@pytest.mark.parametrize(
    ("seconds", "step"),
    [
        (0, Lateness.QUARTER),
        (900, Lateness.QUARTER),
        (901, Lateness.HOUR),
        (3600, Lateness.HOUR),
        (3601, Lateness.HALF_DAY),
        (14400, Lateness.HALF_DAY),
        (14401, Lateness.DAY),
        (86400, Lateness.DAY),
        (86401, Lateness.MORE),
    ],
)
def test_lateness(seconds, step):
    assert figures.lateness(seconds) == step


def test_nothing_has_no_figure():
    assert Share(0, 0).percent is None
    assert Share(0, 0).reaches(90) is None
    assert Share(0, 0).exceeds(15) is None
    assert Mean(0, 0).minutes is None
    assert Mean(0, 0).within(600) is None


def test_halves_are_rounded_up():
    assert Share(1, 800).percent == Decimal("0.13")
    assert Mean(3, 10).minutes == Decimal("0.01")


@given(k=counts, n=counts, bound=st.integers(0, 100))
def test_law_reaching_and_staying_below_exclude_each_other(k, n, bound):
    share = Share(min(k, n), n)
    if share.n:
        assert share.reaches(bound) != Share(share.n - share.k, n).exceeds(100 - bound)


@given(st.lists(st.integers(0, 10**6), min_size=1), st.integers(0, 10**6))
def test_law_a_mean_lies_between_its_values(values, limit):
    mean = figures.mean_time(values)
    assert mean.within(max(values))
    assert mean.within(limit) or max(values) > limit


@given(st.lists(st.one_of(st.none(), st.integers(0, 100))), st.integers(0, 99))
def test_law_a_longer_threshold_never_lowers_the_service_level(waits, threshold):
    shorter = figures.service_level(waits, threshold)
    longer = figures.service_level(waits, threshold + 1)
    assert shorter.n == longer.n
    assert shorter.k <= longer.k
