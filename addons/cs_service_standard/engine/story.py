"""Story: what happened to one clock, fact by fact, for whoever disputes it.

The story is not told by rules of its own.  The facts are cut again up to and
including each one (see ``timeline``), and what differs from the cut before is what
that fact did to the clock.  So the story and the clock cannot disagree.

Facts that moved nothing but surround the clock (owner, team, priority) are kept as
context; everything is ids, codes and epoch seconds, the words are the caller's.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from .clock import Calendars, counted, fold
from .facts import Fact, FactKind, in_order
from .metrics import Metric, Repeat
from .targets import Promise
from .timeline import End, Held, Run, runs
from .worktime import Worktime

_MOVERS = frozenset(
    {
        FactKind.MATCHED,
        FactKind.PAUSED,
        FactKind.RESUMED,
        FactKind.RESOLVED,
        FactKind.CLOSED,
        FactKind.REOPENED,
        FactKind.CANCELLED,
    }
)
_CONTEXT = frozenset(
    {
        FactKind.TEAM,
        FactKind.ASSIGNED,
        FactKind.PRIORITY,
        FactKind.HANDOVER,
        FactKind.ACCEPTED,
    }
)


class EntryKind(StrEnum):
    STARTED = "started"
    PROMISED = "promised"  # a promise attached
    RENEWED = "renewed"  # the same promise, under another version of the standard
    KEPT_OUT = "kept_out"  # a new promise that must not touch a running clock
    DROPPED = "dropped"  # a promise no longer holds
    DUE = "due"  # the due instant was set or moved
    PAUSED = "paused"
    RESUMED = "resumed"
    RAN_OUT = "ran_out"  # the pause reached its latest end by itself
    STOPPED = "stopped"
    ENDED = "ended"  # over without its stop fact; ``end`` says why
    REVIVED = "revived"  # a target matches again
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story.

    ``fact`` is the id of the fact behind it (0: none), ``promise`` the one it is
    about, ``decides`` whether its deadline is the one that counts; ``before`` and
    ``due`` are the due instants of a ``DUE`` entry.
    """

    at: int
    kind: EntryKind
    fact: int = 0
    code: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    promise: Promise | None = None
    decides: bool = False
    before: int | None = None
    due: int | None = None


def tell(
    facts: Iterable[Fact],
    metric: Metric,
    cycle: int,
    calendars: Calendars,
    now: int,
) -> list[Entry]:
    """The story of the ``cycle``-th run of a metric; empty when there is none.

    :param now: epoch seconds; a pause whose latest end is past has run out
    """
    life = in_order(facts)
    heard = [fact for fact in life if fact.kind in _MOVERS | _ears(metric)]
    final = runs(heard, metric)
    if not 0 < cycle <= len(final):
        return []
    run = final[cycle - 1]
    teller = _Teller(metric, cycle, calendars, heard, final)
    entries = teller.walk()
    if run.paused_until is not None and run.paused_until <= now:
        entries.append(Entry(run.paused_until, EntryKind.RAN_OUT))
    entries += _context(life, run)
    return sorted(entries, key=lambda entry: (entry.at, entry.fact))


def _ears(metric: Metric) -> frozenset[str]:
    return metric.starts | metric.stops | {metric.after}


def _context(life: list[Fact], run: Run) -> list[Entry]:
    """Who and what surrounded the clock while it ran."""
    return [
        Entry(fact.at, EntryKind.CONTEXT, fact.id, fact.kind, fact.payload)
        for fact in life
        if fact.kind in _CONTEXT
        and fact.at > run.start
        and (run.over is None or fact.at <= run.over)
    ]


class _Teller:
    """Cuts ever longer parts of a life and notes what each fact changed."""

    def __init__(
        self,
        metric: Metric,
        cycle: int,
        calendars: Calendars,
        heard: list[Fact],
        final: list[Run],
    ) -> None:
        self.metric, self.cycle, self.calendars = metric, cycle, calendars
        self.heard = heard
        self.run = final[cycle - 1]
        self.place = sum(_name(run) == _name(self.run) for run in final[: cycle - 1])
        self.due: int | None = None

    def walk(self) -> list[Entry]:
        entries: list[Entry] = []
        before: Run | None = None
        for number, fact in enumerate(self.heard, start=1):
            if fact.at < self.run.start:
                continue
            after = self._part(runs(self.heard[:number], self.metric))
            if after is not None:
                entries += self._differences(before, after, fact)
            before = after
        return entries

    def _part(self, found: list[Run]) -> Run | None:
        """The same run as a shorter life knows it."""
        same = [run for run in found if _name(run) == _name(self.run)]
        return same[self.place] if len(same) > self.place else None

    def _differences(self, before: Run | None, after: Run, fact: Fact) -> list[Entry]:
        entries = [self._begin(fact)] if before is None else []
        entries += self._promises(before, after, fact)
        if before is not None:
            entries += self._waiting(before, after, fact)
            entries += self._ending(before, after, fact)
        elif after.over is not None:
            entries += self._ending(Run(after.start), after, fact)
        return entries + self._due(after, fact)

    def _begin(self, fact: Fact) -> Entry:
        """The start is told with its own fact; a promise may come after it."""
        again = frozenset[str]({FactKind.REOPENED})
        if self.metric.repeat == Repeat.PERIODIC:
            again |= self.metric.stops
        for kinds in (self.metric.starts, again):
            for item in self.heard:
                if item.at == self.run.start and item.kind in kinds:
                    return _entry(EntryKind.STARTED, item)
        return _entry(EntryKind.STARTED, fact)

    def _promises(self, before: Run | None, after: Run, fact: Fact) -> list[Entry]:
        old = {held.promise.terms: held for held in before.held} if before else {}
        new = {held.promise.terms: held for held in after.held}
        if old == new:
            return self._kept_out(after, fact)
        decisive = fold(after, self.cycle, self.metric, self.calendars).promise
        entries = []
        for terms, held in new.items():
            known = old.get(terms)
            if known is None:
                kind = EntryKind.PROMISED
            elif known.promise.version != held.promise.version:
                kind = EntryKind.RENEWED
            else:
                continue
            decides = held.promise == decisive
            entries.append(_about(kind, fact, held, decides))
        gone = [held for terms, held in old.items() if terms not in new]
        entries += [_about(EntryKind.DROPPED, fact, held) for held in gone]
        return entries + self._kept_out(after, fact)

    def _kept_out(self, after: Run, fact: Fact) -> list[Entry]:
        """Promises that came while the clock ran and leave it as it is."""
        if fact.kind != FactKind.MATCHED or after.over is not None:
            return []
        held = {item.promise.terms for item in after.held}
        offered = (
            Promise.from_payload(item)
            for item in fact.payload.get("promises", ())
            if item["metric"] == self.metric.code
        )
        return [
            Entry(fact.at, EntryKind.KEPT_OUT, fact.id, promise=promise)
            for promise in offered
            if promise.terms not in held
        ]

    def _waiting(self, before: Run, after: Run, fact: Fact) -> list[Entry]:
        entries = []
        if len(after.pauses) > len(before.pauses) and after.over is None:
            end = after.pauses[-1][1]
            if end == before.paused_until and end < fact.at:
                entries.append(Entry(end, EntryKind.RAN_OUT))
            else:
                entries.append(_entry(EntryKind.RESUMED, fact))
        paused = after.paused_since
        if paused is not None and paused != before.paused_since:
            entries.append(_entry(EntryKind.PAUSED, fact))
        return entries

    def _ending(self, before: Run, after: Run, fact: Fact) -> list[Entry]:
        if before.over == after.over and before.end == after.end:
            return []
        if after.over is None:
            return [_entry(EntryKind.REVIVED, fact)]
        if after.end == End.NONE:
            return [_entry(EntryKind.STOPPED, fact)]
        return [Entry(after.over, EntryKind.ENDED, fact.id, str(after.end))]

    def _due(self, after: Run, fact: Fact) -> list[Entry]:
        due = fold(after, self.cycle, self.metric, self.calendars).due
        if due is None or due == self.due:
            return []
        before, self.due = self.due, due
        return [Entry(fact.at, EntryKind.DUE, fact.id, before=before, due=due)]


def _name(run: Run) -> tuple[int, int]:
    return run.start, run.key


def _entry(kind: EntryKind, fact: Fact) -> Entry:
    return Entry(fact.at, kind, fact.id, fact.kind, fact.payload)


def _about(kind: EntryKind, fact: Fact, held: Held, decides: bool = False) -> Entry:
    payload = {
        name: value for name, value in fact.payload.items() if name != "promises"
    }
    return Entry(fact.at, kind, fact.id, fact.kind, payload, held.promise, decides)


@dataclass(frozen=True, slots=True)
class Counted:
    """A stretch of time that counts, and the seconds used up to its end."""

    start: int
    end: int
    total: int


def computation(
    run: Run, promise: Promise, time: Worktime, until: int
) -> list[Counted]:
    """The working time of a run under one of its promises, stretch by stretch.

    :param until: where an open stretch is cut, e.g. the due instant
    """
    held = next(item for item in run.held if item.promise == promise)
    rows: list[Counted] = []
    total = 0
    for start, end in counted(run, held):
        last = until if end is None else min(end, until)
        for opening, closing in time.spans(start, last):
            total += closing - opening
            rows.append(Counted(opening, closing, total))
    return rows


def seal(rows: Iterable[Sequence[Any]]) -> str:
    """Fingerprint (SHA-256) of facts: the same rows give the same one anywhere.

    >>> seal([[1, 2, "contact", {}]])[:12]
    'acc6bbddb2d9'
    """
    digest = sha256()
    for row in rows:
        line = json.dumps(row, sort_keys=True, separators=(",", ":"))
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
