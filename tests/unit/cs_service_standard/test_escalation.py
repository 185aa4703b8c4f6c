"""Escalation: the climb, quiet hours, and that somebody is always told."""

import pytest
from cs_service_standard.engine.escalation import (
    PLAIN,
    Chain,
    Ladder,
    Role,
    Step,
    opening,
    plan,
    recipients,
    waiting,
)
from cs_service_standard.engine.ladder import Rung
from cs_service_standard.engine.worktime import ELAPSED
from hypothesis import given
from hypothesis import strategies as st

from .clock_case import at, calendars, local

OFFICE = calendars("working_hours", 1)
LEVELS = [["a", 100], ["b", 200], ["c", 300]]
OWNER, LEADER, SUPERVISOR, MANAGER, FALLBACK, LAST = range(1, 7)
CHAIN = Chain(OWNER, LEADER, SUPERVISOR, MANAGER, FALLBACK, (LAST,))


def ladder(*always: str) -> Ladder:
    return Ladder(
        id=1, steps=tuple(Step(Rung(key), always=key in always) for key in "abc")
    )


@pytest.mark.parametrize(
    ("now", "fired", "acked", "told", "following"),
    [
        (99, [], "", "", 100),
        (100, [], "", "a", 200),
        (250, [], "", "b", 300),  # a is passed over
        (900, [], "", "c", None),  # a day without scheduler: one notice
        (200, ["a"], "", "b", 300),
        (200, ["a"], "a", "", None),  # acknowledged: the climb stops
        (300, ["a", "b"], "a", "c", None),  # only the level that spoke last counts
        (900, ["a", "b", "c"], "", "", None),
    ],
)
def test_case_38_the_highest_due_level_speaks(now, fired, acked, told, following):
    found = plan(LEVELS, fired, acked, ladder(), now)
    assert (found.told, found.following) == (told, following)


def test_case_38_some_levels_speak_always():
    assert plan(LEVELS, ["a"], "a", ladder("c"), 250).following == 300
    found = plan(LEVELS, ["a"], "a", ladder("c"), 300)
    assert (found.told, found.fired) == ("c", ("a", "b", "c"))


def test_levels_of_a_former_ladder_are_silent():
    assert plan([["x", 1], ["a", 100]], [], "", ladder(), 50).following == 100


def test_without_a_ladder_warning_and_breach_speak():
    found = plan([["warn", 80], ["breach", 101]], [], "", PLAIN, 101)
    assert (found.told, found.fired) == ("breach", ("warn", "breach"))


@given(
    st.lists(st.integers(0, 50), min_size=3, max_size=3).map(sorted),
    st.lists(st.integers(0, 60), min_size=1, max_size=8).map(sorted),
)
def test_however_often_it_runs_each_level_speaks_once_at_most(instants, runs):
    levels = [[key, instant] for key, instant in zip("abc", instants, strict=True)]
    fired: tuple[str, ...] = ()
    told = []
    for now in runs:
        found = plan(levels, fired, "", ladder(), now)
        fired = found.fired
        told += [found.told] if found.told else []
    assert len(told) == len(set(told)) == len({*told})
    assert len(fired) == len(set(fired))
    assert told == sorted(told)
    reached = [key for key, instant in levels if instant <= runs[-1]]
    assert sorted(fired) == reached
    assert not reached or told[-1] == reached[-1]
    rest = [instant for key, instant in levels if key not in fired]
    assert waiting(levels, fired, "", ladder()) == [
        (key, instant) for key, instant in levels if key not in fired
    ]
    assert found.following == min(rest, default=None)


@pytest.mark.parametrize(
    ("roles", "gone", "told"),
    [
        ([Role.OWNER], [], [OWNER]),
        ([Role.OWNER, Role.LEADER], [], [OWNER, LEADER]),
        ([Role.OWNER, Role.LEADER], [OWNER], [LEADER]),
        ([Role.OWNER], [OWNER, LEADER], [SUPERVISOR]),
        ([Role.OWNER], [OWNER, LEADER, SUPERVISOR], [MANAGER]),
        ([Role.OWNER], [OWNER, LEADER, SUPERVISOR, MANAGER], [FALLBACK]),
        ([Role.OWNER], [1, 2, 3, 4, 5], [LAST]),
        ([Role.LEADER], [LEADER], [SUPERVISOR]),
        ([Role.LEADER], [2, 3, 4, 5], [OWNER]),
        ([Role.SUPERVISOR], [SUPERVISOR], [MANAGER]),
        ([Role.MANAGER], [MANAGER], [FALLBACK]),
        ([Role.SUPERVISOR, Role.MANAGER], [SUPERVISOR], [MANAGER]),
    ],
)
def test_case_38_never_nobody(roles, gone, told):
    step = Step(Rung("a"), tuple(roles))
    assert list(recipients(step, CHAIN, lambda p: p not in gone)) == told


def test_named_persons_are_told_or_somebody_above():
    step = Step(Rung("a"), named=(8, 9))
    assert recipients(step, CHAIN, lambda p: p != 9) == (8,)
    assert recipients(step, CHAIN, lambda p: p not in (8, 9)) == (SUPERVISOR,)


def test_a_ticket_without_owner_and_leader_reaches_the_manager():
    step = Step(Rung("a"), (Role.OWNER,))
    chain = Chain(manager=MANAGER, last=(LAST,))
    assert recipients(step, chain, lambda p: True) == (MANAGER,)


@given(
    st.lists(st.sampled_from(list(Role)), max_size=4),
    st.sets(st.integers(1, 6)),
)
def test_somebody_is_told_whenever_anybody_can_be(roles, there):
    step = Step(Rung("a"), tuple(roles))
    told = recipients(step, CHAIN, lambda p: p in there)
    assert bool(told) == bool(there)
    assert len(told) == len(set(told))
    assert set(told) <= there


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        ("2026-03-06 08:59:59", "2026-03-06 09:00"),
        ("2026-03-06 09:00", "2026-03-06 09:00"),
        ("2026-03-06 17:59:59", "2026-03-06 17:59:59"),
        ("2026-03-06 18:00:01", "2026-03-06 18:00:01"),  # a breach at closing time
        ("2026-03-06 18:00:02", "2026-03-09 09:00"),
        ("2026-03-06 23:30", "2026-03-09 09:00"),
        ("2026-03-08 12:00", "2026-03-09 09:00"),
    ],
)
def test_case_39_nothing_outside_the_opening_hours(moment, spoken):
    assert local(opening(OFFICE, at(moment))) == spoken


def test_case_39_the_scheduler_may_come_a_little_after_closing():
    late = at("2026-03-06 18:01")
    assert opening(OFFICE, late, leeway=90) == late
    assert local(opening(OFFICE, late + 60, leeway=90)) == "2026-03-09 09:00"


def test_round_the_clock_is_never_quiet():
    assert opening(ELAPSED, at("2026-03-08 03:00")) == at("2026-03-08 03:00")
