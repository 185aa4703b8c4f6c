"""Escalation: who is told when a clock reaches a level, and at which instant.

* Of the levels that are due, only the highest speaks; those below are passed over.
* An acknowledgement of the level that spoke last stops the climb: higher levels
  stay silent, except those that speak always.
* A person who cannot be reached hands over to the next in the chain; somebody is
  told in any case.
* Quiet hours: what falls outside the opening hours is said at the next opening.

Instants are epoch seconds (UTC), people and records opaque ids, 0: none.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from .ladder import BREACH, WARN, Rung
from .worktime import Worktime

Level = tuple[str, int]  # key, instant
EDGE = 2  # a limit used up at closing time is exceeded a second later
LEEWAY = 90  # the scheduler may come this much after closing time


class Role(StrEnum):
    OWNER = "owner"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


class Reassign(StrEnum):
    NONE = ""
    LEADER = "leader"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a ladder: when, whom, by which means."""

    rung: Rung
    roles: tuple[Role, ...] = ()
    named: tuple[int, ...] = ()
    activity: bool = False
    mail: bool = False
    chat: bool = False
    follow: bool = False
    priority: bool = False
    reassign: Reassign = Reassign.NONE
    needs_ack: bool = False
    always: bool = False

    @property
    def needs_address(self) -> bool:
        """Whether only a person with an e-mail address hears of it."""
        return self.mail and not (self.activity or self.chat or self.follow)


@dataclass(frozen=True)
class Ladder:
    """Steps of a ladder; ``repeat`` seconds between reminders, 0: none."""

    id: int = 0
    steps: tuple[Step, ...] = ()
    quiet: bool = False
    calendar: int = 0
    repeat: int = 0

    def step(self, key: str) -> Step | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Step]:
        return {step.rung.key: step for step in self.steps}

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return tuple(step.rung for step in self.steps)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(step.rung.key for step in self.steps)

    @cached_property
    def always(self) -> frozenset[str]:
        return frozenset(step.rung.key for step in self.steps if step.always)


PLAIN = Ladder(
    steps=(
        Step(Rung(WARN, 80), (Role.OWNER,), activity=True, mail=True),
        Step(Rung(BREACH), (Role.LEADER,), activity=True, mail=True),
    )
)
"""What holds without a ladder: the owner is warned, the leader hears of a breach."""


class Plan(NamedTuple):
    """What one look at a clock leads to; ``told`` is empty when nobody is told."""

    fired: tuple[str, ...]
    told: str = ""
    told_at: int = 0
    following: int | None = None


def waiting(
    levels: Iterable[Level], fired: Sequence[str], acked: str, ladder: Ladder
) -> list[tuple[str, int]]:
    """Levels that may still speak, in the order of their instants.

    :param acked: the level that was acknowledged last, or empty
    """
    speaking = _speaking(fired, acked, ladder)
    return [(key, at) for key, at in levels if key in speaking and key not in fired]


def _speaking(fired: Sequence[str], acked: str, ladder: Ladder) -> frozenset[str]:
    silent = bool(acked) and fired[-1:] == [acked]
    return ladder.always if silent else ladder.keys


def plan(
    levels: Sequence[Level], fired: Sequence[str], acked: str, ladder: Ladder, now: int
) -> Plan:
    """What is due at ``now``: the highest level speaks, for all that were reached."""
    # one pass, and no list of its own for each question: it runs for every due clock
    keys, speaking = ladder.keys, _speaking(fired, acked, ladder)
    told, told_at = "", 0
    reached: list[str] = []
    following: int | None = None  # when the next level may speak
    later: int | None = None  # when the next one is reached, once one has spoken
    for key, at in levels:
        if key in fired:
            continue
        if at <= now:
            reached.append(key)
            if key in speaking:
                told, told_at = key, at
        elif key in keys:
            if later is None or at < later:
                later = at
            if key in speaking and (following is None or at < following):
                following = at
    if not told:
        return Plan(tuple(fired), following=following)
    reached.remove(told)
    return Plan((*fired, *reached, told), told, told_at, later)


def opening(time: Worktime, at: int, leeway: int = EDGE) -> int:
    """The instant itself when open or hardly closed, else the next opening."""
    if time.is_open(at) or time.is_open(at - leeway):
        return at
    first = time.advance(at, 1)
    return at if first is None else first - 1


@dataclass(frozen=True, slots=True)
class Chain:
    """People around a ticket; ``last`` are those to tell when nobody else is left."""

    owner: int = 0
    leader: int = 0
    supervisor: int = 0
    manager: int = 0
    fallback: int = 0
    last: tuple[int, ...] = ()

    def climb(self, role: Role) -> tuple[int, ...]:
        """Whom to try for a role, in this order: upwards first."""
        up = (self.leader, self.supervisor, self.manager, self.fallback)
        down = (self.leader, self.owner)
        match role:
            case Role.OWNER:
                tried = (self.owner, *up)
            case Role.LEADER:
                tried = (*up, self.owner)
            case Role.SUPERVISOR:
                tried = (*up[1:], *down)
            case Role.MANAGER:
                tried = (*up[2:], self.supervisor, *down)
        return (*tried, *self.last)


def recipients(
    step: Step, chain: Chain, reachable: Callable[[int], bool]
) -> tuple[int, ...]:
    """Who is told at a level, each once; somebody whenever anybody can be reached."""
    found: dict[int, None] = {}
    for role in step.roles:
        tried = (person for person in chain.climb(role) if person)
        found.update(dict.fromkeys([p for p in tried if reachable(p)][:1]))
    found.update(dict.fromkeys(p for p in step.named if p and reachable(p)))
    if not found:
        tried = (person for person in chain.climb(Role.SUPERVISOR) if person)
        found.update(dict.fromkeys([p for p in tried if reachable(p)][:1]))
    return tuple(found)
