"""Timeline: cutting the facts of a ticket into the runs of one metric.

No arithmetic of time happens here, only the question which fact starts, pauses,
stops or ends which run:

* a run starts on a start fact and stops on a stop fact of its metric;
* waiting spans (paused .. resumed) are noted, whoever uses them later;
* cancelling a ticket ends every run; resolving or closing it ends the runs that
  wait for something else;
* the promises of a run are those matched last before it stopped, so that a change
  of priority moves open runs and leaves stopped ones alone; a run that had none
  when it stopped takes the first that come;
* a promise that comes while the run is open says itself whether it counts from the
  start, from then on, or not at all (RSP-01, changes in flight);
* a pause with a maximum ends by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .facts import Fact, FactKind
from .metrics import Metric, Repeat
from .targets import Change, Promise

Span = tuple[int, int]
REMOVED = "removed"  # reason of a stop fact: nobody has to answer any longer
_FINAL = (FactKind.RESOLVED, FactKind.CLOSED)
_AROUND = frozenset(
    (FactKind.MATCHED, FactKind.PAUSED, FactKind.RESUMED, FactKind.REOPENED)
)
_ENDING = frozenset((*_FINAL, FactKind.CANCELLED))


class End(StrEnum):
    """Why a run ended without its stop fact."""

    NONE = ""
    CANCELLED = "cancelled"  # ticket cancelled, rejected, merged
    FINISHED = "finished"  # ticket resolved or closed before the stop fact
    UNMATCHED = "unmatched"  # no target matches any longer
    MERGED = "merged"  # the request goes on as another ticket


@dataclass(frozen=True, slots=True)
class Held:
    """A promise as one run holds it.

    It came at ``at`` and counts from ``since``; pauses before ``pauses_from`` do
    not stop it.
    """

    promise: Promise
    at: int
    since: int
    pauses_from: int = 0


@dataclass(slots=True)
class Run:
    """One run of a metric, open or over; instants in epoch seconds.

    ``paused_until`` is the latest end of the pause it is in, if there is one.
    """

    start: int
    key: int = 0
    held: tuple[Held, ...] = ()
    stop: int | None = None
    end: End = End.NONE
    ended: int | None = None
    unmatched: int | None = None
    pauses: list[Span] = field(default_factory=list)
    paused_since: int | None = None
    paused_until: int | None = None
    carried: tuple["Run", ...] = ()

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(item.promise for item in self.held)

    @property
    def over(self) -> int | None:
        """Instant at which the run stopped or ended; ``None`` while it is open."""
        return self.stop if self.stop is not None else self.ended

    def pause(self, since: int, until: int | None) -> None:
        self.paused_since, self.paused_until = since, until

    def resume(self, at: int) -> None:
        if self.paused_since is not None:
            self.pauses.append((self.paused_since, at))
            self.paused_since = self.paused_until = None

    def match(
        self, promises: tuple[Promise, ...], at: int, hours: bool = False
    ) -> None:
        """Follow new promises while open, or take the first ever when stopped.

        :param hours: whether only the hours they are counted with are others
        """
        if self.over is not None and self.held:
            return
        if promises:
            held = [self._hold(promise, at, hours) for promise in promises]
            self.held = tuple(item for item in held if item) or self.held
            self.unmatched = None
        elif self.unmatched is None:
            self.unmatched = at

    def _hold(self, promise: Promise, at: int, hours: bool) -> Held | None:
        """How a promise that comes at ``at`` holds; ``None``: it does not."""
        if not self.held and promise.change != Change.FROM_CHANGE:
            return Held(promise, self.start, self.start)
        for item in self.held:
            known = item.promise
            if known.terms == promise.terms or (hours and known.id == promise.id):
                return replace(item, promise=promise)
        match promise.change:
            case Change.KEEP:
                return None
            case Change.FROM_CHANGE:
                return Held(promise, at, since=at, pauses_from=at)
            case _:
                return Held(promise, at, self.start, 0 if promise.carry else at)


class _Cutter:
    """Walks the facts once and collects the runs of one metric."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self.keyed = metric.repeat == Repeat.KEYED
        self.runs: list[Run] = []
        self.promises: tuple[Promise, ...] = ()
        self.paused_since: int | None = None
        self.paused_until: int | None = None
        self.resolved = False
        self.unlocked = not metric.after

    def walk(self, facts: Iterable[Fact]) -> list[Run]:
        # each question only to the facts that may answer it: most are of no concern
        starts, stops, after = self.metric.starts, self.metric.stops, self.metric.after
        for fact in facts:
            kind = fact.kind
            if self.paused_until is not None and fact.at >= self.paused_until:
                self._resume(self.paused_until)
            if kind in _AROUND:
                self._surroundings(fact)
            stopped = kind in stops and self._stop(fact)
            if kind in _ENDING:
                self._finish(fact)
            if stopped or kind in starts or kind == FactKind.REOPENED:
                self._start(fact, stopped)
            if kind == after:
                self.unlocked = True
        for run in self.runs:
            _settle(run)
        return [run for run in self.runs if run.held]

    def _open(self) -> list[Run]:
        return [run for run in self.runs if run.over is None]

    def _surroundings(self, fact: Fact) -> None:
        """Promises, pauses and the resolved flag, before anything starts or stops."""
        if fact.kind == FactKind.MATCHED and not self.keyed:
            self.promises = _matched(fact, self.metric.code)
            open_only = fact.payload.get("open_only")
            for run in self._open() if open_only else self.runs:
                run.match(self.promises, fact.at, bool(fact.payload.get("hours_only")))
        elif fact.kind == FactKind.PAUSED and self.paused_since is None:
            self.paused_since = fact.at
            self.paused_until = _until(fact)
            for run in self._open():
                run.pause(fact.at, self.paused_until)
        elif fact.kind == FactKind.RESUMED:
            self._resume(fact.at)
        elif fact.kind == FactKind.REOPENED:
            self.resolved = False

    def _resume(self, at: int) -> None:
        self.paused_since = self.paused_until = None
        for run in self._open():
            run.resume(at)

    def _stop(self, fact: Fact) -> bool:
        """Stop what waited for this fact; return whether anything did."""
        key = _key(fact)
        answered = [run for run in self._open() if not self.keyed or run.key == key]
        for run in answered:
            run.resume(fact.at)
            if fact.payload.get("reason") == REMOVED:
                run.end, run.ended = End.CANCELLED, fact.at
            else:
                run.stop = fact.at
        return bool(answered)

    def _finish(self, fact: Fact) -> None:
        """Runs that can no longer be answered end with the ticket."""
        if fact.kind in _FINAL:
            self.resolved = True
        if fact.kind == FactKind.CANCELLED:
            reason = End.MERGED if fact.payload.get("duplicate") else End.CANCELLED
        elif fact.kind in _FINAL and not self._waits_for_closing(fact):
            reason = End.FINISHED
        else:
            return
        for run in self._open():
            run.resume(fact.at)
            run.end, run.ended = reason, fact.at

    def _waits_for_closing(self, fact: Fact) -> bool:
        return fact.kind == FactKind.RESOLVED and FactKind.CLOSED in self.metric.stops

    def _start(self, fact: Fact, stopped: bool) -> None:
        if not self.unlocked or (self.metric.asleep and self.resolved):
            return
        if not self._starts(fact, stopped):
            return
        carried = tuple(self.runs) if self.metric.repeat == Repeat.REOPEN else ()
        run = Run(fact.at, _key(fact), carried=carried)
        run.match(_step(fact, self.metric) if self.keyed else self.promises, fact.at)
        if self.paused_since is not None:
            run.pause(fact.at, self.paused_until)
        self.runs.append(run)

    def _starts(self, fact: Fact, stopped: bool) -> bool:
        """Whether this fact begins a run, given what runs already."""
        begins = fact.kind in self.metric.starts
        again = fact.kind == FactKind.REOPENED and bool(self.runs)
        match self.metric.repeat:
            case Repeat.KEYED:
                return begins
            case Repeat.EACH:
                return begins and not self._open()
            case Repeat.REOPEN:
                return (begins and not self.runs) or (again and not self._open())
            case Repeat.PERIODIC:
                first = begins and not self.runs
                return first or ((stopped or again) and not self._open())
            case _:
                return begins and not self.runs


def _settle(run: Run) -> None:
    """A run that nothing matched when it was over, or matches now, counts nowhere."""
    if run.unmatched is not None:
        run.stop, run.end, run.ended = None, End.UNMATCHED, run.unmatched
        run.resume(run.unmatched)


def _key(fact: Fact) -> int:
    return int(fact.payload.get("step") or 0)


def _until(fact: Fact) -> int | None:
    """When the pause ends by itself: never before it begins."""
    until = fact.payload.get("until")
    return max(int(until), fact.at) if until else None


def _matched(fact: Fact, code: str) -> tuple[Promise, ...]:
    return tuple(
        _promise(item)
        for item in fact.payload.get("promises", ())
        if item["metric"] == code
    )


def _promise(payload: Mapping[str, Any]) -> Promise:
    """Tickets of one profile were promised the same: read once for all of them."""
    try:
        return _read(frozenset(payload.items()))
    except TypeError:  # a later version may keep lists, which cannot be remembered
        return Promise.from_payload(payload)


@lru_cache(maxsize=4096)
def _read(items: frozenset[tuple[str, Any]]) -> Promise:
    return Promise.from_payload(dict(items))


def _step(fact: Fact, metric: Metric) -> tuple[Promise, ...]:
    """A step carries its own limit (RSP-22)."""
    if not fact.payload.get("limit"):
        return ()
    return (Promise.from_payload({"id": 0, "metric": metric.code, **fact.payload}),)


def runs(facts: Iterable[Fact], metric: Metric) -> list[Run]:
    """The runs of ``metric`` for which something was promised; ``facts`` in order."""
    return _Cutter(metric).walk(facts)
