"""Overlap: which lines of a policy contradict, repeat or never touch each other.

The earliest deadline per metric wins, so a line whose tickets all have an earlier
one never decides anything, and two limits for the same tickets are most likely a
slip.  Everything is judged from the lines themselves, for every possible ticket: no
finding can depend on which tickets happen to exist.  Limits are seconds; working
time never runs faster than the clock on the wall.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .targets import Change, Condition, Mode, Target


class Issue(StrEnum):
    """What is wrong with a line."""

    CONFLICT = "conflict"  # the same tickets have another limit as well
    DOUBLE = "double"  # the same line twice
    NEVER = "never"  # no ticket can meet the condition
    SHADOWED = "shadowed"  # another line is always due earlier


class Cause(StrEnum):
    """Why a line never matches."""

    PRIORITY = "priority"  # the lowest priority is above the highest
    KIND = "kind"  # the channels are of another kind
    TEAM = "team"  # none of the teams follows this standard
    NO_CHANNEL = "no_channel"  # no channel of the kind is in use
    TYPE = "type"  # none of the teams takes these types


@dataclass(frozen=True, slots=True)
class World:
    """What exists: kinds of the channels in use, teams that follow the standard.

    ``None`` as ``teams``: not known yet.  ``takes`` gives the types that each team
    takes; a team that is not named takes every type.
    """

    kinds: Mapping[int, str] = field(default_factory=dict)
    teams: frozenset[int] | None = None
    takes: Mapping[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line with what is wrong; ``other`` is the line it clashes with."""

    line: int
    issue: Issue
    other: int = 0
    cause: Cause | None = None


def never(condition: Condition, world: World) -> Cause | None:
    """Why no ticket can meet a condition; ``None``: some can."""
    low, high = condition.priority_min, condition.priority_max
    if low is not None and high is not None and low > high:
        return Cause.PRIORITY
    if condition.kind and world.kinds:
        if condition.kind not in world.kinds.values():
            return Cause.NO_CHANNEL
        kinds = {world.kinds.get(channel) for channel in condition.channels}
        if kinds and condition.kind not in kinds:
            return Cause.KIND
    teams = condition.teams
    if world.teams is not None and teams and not teams & world.teams:
        return Cause.TEAM
    if teams and condition.types and not _taken(condition, world):
        return Cause.TYPE
    return None


def _taken(condition: Condition, world: World) -> bool:
    return any(
        team not in world.takes or world.takes[team] & condition.types
        for team in condition.teams
    )


def covers(wide: Condition, narrow: Condition, world: World) -> bool:
    """Whether every ticket that meets ``narrow`` meets ``wide`` as well."""
    return (
        _set_covers(wide.channels, _channels(narrow, world))
        and _set_covers(wide.types, narrow.types)
        and _set_covers(wide.teams, narrow.teams)
        and _set_covers(wide.partners, narrow.partners)
        and _set_covers(wide.tags, narrow.tags)
        and _kind_covers(wide.kind, narrow, world)
        and wide.value in ("", narrow.value)
        and wide.complexity in ("", narrow.complexity)
        and (narrow.green or not wide.green)
        and (wide.priority_min or 0) <= (narrow.priority_min or 0)
        and _top(wide) >= _top(narrow)
    )


def _channels(condition: Condition, world: World) -> frozenset[int]:
    """The channels a condition asks for, also when it only names their kind."""
    if condition.channels or not condition.kind:
        return condition.channels
    return frozenset(c for c, kind in world.kinds.items() if kind == condition.kind)


def _set_covers(wide: frozenset[int], narrow: frozenset[int]) -> bool:
    return not wide or (bool(narrow) and narrow <= wide)


def _kind_covers(kind: str, narrow: Condition, world: World) -> bool:
    if kind in ("", narrow.kind):
        return True
    channels = narrow.channels
    return bool(channels) and {world.kinds.get(c, "") for c in channels} == {kind}


def _top(condition: Condition) -> float:
    high = condition.priority_max
    return float("inf") if high is None else high


def is_earlier(first: Target, second: Target) -> bool:
    """Whether the first line is due no later than the second, whatever happens.

    Round the clock is never slower than working days, and those never slower than
    the working hours of the same calendar; a line that pauses may be overtaken.
    """
    one, two = first.promise, second.promise
    if one.limit > two.limit or not _runs_as_fast(first, second):
        return False
    if one.pausable and not two.pausable:
        return False
    if one.pausable and one.carry != two.carry:
        return False
    if one.restart and not two.restart:
        return False
    return one.change in (Change.RETROACTIVE, two.change)


def _runs_as_fast(first: Target, second: Target) -> bool:
    one, two = first.promise.mode, second.promise.mode
    if one == Mode.ELAPSED:
        return True
    if first.own_calendar != second.own_calendar:
        return False
    return one == two or (one, two) == (Mode.WORKING_DAYS, Mode.WORKING_HOURS)


def findings(lines: Iterable[Target], world: World) -> list[Finding]:
    """What is wrong with the lines, at most one finding each, in their order."""
    lines = list(lines)
    dead = {
        line.promise.id: cause
        for line in lines
        if (cause := never(line.condition, world))
    }
    alive = [line for line in lines if line.promise.id not in dead]
    found: list[Finding] = []
    for line in lines:
        if line.promise.id in dead:
            cause = dead[line.promise.id]
            found.append(Finding(line.promise.id, Issue.NEVER, cause=cause))
            continue
        rivals = [
            other
            for other in alive
            if other is not line and other.promise.metric == line.promise.metric
        ]
        if finding := _clash(line, rivals, world):
            found.append(finding)
    return found


def _clash(line: Target, rivals: list[Target], world: World) -> Finding | None:
    me, condition = line.promise, line.condition
    for other in rivals:
        if other.condition != condition:
            continue
        if _terms(other) == _terms(line):
            return Finding(me.id, Issue.DOUBLE, other.promise.id)
        # two ways of counting may both be meant: whichever is over first
        if is_earlier(other, line) or is_earlier(line, other):
            return Finding(me.id, Issue.CONFLICT, other.promise.id)
    for other in rivals:
        if is_earlier(other, line) and covers(other.condition, condition, world):
            return Finding(me.id, Issue.SHADOWED, other.promise.id)
    return None


def _terms(line: Target) -> tuple[int, str, int]:
    return line.promise.limit, line.promise.mode, line.own_calendar
