"""Read-back: what happened before the standard, told by messages and tracking.

A running helpdesk has written down who said what, and which stage, owner, team and
priority came when.  From these rows follow the facts that would have been recorded,
each with its instant and a key of its source, so that reading twice adds nothing.
Facts carry ids and codes only.  Instants are epoch seconds (UTC).

Edges: nothing happened before the ticket was received; a ticket that is over today
although no change says so ended when it was closed; a stage that is gone, a
priority nobody knows and a date that lies ahead are named instead of guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .facts import FactKind
from .speech import Message, Person, speech

Move = tuple[str, Mapping[str, Any]]
Moves = Callable[[int, int], Iterable[Move]]
"""What moving between two stages means; from 0: the stage it began in."""

KIND_OF = {
    "team": FactKind.TEAM,
    "user": FactKind.ASSIGNED,
    "priority": FactKind.PRIORITY,
}


class Flaw(StrEnum):
    """Why something of the past could not be read."""

    LIVE = "live"  # the ticket follows a standard: its facts were recorded
    STAGE_GONE = "stage_gone"  # a stage that no longer exists
    PRIORITY_UNKNOWN = "priority_unknown"  # a label that nobody knows any more
    FUTURE = "future"  # a message whose date lies ahead
    NO_END = "no_end"  # over today, but nothing says since when
    BROKEN = "broken"  # the ticket could not be read at all


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change; ``old`` and ``new`` are ids, or keys of a selection.

    ``None`` as the new priority: its label is not known.
    """

    id: int
    at: int
    name: str
    old: Any
    new: Any
    user: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """All that was written down about one ticket.

    ``now`` holds team, user, stage and priority as they are today; ``closed`` is
    the stored instant of closing, ``email`` the normalised address on the ticket.
    """

    received: int
    now: Mapping[str, Any]
    customer: Person | None = None
    email: str = ""
    closed: int | None = None
    messages: tuple[Message, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that was read, with the key of its source."""

    at: int
    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    user: int = 0


class _Reader:
    """Walks through the past of one ticket once.

    ``outcomes`` gives what each existing stage counts as ('' while it is open).
    """

    def __init__(
        self, past: Past, moves: Moves, outcomes: Mapping[int, str], now: int
    ) -> None:
        self.past, self.moves, self.outcomes, self.now = past, moves, outcomes, now
        self.told: list[Told] = []
        self.flaws: set[Flaw] = set()
        self.stage = 0
        self.over = False

    def read(self) -> list[Told]:
        changes = sorted(self.past.changes, key=lambda change: (change.at, change.id))
        self._begin(changes)
        for change in changes:
            self._change(change)
        for message in self.past.messages:
            self._message(message)
        self._end()
        return sorted(self.told, key=lambda fact: fact.at)

    def _begin(self, changes: list[Change]) -> None:
        """The values before the first change of each, else those of today."""
        first = dict(self.past.now)
        for change in reversed(changes):
            first[change.name] = change.old
        names = ("team", "user", "stage", "priority")
        payload = {name: first.get(name) or False for name in names}
        self._tell(self.past.received, FactKind.RECEIVED, "readback:received", payload)
        stage = first.get("stage") or 0
        if stage in self.outcomes:
            self.stage = stage
            waits = [m for m in self.moves(0, stage) if m[0] == FactKind.PAUSED]
            self._tell_moves(self.past.received, "readback:start", waits)

    def _change(self, change: Change) -> None:
        at, key = max(change.at, self.past.received), f"tracking:{change.id}"
        if change.name == "stage":
            self._move(change, at, key)
        elif change.name == "duplicate":
            self._duplicate(change, at, key)
        elif change.name == "priority" and change.new is None:
            self.flaws.add(Flaw.PRIORITY_UNKNOWN)
        else:
            payload = {change.name: change.new or False}
            self._tell(at, KIND_OF[change.name], key, payload, change.user)

    def _move(self, change: Change, at: int, key: str) -> None:
        if change.new not in self.outcomes:
            self.flaws.add(Flaw.STAGE_GONE)
            return
        self._tell_moves(at, key, self.moves(self.stage, change.new), change.user)
        self.stage = change.new
        self.over = bool(self.outcomes[self.stage])

    def _duplicate(self, change: Change, at: int, key: str) -> None:
        """Marked as a duplicate it goes on as another ticket; or comes back."""
        if change.new and not change.old:
            payload = {"duplicate": change.new}
            self._tell(at, FactKind.CANCELLED, key, payload, change.user)
        elif change.old and not change.new:
            self._tell(at, FactKind.REOPENED, key, {}, change.user)

    def _message(self, message: Message) -> None:
        kind = speech(message, self.past.customer, self.past.email)
        at = max(message.at, self.past.received)
        if kind and at > self.now:
            self.flaws.add(Flaw.FUTURE)
        elif kind:
            medium = "call" if message.call else message.kind
            payload = {"medium": medium, "message": message.id}
            self._tell(at, kind, f"message:{message.id}", payload, message.user)

    def _end(self) -> None:
        """A ticket that is over today although no change of its stage says so."""
        stage = self.past.now.get("stage") or 0
        if not self.outcomes.get(stage) or self.over:
            return
        if self.past.closed is None:
            self.flaws.add(Flaw.NO_END)
            return
        old = 0 if self.outcomes.get(self.stage) else self.stage
        at = max(self.past.closed, self.past.received)
        self._tell_moves(at, "readback:closed", self.moves(old, stage))

    def _tell_moves(
        self, at: int, key: str, moves: Iterable[Move], user: int = 0
    ) -> None:
        for kind, payload in moves:
            self._tell(at, kind, f"{key}:{kind}", payload, user)

    def _tell(
        self,
        at: int,
        kind: str,
        key: str,
        payload: Mapping[str, Any],
        user: int = 0,
    ) -> None:
        self.told.append(Told(at, str(kind), key, payload, user))


def read(
    past: Past, moves: Moves, outcomes: Mapping[int, str], now: int
) -> tuple[list[Told], set[Flaw]]:
    """The facts of a ticket's past, in order, and what could not be read."""
    reader = _Reader(past, moves, outcomes, now)
    return reader.read(), reader.flaws
