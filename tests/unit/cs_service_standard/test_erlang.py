"""Erlang C against published values, and what must hold for any load."""

from math import factorial, inf, isfinite

import pytest
from cs_service_standard.engine.erlang import (
    Load,
    Promise,
    agents_needed,
    busy_hour,
    choices,
    seats,
    staffing,
    waiting_probability,
)
from hypothesis import given
from hypothesis import strategies as st

TEXTBOOK = Load(calls_per_hour=200, handling_seconds=180)  # 100 in half an hour
LOADS = st.builds(Load, st.floats(0.5, 5_000), st.floats(5, 1_800))
PROMISES = st.builds(Promise, st.floats(1, 99), st.floats(1, 300))


@pytest.mark.parametrize(
    ("agents", "waiting"),
    [(10, 1), (11, 0.6821), (12, 0.4494), (13, 0.2853), (14, 0.1741), (15, 0.1020)],
)
def test_ccs_05_probability_of_waiting_at_ten_erlangs(agents, waiting):
    assert waiting_probability(10, agents) == pytest.approx(waiting, abs=6e-5)


@pytest.mark.parametrize(
    ("agents", "level"),
    [(10, 0), (11, 0.3896), (12, 0.6401), (13, 0.7956), (14, 0.8884), (15, 0.9415)],
)
def test_ccs_05_share_answered_within_20_seconds(agents, level):
    assert staffing(TEXTBOOK, agents, 20).level == pytest.approx(level, abs=6e-5)


def test_ccs_05_textbook_line_needs_14_agents():
    assert TEXTBOOK.erlangs == 10
    assert agents_needed(TEXTBOOK, Promise(80, 20)) == 14
    row = staffing(TEXTBOOK, 14, 20)
    assert row.answer_seconds == pytest.approx(7.84, abs=0.01)
    assert row.occupancy == pytest.approx(10 / 14)


def test_published_line_of_360_calls_in_half_an_hour():
    """48 erlangs, 55 agents: 23.9 % wait, 8.2 s on average, 85 % in 15 s."""
    row = staffing(Load(720, 240), 55, 15)
    assert row.waiting == pytest.approx(0.239, abs=6e-4)
    assert row.answer_seconds == pytest.approx(8.2, abs=0.05)
    assert row.level == pytest.approx(0.85, abs=5e-3)
    assert row.occupancy == pytest.approx(0.873, abs=6e-4)


def test_published_line_of_250_calls_needs_28_agents():
    assert agents_needed(Load(250, 330), Promise(80, 30)) == 28


@pytest.mark.parametrize(
    ("agents", "shrinkage", "expected"),
    [(14, 30, 20), (14, 0, 14), (7, 30, 10), (0, 30, 0), (1, 99, 100)],
)
def test_seats_on_the_roster(agents, shrinkage, expected):
    assert seats(agents, shrinkage) == expected


def test_no_call_needs_nobody():
    assert agents_needed(Load(0, 180), Promise(80, 20)) == 0
    assert choices(Load(0, 180), Promise(80, 20)) == []
    assert staffing(Load(0, 180), 3, 20).level == 1
    assert waiting_probability(0, 0) == 0


def test_overloaded_line_answers_nobody_in_time():
    row = staffing(TEXTBOOK, 10, 20)
    assert (row.level, row.answer_seconds, row.occupancy) == (0, inf, 1)


def test_busy_hour():
    assert busy_hour(1000, 15) == 150


def test_promise_of_all_calls_is_still_a_number():
    assert agents_needed(TEXTBOOK, Promise(100, 20)) < 40


def test_choices_never_below_one_agent():
    assert [row.agents for row in choices(Load(1, 60), Promise(80, 20))] == [1, 2, 3]


def test_stays_exact_where_factorials_overflow():
    row = staffing(Load(100_000, 360), 10_100, 20)
    assert 0 < row.waiting < 1
    assert isfinite(row.answer_seconds)


@given(st.floats(0.1, 30), st.integers(1, 60))
def test_law_same_as_the_textbook_formula(erlangs, agents):
    if agents <= erlangs * 1.001:
        return
    last = erlangs**agents / factorial(agents) * agents / (agents - erlangs)
    total = sum(erlangs**k / factorial(k) for k in range(agents))
    assert waiting_probability(erlangs, agents) == pytest.approx(
        last / (total + last), rel=1e-9
    )


@given(LOADS, PROMISES)
def test_law_needed_is_the_smallest_number_that_keeps_the_promise(load, promise):
    needed = agents_needed(load, promise)
    assert needed > load.erlangs
    assert staffing(load, needed, promise.seconds).keeps(promise)
    assert not staffing(load, needed - 1, promise.seconds).keeps(promise)


@given(LOADS, st.integers(1, 50), st.floats(1, 300))
def test_law_one_more_agent_never_hurts(load, more, seconds):
    agents = int(load.erlangs) + more
    here, there = (staffing(load, n, seconds) for n in (agents, agents + 1))
    assert there.waiting <= here.waiting
    assert there.level >= here.level
    assert there.answer_seconds <= here.answer_seconds
    assert there.occupancy <= here.occupancy


@given(LOADS, st.integers(0, 200), st.floats(1, 300))
def test_law_shares_are_shares(load, agents, seconds):
    row = staffing(load, agents, seconds)
    assert 0 <= row.waiting <= 1
    assert 0 <= row.level <= 1
    assert 0 <= row.occupancy <= 1
    assert row.answer_seconds >= 0


@given(st.integers(0, 500), st.floats(0, 90))
def test_law_roster_covers_the_seats(agents, shrinkage):
    people = seats(agents, shrinkage)
    assert people >= agents
    assert people * (1 - shrinkage / 100) >= agents - 1e-6
