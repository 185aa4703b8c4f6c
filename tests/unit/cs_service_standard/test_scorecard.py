"""Scorecards: scales, weights, what does not apply, critical failures."""

from fractions import Fraction

import pytest
from cs_service_standard.engine.scorecard import (
    Mark,
    bounds,
    is_bad,
    is_marked,
    missing_weight,
    passes,
    score,
    share,
)
from hypothesis import given
from hypothesis import strategies as st


def rounded(found: Fraction | None) -> float:
    assert found is not None
    return round(float(found), 2)


def test_pitfall_24_what_does_not_apply_leaves_the_denominator() -> None:
    marks = [Mark(10, "5", 5), Mark(20, "5", 3), Mark(30, "5", not_applicable=True)]
    assert rounded(score(marks)) == 66.67
    as_zero = [*marks[:2], Mark(30, "5", 1)]
    assert rounded(score(as_zero)) == 33.33


def test_pitfall_24_nothing_applies_gives_no_value() -> None:
    assert score([Mark(60, "5", not_applicable=True), Mark(40, "2", 0, True)]) is None
    assert score([]) is None


def test_pitfall_25_a_critical_failure_is_nothing_whatever_the_rest() -> None:
    assert score([Mark(100, "5", 5)], failed=True) == 0
    assert score([Mark(100, "5", not_applicable=True)], failed=True) == 0


def test_pitfall_25_mean_of_five_reviews() -> None:
    reviews = [Fraction(text) for text in ("100", "9.91", "63.96", "90.99", "0")]
    assert round(float(sum(reviews) / len(reviews)), 2) == 52.97


@pytest.mark.parametrize(
    ("scale", "value", "percent"),
    [
        ("2", 1, 0.0),
        ("2", 2, 100.0),
        ("3", 2, 50.0),
        ("4", 1, 0.0),
        ("4", 2, 33.3),
        ("4", 3, 66.7),
        ("4", 4, 100.0),
        ("5", 1, 0.0),
        ("5", 3, 50.0),
        ("5", 5, 100.0),
        ("points", 0, 0.0),
        ("points", 15, 60.0),
        ("points", 25, 100.0),
    ],
)
def test_pitfall_25_scales_are_normalised(
    scale: str, value: int, percent: float
) -> None:
    assert round(float(100 * share(Mark(25, scale, value))), 1) == percent


def test_qac_05_four_criteria_give_85() -> None:
    marks = [Mark(25, "points", points) for points in (25, 20, 25, 15)]
    assert score(marks) == 85
    assert passes(Fraction(85), 80) and passes(Fraction(85), 85)
    assert not passes(Fraction(85), 85.01)


def test_qac_05_weights_of_95_lack_five() -> None:
    assert missing_weight([25, 25, 25, 20]) == 5
    assert missing_weight([25, 25, 25, 25]) == 0
    assert missing_weight([25, 25, 25, 30]) == -5


def test_the_pass_mark_is_compared_before_rounding() -> None:
    just_below = Fraction(79999, 1000)
    assert f"{float(just_below):.2f}" == "80.00"
    assert not passes(just_below, 80)
    third = score([Mark(1, "4", 2)])
    assert third is not None and passes(third, 33.33) and not passes(third, 33.34)


@pytest.mark.parametrize(
    ("mark", "below", "bad"),
    [
        (Mark(25, "points", 12), 50, True),
        (Mark(26, "points", 13), 50, False),
        (Mark(25, "5", 3), 50, False),
        (Mark(25, "5", 2), 50, True),
        (Mark(25, "2", 1), 50, True),
        (Mark(25, "5", 1, True), 50, False),
        (Mark(25, "5", 1), 0, False),
    ],
)
def test_bad(mark: Mark, below: float, bad: bool) -> None:
    assert is_bad(mark, below) is bad


@pytest.mark.parametrize(
    ("mark", "marked"),
    [
        (Mark(20, "5", 0), False),
        (Mark(20, "5", 6), False),
        (Mark(20, "5", 1), True),
        (Mark(20, "points", 0), True),
        (Mark(20, "points", -1), False),
        (Mark(20, "points", 21), False),
        (Mark(20, "5", 0, True), True),
    ],
)
def test_marked(mark: Mark, marked: bool) -> None:
    assert is_marked(mark) is marked


@st.composite
def a_mark(draw: st.DrawFn) -> Mark:
    weight = draw(st.integers(1, 100))
    scale = draw(st.sampled_from(["2", "3", "4", "5", "points"]))
    low, high = bounds(scale, weight)
    return Mark(weight, scale, draw(st.integers(low, high)), draw(st.booleans()))


SEVERAL = st.lists(a_mark(), min_size=1, max_size=12)


@given(SEVERAL)
def test_a_score_lies_between_nothing_and_everything(marks: list[Mark]) -> None:
    found = score(marks)
    assert (found is None) == all(mark.not_applicable for mark in marks)
    assert found is None or 0 <= found <= 100


@given(SEVERAL, st.integers(1, 100))
def test_what_does_not_apply_changes_nothing(marks: list[Mark], weight: int) -> None:
    assert score([*marks, Mark(weight, "5", 1, True)]) == score(marks)


@given(SEVERAL)
def test_the_order_does_not_matter(marks: list[Mark]) -> None:
    assert score(marks[::-1]) == score(marks)


@given(SEVERAL)
def test_a_better_mark_is_never_worse(marks: list[Mark]) -> None:
    first = marks[0]
    low, high = bounds(first.scale, first.weight)
    if first.value < high and not first.not_applicable:
        better = Mark(first.weight, first.scale, first.value + 1)
        old, new = score(marks), score([better, *marks[1:]])
        assert old is not None and new is not None and new > old
