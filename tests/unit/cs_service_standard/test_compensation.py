"""Limits of compensation and its course."""

from decimal import Decimal

import pytest
from cs_service_standard.engine.compensation import (
    AFTER,
    NOT_GRANTED,
    Grant,
    Level,
    State,
    granted,
    level,
    may_follow,
)
from hypothesis import given
from hypothesis import strategies as st

MONEY = st.decimals(0, 10_000, places=2)


@pytest.mark.parametrize(
    ("amount", "before", "limit", "leader", "expected"),
    [
        (500, 0, 300, 0, Level.LEADER),
        (300, 0, 300, 0, Level.AGENT),
        ("300.01", 0, 300, 0, Level.LEADER),
        (0, 0, 300, 0, Level.AGENT),
        (0, 0, 0, 0, Level.LEADER),
        (1, 0, 0, 0, Level.LEADER),
        (200, 100, 300, 0, Level.AGENT),
        (200, 101, 300, 0, Level.LEADER),
        (1000, 0, 300, 1000, Level.LEADER),
        ("1000.01", 0, 300, 1000, Level.MANAGER),
        (200, 900, 300, 1000, Level.MANAGER),
    ],
)
def test_cmp_07_who_decides(amount, before, limit, leader, expected):
    figures = (Decimal(figure) for figure in (amount, before, limit, leader))
    assert level(*figures) is expected


@given(MONEY, MONEY, MONEY, MONEY, MONEY)
def test_more_money_never_needs_less_approval(amount, more, before, limit, leader):
    order = list(Level)
    low = level(amount, before, limit, leader)
    high = level(amount + more, before, limit, leader)
    assert order.index(low) <= order.index(high)


@given(st.lists(st.tuples(st.sampled_from(State), MONEY)))
def test_granted_counts_what_stands(rows):
    grants = [Grant(state, amount) for state, amount in rows]
    total = sum((a for s, a in rows if s not in NOT_GRANTED), Decimal(0))
    assert granted(grants) == total


def test_cmp_07_never_offered_while_waiting_for_approval():
    assert not may_follow(State.TO_APPROVE, State.OFFERED)
    assert not may_follow(State.REFUSED, State.OFFERED)
    assert may_follow(State.APPROVED, State.OFFERED)
    assert AFTER[State.SETTLED] == set()
    assert set(AFTER) == set(State)
