"""Read-back: what happened before the standard, told by messages and tracking.

A running helpdesk has written down who said what and which stage, owner, team and
priority came when.  From these rows follow the same facts that would have been
recorded, each with its instant and a key of its source, so that reading twice adds
nothing.  Facts carry ids and codes only.  Instants are epoch seconds (UTC).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .facts import FactKind


class Flaw(StrEnum):
    """Why something of the past could not be read."""

    LIVE = "live"  # the ticket follows a standard: its facts were recorded
    STAGE_GONE = "stage_gone"  # a stage that no longer exists
    PRIORITY_UNKNOWN = "priority_unknown"  # a label nobody knows any more
    FUTURE = "future"  # a message whose date lies ahead
    NO_END = "no_end"  # closed, but nothing says when
    BROKEN = "broken"  # the ticket could not be read at all


@dataclass(frozen=True, slots=True)
class Person:
    """The author of a message, or the customer of a ticket, in codes."""

    id: int = 0
    family: int = 0  # commercial partner
    share: bool = True  # no colleague
    email: str = ""  # normalised
    robot: bool = False
    user: int = 0
    colleague: bool = False  # has a user who is not a customer's


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was posted; ``email`` is the sender's normalised address."""

    id: int
    at: int
    kind: str = "comment"
    internal: bool = False
    call: bool = False  # a telephone activity that was done
    author: Person | None = None
    email: str = ""
    sender: int = 0  # user of the address, when there is no author


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change; ``old`` and ``new`` are ids, or keys of a selection."""

    id: int
    at: int
    name: str
    old: Any
    new: Any
    user: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage means."""

    id: int
    phase: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """All that was written down about one ticket.

    ``now`` holds team, user, stage and priority as they are today; ``closed`` is
    the stored instant of closing.
    """

    ticket: int
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


TALK = frozenset({"comment", "email", "sms", "whatsapp", "whatsapp_message"})
WRITTEN = TALK - {"comment", "email"}  # sent out whatever the subtype


def speech(message: Message, customer: Person | None, email: str) -> FactKind | None:
    """Who speaks in a message: a person of ours, the customer, somebody else.

    The judgement of a message that arrives today, on what was kept of an old one.

    :param email: normalised address of the ticket, for customers without a contact
    """
    author = message.author
    if author and author.robot:
        return None
    if message.call:
        return FactKind.CONTACT if author and author.colleague else None
    if message.kind not in TALK:
        return None
    if _is_customer(message, customer, email):
        return FactKind.CUSTOMER
    if (author and author.colleague) or (not author and message.sender):
        spoken = message.kind in WRITTEN or not message.internal
        return FactKind.CONTACT if spoken else None
    return FactKind.STRANGER


def _is_customer(message: Message, customer: Person | None, email: str) -> bool:
    author = message.author
    if customer and author:
        if author.id == customer.id:
            return True
        return author.family == customer.family and author.share
    known = email or (customer.email if customer else "")
    wrote = (author.email if author else "") or message.email
    return bool(known) and known == wrote and (author is None or author.share)


def stage_facts(old: Stage | None, new: Stage) -> list[tuple[FactKind, dict[str, Any]]]:
    """What moving between two stages means, in the order in which it happened."""
    before, phase = (old.outcome, old.phase) if old else ("", "")
    found: list[tuple[FactKind, dict[str, Any]]] = [
        (FactKind.STAGE, {"stage": new.id, "phase": new.phase})
    ]
    if phase == "waiting" and new.phase != "waiting":
        found.append((FactKind.RESUMED, {}))
    found += [(kind, {}) for kind in _outcomes(before, new.outcome)]
    if new.phase == "waiting" and phase != "waiting":
        found.append((FactKind.PAUSED, {"reason": "customer"}))
    return found


def _outcomes(before: str, after: str) -> list[FactKind]:
    if after == "cancelled":
        return [FactKind.CANCELLED] if before != "cancelled" else []
    if not after:
        return [FactKind.REOPENED] if before else []
    found = [] if before in ("resolved", "closed") else [FactKind.RESOLVED]
    if after == "closed" and before != "closed":
        found.append(FactKind.CLOSED)
    return found


class _Reader:
    """Walks through the past of one ticket once."""

    def __init__(self, past: Past, stages: Mapping[int, Stage], now: int) -> None:
        self.past, self.stages, self.now = past, stages, now
        self.told: list[Told] = []
        self.flaws: set[Flaw] = set()
        self.stage: Stage | None = None

    def read(self) -> None:
        changes = sorted(self.past.changes, key=lambda change: (change.at, change.id))
        self._begin(self._at_first(changes))
        for change in changes:
            self._change(change)
        for message in self.past.messages:
            self._message(message)
        self._end()
        self.told.sort(key=lambda fact: fact.at)

    def _at_first(self, changes: list[Change]) -> dict[str, Any]:
        """The values before the first change of each, else those of today."""
        first = dict(self.past.now)
        for change in reversed(changes):
            first[change.name] = change.old
        return first

    def _begin(self, first: Mapping[str, Any]) -> None:
        payload = {
            name: first.get(name) or False
            for name in ("team", "user", "stage", "priority")
        }
        self._tell(self.past.received, FactKind.RECEIVED, "readback:received", payload)
        self.stage = self.stages.get(first.get("stage") or 0)
        if self.stage and (self.stage.phase == "waiting"):
            kinds = stage_facts(None, self.stage)[1:]
            self._tell_all(self.past.received, "readback:start", kinds)

    def _change(self, change: Change) -> None:
        at, key = max(change.at, self.past.received), f"tracking:{change.id}"
        if change.name == "stage":
            self._stage(change, at, key)
            return
        kinds = {
            "team": FactKind.TEAM,
            "user": FactKind.ASSIGNED,
            "priority": FactKind.PRIORITY,
        }
        if change.name == "priority" and change.new is None:
            self.flaws.add(Flaw.PRIORITY_UNKNOWN)
        elif change.name in kinds:
            payload = {change.name: change.new or False}
            self._tell(at, kinds[change.name], key, payload, change.user)
        elif change.name == "duplicate":
            kind = FactKind.CANCELLED if change.new else FactKind.REOPENED
            payload = {"duplicate": change.new} if change.new else {}
            if bool(change.old) != bool(change.new):
                self._tell(at, kind, key, payload, change.user)

    def _stage(self, change: Change, at: int, key: str) -> None:
        stage = self.stages.get(change.new or 0)
        if stage is None:
            self.flaws.add(Flaw.STAGE_GONE)
            return
        self._tell_all(at, key, stage_facts(self.stage, stage), change.user)
        self.stage = stage

    def _message(self, message: Message) -> None:
        kind = speech(message, self.past.customer, self.past.email)
        if kind is None:
            return
        at = max(message.at, self.past.received)
        if at > self.now:
            self.flaws.add(Flaw.FUTURE)
            return
        author = message.author
        user = author.user if author else message.sender
        medium = "call" if message.call else message.kind
        payload = {"medium": medium, "message": message.id}
        self._tell(at, kind, f"message:{message.id}", payload, user)

    def _end(self) -> None:
        """A ticket that is over today although no change of stage says so."""
        stage = self.stages.get(self.past.now.get("stage") or 0)
        if not stage or not stage.outcome or self._is_over(stage):
            return
        if self.past.closed is None:
            self.flaws.add(Flaw.NO_END)
            return
        at = max(self.past.closed, self.past.received)
        self._tell_all(at, "readback:closed", stage_facts(self.stage_before, stage))

    @property
    def stage_before(self) -> Stage | None:
        over = self.stage is not None and bool(self.stage.outcome)
        return None if over else self.stage

    def _is_over(self, stage: Stage) -> bool:
        ends = (FactKind.RESOLVED, FactKind.CLOSED, FactKind.CANCELLED)
        told = any(fact.kind in ends for fact in self.told)
        return told and self.stage is not None and self.stage.outcome == stage.outcome

    def _tell_all(
        self,
        at: int,
        key: str,
        kinds: Iterable[tuple[FactKind, dict[str, Any]]],
        user: int = 0,
    ) -> None:
        for kind, payload in kinds:
            self._tell(at, kind, f"{key}:{kind.value}", payload, user)

    def _tell(
        self,
        at: int,
        kind: FactKind,
        key: str,
        payload: Mapping[str, Any],
        user: int = 0,
    ) -> None:
        self.told.append(Told(at, kind.value, key, payload, user))


def read(
    past: Past, stages: Mapping[int, Stage], now: int
) -> tuple[list[Told], set[Flaw]]:
    """The facts of a ticket's past, in order, and what could not be read."""
    reader = _Reader(past, stages, now)
    reader.read()
    return reader.told, reader.flaws
