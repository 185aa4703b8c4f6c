"""Silence: who is reminded, who is closed, and when not yet."""

import pytest
from cs_service_standard.engine.silence import DAY, Act, Rule
from hypothesis import given
from hypothesis import strategies as st

BOTH = Rule(remind=3, close=5)


@pytest.mark.parametrize(
    ("rule", "silent", "word", "reminded", "act"),
    [
        (BOTH, 3 * DAY - 1, 0, False, Act.WAIT),
        (BOTH, 3 * DAY, 0, False, Act.REMIND),
        (BOTH, 5 * DAY, 2 * DAY, False, Act.REMIND),
        (BOTH, 5 * DAY - 1, 2 * DAY, True, Act.WAIT),
        (BOTH, 5 * DAY, 2 * DAY - 1, True, Act.WAIT),
        (BOTH, 5 * DAY, 2 * DAY, True, Act.CLOSE),
        (Rule(close=5), 5 * DAY, 5 * DAY, False, Act.CLOSE),
        (Rule(close=5), 9 * DAY, 5 * DAY - 1, False, Act.WAIT),
        (Rule(remind=3), 90 * DAY, 90 * DAY, True, Act.WAIT),
        (Rule(), 90 * DAY, 90 * DAY, False, Act.WAIT),
    ],
)
def test_table(rule: Rule, silent: int, word: int, reminded: bool, act: Act) -> None:
    assert rule.act(silent, word, reminded) is act


days = st.integers(0, 60)
spans = st.integers(0, 60 * DAY)


@given(days, days, spans, spans, st.booleans())
def test_nobody_is_closed_before_his_days_are_over(
    remind: int, close: int, silent: int, word: int, told: bool
) -> None:
    act = Rule(remind, close).act(silent, word, told)
    if act is Act.CLOSE:
        assert close and silent >= close * DAY and word >= (close - remind) * DAY
        assert told or not remind


@given(days, days, spans, spans)
def test_nobody_is_reminded_twice(
    remind: int, close: int, silent: int, word: int
) -> None:
    assert Rule(remind, close).act(silent, word, True) is not Act.REMIND


@given(days, days, spans, spans, spans, st.booleans())
def test_waiting_longer_never_takes_back(
    remind: int, close: int, silent: int, word: int, more: int, told: bool
) -> None:
    rule = Rule(remind, close)
    if rule.act(silent, word, told) is not Act.WAIT:
        assert rule.act(silent + more, word + more, told) is not Act.WAIT
