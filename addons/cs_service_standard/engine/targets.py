"""Targets: which promise holds for which ticket.

A target is one line of a service profile: a metric, a limit in seconds, a way of
counting, and a condition.  Every matching target is a candidate; the earliest
deadline per metric wins (RSP-01).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """Ways of counting time (RSP-09, RSP-17)."""

    ELAPSED = "elapsed"  # round the clock
    WORKING_HOURS = "working_hours"  # open hours of a calendar
    WORKING_DAYS = "working_days"  # 24 h per working day


class Change(StrEnum):
    """What a promise that comes while its clock runs does with the time before."""

    RETROACTIVE = "retroactive"  # counts from the start of the clock
    FROM_CHANGE = "from_change"  # counts from the change
    KEEP = "keep"  # the clock goes on under its earlier promise


@dataclass(frozen=True, slots=True)
class Traits:
    """What a ticket looks like to a condition; ``None`` or 0: not known."""

    channel: int = 0
    kind: str = ""
    type: int = 0
    priority: int = 0
    value: str = ""
    team: int = 0
    complexity: str = ""
    tags: frozenset[int] = frozenset()
    partner: int = 0
    green: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Empty sets and ``None`` bounds ask nothing."""

    channels: frozenset[int] = frozenset()
    kind: str = ""
    types: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    value: str = ""
    complexity: str = ""
    green: bool = False
    priority_min: int | None = None
    priority_max: int | None = None

    def holds(self, traits: Traits) -> bool:
        """Whether a ticket with these traits meets every part of the condition."""
        return (
            _within(self.channels, traits.channel)
            and _within(self.types, traits.type)
            and _within(self.teams, traits.team)
            and _within(self.partners, traits.partner)
            and (not self.tags or bool(self.tags & traits.tags))
            and self.kind in ("", traits.kind)
            and self.value in ("", traits.value)
            and self.complexity in ("", traits.complexity)
            and (not self.green or traits.green)
            and (self.priority_min is None or traits.priority >= self.priority_min)
            and (self.priority_max is None or traits.priority <= self.priority_max)
        )


def _within(wanted: frozenset[int], value: int) -> bool:
    return not wanted or value in wanted


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as it held for one ticket at one instant: kept with the fact.

    ``limit`` and ``goal`` are seconds (goal 0: none), ``warn`` a percentage of the
    limit (0: no warning), ``calendar`` an id (0: round the clock).  ``strict``
    means the limit itself is too late ("under 30 s", RSP-04).  ``change`` says what
    happens when the promise comes while the clock runs, ``carry`` whether pauses
    before that do not count, ``ladder`` who is told when (0: warning and breach),
    ``version`` the version of the profile it was made under.
    """

    id: int
    metric: str
    limit: int
    mode: str = Mode.ELAPSED
    calendar: int = 0
    goal: int = 0
    warn: int = 0
    strict: bool = False
    pausable: bool = False
    restart: bool = False
    change: str = Change.RETROACTIVE
    carry: bool = True
    ladder: int = 0
    version: int = 0

    @property
    def terms(self) -> tuple[int, int, str, int]:
        """What was promised, leaving out who is told and what is reported."""
        return self.id, self.limit, self.mode, self.calendar

    def to_payload(self) -> dict[str, Any]:
        """The snapshot, without what says nothing."""
        return {
            item.name: value
            for item in fields(self)
            if (value := getattr(self, item.name)) != item.default
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Promise":
        """Read a stored snapshot; keys of later versions are ignored."""
        known = cls.__dataclass_fields__
        return cls(**{key: value for key, value in payload.items() if key in known})


@dataclass(frozen=True, slots=True)
class Target:
    """A line of a profile: a promise for the tickets that meet a condition.

    ``own_calendar`` is the calendar written on the line itself, 0: the ticket's.
    """

    promise: Promise
    condition: Condition = field(default_factory=Condition)
    own_calendar: int = 0


def promises(
    targets: Iterable[Target], traits: Traits, calendar: int
) -> tuple[Promise, ...]:
    """The promises that hold for a ticket, in a stable order.

    :param calendar: the calendar of the ticket, for lines without their own
    """
    found = [
        with_calendar(target.promise, target.own_calendar or calendar)
        for target in targets
        if target.condition.holds(traits)
    ]
    return tuple(sorted(found, key=lambda promise: (promise.metric, promise.id)))


def with_calendar(promise: Promise, calendar: int) -> Promise:
    """The promise on a calendar; counting round the clock needs none."""
    calendar = 0 if promise.mode == Mode.ELAPSED else calendar
    return replace(promise, calendar=calendar)
