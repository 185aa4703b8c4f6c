"""Overlap: lines that clash, repeat, or never decide anything."""

from dataclasses import fields

import pytest
from cs_service_standard.engine.overlap import (
    Cause,
    Finding,
    Issue,
    World,
    covers,
    findings,
    is_earlier,
    never,
)
from cs_service_standard.engine.targets import Condition, Target, Traits
from hypothesis import given
from hypothesis import strategies as st

from .clock_case import DAY, HOUR, promise

CHAT, MAIL, LETTER = 1, 2, 3
WORLD = World(
    kinds={CHAT: "instant", MAIL: "deferred", LETTER: "deferred"},
    teams=frozenset({1, 2}),
    takes={1: frozenset({5})},
)


def ids(*numbers):
    return frozenset(numbers)


def line(number, limit, condition=None, metric="resolution", own=0, **values):
    return Target(
        promise(metric, limit, id=number, **values), condition or Condition(), own
    )


def issues(*lines, world=WORLD):
    return {found.line: found.issue for found in findings(lines, world)}


def test_two_limits_for_the_same_tickets():
    chat = Condition(channels=ids(CHAT))
    assert findings([line(1, HOUR, chat), line(2, 2 * HOUR, chat)], WORLD) == [
        Finding(1, Issue.CONFLICT, 2),
        Finding(2, Issue.CONFLICT, 1),
    ]


def test_the_same_line_twice():
    assert issues(line(1, HOUR), line(2, HOUR)) == {1: Issue.DOUBLE, 2: Issue.DOUBLE}


def test_two_ways_of_counting_may_both_be_meant():
    hours = line(2, 4 * HOUR, mode="working_hours")
    assert issues(line(1, DAY), hours) == {}


def test_other_metrics_do_not_clash():
    assert issues(line(1, HOUR), line(2, 2 * HOUR, metric="answer")) == {}


def test_narrow_line_with_a_longer_limit_is_shadowed():
    vip = line(2, 2 * HOUR, Condition(value="h"))
    assert findings([line(1, HOUR), vip], WORLD) == [Finding(2, Issue.SHADOWED, 1)]


def test_narrow_line_with_a_shorter_limit_is_what_it_is_for():
    assert issues(line(1, 2 * HOUR), line(2, HOUR, Condition(value="h"))) == {}


def test_round_the_clock_shadows_working_time():
    assert issues(
        line(1, 4 * HOUR), line(2, 4 * HOUR, Condition(value="h"), mode="working_hours")
    ) == {2: Issue.SHADOWED}


def test_a_line_that_pauses_may_be_overtaken():
    pausing = line(1, HOUR, pausable=True)
    assert issues(pausing, line(2, 2 * HOUR, Condition(value="h"))) == {}


@pytest.mark.parametrize(
    ("first", "second", "earlier"),
    [
        (line(1, 60), line(2, 60), True),
        (line(1, 61), line(2, 60), False),
        (line(1, DAY, mode="working_days"), line(2, DAY, mode="working_hours"), True),
        (line(1, DAY, mode="working_hours"), line(2, DAY, mode="working_days"), False),
        (
            line(1, DAY, mode="working_hours", own=4),
            line(2, DAY, mode="working_hours", own=5),
            False,
        ),
        (line(1, 60, restart=True), line(2, 60), False),
        (line(1, 60, change="from_change"), line(2, 60), False),
        (line(1, 60), line(2, 60, change="keep"), True),
    ],
)
def test_earlier(first, second, earlier):
    assert is_earlier(first, second) == earlier


@pytest.mark.parametrize(
    ("condition", "cause"),
    [
        (Condition(priority_min=3, priority_max=1), Cause.PRIORITY),
        (Condition(kind="instant", channels=ids(MAIL)), Cause.KIND),
        (Condition(kind="store"), Cause.NO_CHANNEL),
        (Condition(teams=ids(9)), Cause.TEAM),
        (Condition(teams=ids(1), types=ids(6)), Cause.TYPE),
        (Condition(teams=ids(1), types=ids(5)), None),
        (Condition(teams=ids(1, 2), types=ids(6)), None),
        (Condition(kind="deferred", channels=ids(MAIL, CHAT)), None),
        (Condition(), None),
    ],
)
def test_never(condition, cause):
    assert never(condition, WORLD) == cause


def test_a_line_that_never_matches_shadows_nothing():
    dead = line(1, 60, Condition(teams=ids(9)))
    alive = line(2, HOUR, Condition(teams=ids(9, 1)))
    assert issues(dead, alive) == {1: Issue.NEVER}


def test_kind_covers_its_channels_and_back():
    kind, mail = Condition(kind="deferred"), Condition(channels=ids(MAIL))
    both = Condition(channels=ids(MAIL, LETTER))
    assert covers(kind, mail, WORLD)
    assert not covers(mail, kind, WORLD)
    assert covers(both, kind, WORLD)


SETS = st.frozensets(st.integers(1, 3), max_size=3)
PRIORITIES = st.none() | st.integers(0, 3)
CONDITIONS = st.builds(
    Condition,
    channels=SETS,
    kind=st.sampled_from(["", "instant", "deferred"]),
    types=SETS,
    teams=SETS,
    tags=SETS,
    partners=SETS,
    value=st.sampled_from(["", "h", "l"]),
    complexity=st.sampled_from(["", "simple"]),
    green=st.booleans(),
    priority_min=PRIORITIES,
    priority_max=PRIORITIES,
)


def traits_of(channel, **values):
    return Traits(channel=channel, kind=WORLD.kinds.get(channel, ""), **values)


TRAITS = st.builds(
    traits_of,
    channel=st.sampled_from([0, CHAT, MAIL, LETTER]),
    type=st.integers(0, 3),
    priority=st.integers(0, 3),
    value=st.sampled_from(["", "h", "l"]),
    team=st.integers(0, 3),
    complexity=st.sampled_from(["", "simple", "complex"]),
    tags=SETS,
    partner=st.integers(0, 3),
    green=st.booleans(),
)
OPEN_WORLD = World(kinds=WORLD.kinds)


@given(CONDITIONS, CONDITIONS, TRAITS)
def test_what_is_covered_matches_the_wider_one_too(wide, narrow, traits):
    if covers(wide, narrow, OPEN_WORLD) and narrow.holds(traits):
        assert wide.holds(traits)


@given(CONDITIONS, TRAITS)
def test_what_never_matches_does_not_match(condition, traits):
    if never(condition, OPEN_WORLD):
        assert not condition.holds(traits)


def test_every_part_of_a_condition_is_looked_at():
    """A new part must be added to ``covers`` and to the strategies above."""
    assert {item.name for item in fields(Condition)} == {
        "channels", "kind", "types", "teams", "tags", "partners", "value",
        "complexity", "green", "priority_min", "priority_max",
    }  # fmt: skip


@given(CONDITIONS)
def test_every_condition_covers_itself(condition):
    assert covers(condition, condition, OPEN_WORLD)
