"""Dry run: what the clocks of past requests would say under another standard.

Nothing but the MATCHED facts is replaced: what happened stays, what was promised
is worked out anew from the traits that the request had at each moment.  Traits are
known as far as facts tell (team and priority); the rest is taken as it is today.

A clock counts as *kept* or *late* when it is over, and as late as soon as its due
time has passed; one that still runs within its time counts nowhere yet, a
cancelled one never.  Instants are epoch seconds (UTC), used time whole seconds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from .clock import Calendars, ClockState, State
from .facts import Fact, FactKind, in_order
from .metrics import Metric
from .targets import Promise, Traits

READABLE = frozenset(
    {
        FactKind.RECEIVED,
        FactKind.CONTACT,
        FactKind.CUSTOMER,
        FactKind.STRANGER,
        FactKind.PAUSED,
        FactKind.RESUMED,
        FactKind.RESOLVED,
        FactKind.REOPENED,
        FactKind.CLOSED,
        FactKind.CANCELLED,
    }
)
"""Kinds that messages and tracked changes of a running helpdesk can tell."""

Promised = Callable[[Traits], tuple[Promise, ...]]
"""Gives what a standard promises to a request with these traits."""


class Verdict(StrEnum):
    """What one clock counts as."""

    KEPT = "kept"
    LATE = "late"
    OPEN = "open"  # runs within its time, or waits
    OUT = "out"  # cancelled: on neither side of a ratio
    NONE = "none"  # nothing was promised


@dataclass(frozen=True, slots=True)
class Outcome:
    """One clock of a run: its verdict and what a limit is worked out from."""

    verdict: Verdict = Verdict.NONE
    target: int = 0
    limit: int = 0
    used: int = 0
    over: bool = False

    @property
    def counts(self) -> bool:
        return self.verdict in (Verdict.KEPT, Verdict.LATE)


@dataclass(frozen=True, slots=True)
class Pair:
    """One clock as it is and as it would be."""

    metric: str
    cycle: int
    today: Outcome
    draft: Outcome

    @property
    def side(self) -> str:
        """Which way the clock changes sides: '', 'better', 'worse', 'new', 'gone'."""
        before, after = self.today.verdict, self.draft.verdict
        if before == after:
            return ""
        if self.today.counts and self.draft.counts:
            return "better" if after == Verdict.KEPT else "worse"
        if before == Verdict.NONE:
            return "new"
        return "gone" if after == Verdict.NONE else ""


def traits_in_time(life: Iterable[Fact], now: Traits) -> Iterator[tuple[int, Traits]]:
    """Traits at the start and after each moment that changed them.

    What a request was at its start is told by its first fact; where that says
    nothing, what it is today.
    """
    known = now
    for at, group in groupby(life, key=lambda fact: fact.at):
        before, first = known, False
        for fact in group:
            first = first or fact.kind == FactKind.RECEIVED
            known = _moved(known, fact.kind, fact.payload)
        if first or known != before:
            yield at, known


def _moved(traits: Traits, kind: str, payload: Mapping[str, Any]) -> Traits:
    if kind in (FactKind.RECEIVED, FactKind.TEAM) and "team" in payload:
        traits = replace(traits, team=int(payload["team"] or 0))
    if kind in (FactKind.RECEIVED, FactKind.PRIORITY) and payload.get("priority"):
        traits = replace(traits, priority=int(payload["priority"]))
    return traits


def redraft(life: Iterable[Fact], now: Traits, promised: Promised) -> list[Fact]:
    """The facts with the promises of another standard in place of the real ones."""
    facts = [fact for fact in in_order(life) if fact.kind != FactKind.MATCHED]
    drafted: list[Fact] = []
    last: tuple[Promise, ...] | None = None
    for at, traits in traits_in_time(facts, now):
        found = promised(traits)
        if found != last:
            payload = {"promises": [promise.to_payload() for promise in found]}
            # after the facts of the same second, as when the ticket was saved
            drafted.append(Fact(at, FactKind.MATCHED, _last_id(facts, at), payload))
            last = found
    return in_order([*facts, *drafted])


def _last_id(facts: list[Fact], at: int) -> int:
    """A place behind all that happened in the second in which traits changed."""
    kinds = (FactKind.RECEIVED, FactKind.TEAM, FactKind.PRIORITY)
    return max(fact.id for fact in facts if fact.at == at and fact.kind in kinds)


def outcome(state: ClockState, now: int, calendars: Calendars) -> Outcome:
    """What a clock counts as at ``now``."""
    promise = state.promise
    used, verdict = state.working, Verdict.OUT
    if state.state == State.MET:
        verdict = Verdict.KEPT
    elif state.state == State.MISSED:
        verdict = Verdict.LATE
    elif state.state != State.CANCELLED:
        used = _used_so_far(state, now, calendars)
        due = state.due
        late = due is not None and (now >= due if promise.strict else now > due)
        verdict = Verdict.LATE if late else Verdict.OPEN
    return Outcome(verdict, promise.id, promise.limit, used, state.stopped is not None)


def _used_so_far(state: ClockState, now: int, calendars: Calendars) -> int:
    limit, due = state.promise.limit, state.due
    if state.remaining is not None:
        return limit - state.remaining
    if due is None:
        return 0
    time = calendars(state.promise.mode, state.promise.calendar)
    return limit - time.elapsed(now, due) + time.elapsed(due, now)


def outcomes(
    states: Iterable[ClockState], now: int, calendars: Calendars
) -> dict[tuple[str, int], Outcome]:
    """What the clocks of one request count as, by metric and cycle."""
    return {
        (state.metric, state.cycle): outcome(state, now, calendars) for state in states
    }


def compare(
    today: Mapping[tuple[str, int], Outcome], draft: Mapping[tuple[str, int], Outcome]
) -> list[Pair]:
    """The clocks of one request as they are and as they would be, side by side."""
    nothing = Outcome()
    return [
        Pair(metric, cycle, today.get(key, nothing), draft.get(key, nothing))
        for key in sorted({*today, *draft})
        for metric, cycle in (key,)
    ]


def is_told_by_past(metric: Metric) -> bool:
    """Whether messages and tracked changes alone say how long a metric took.

    Every fact that stops it must be among them, and one that starts it.
    """
    return metric.stops <= READABLE and bool(metric.starts & READABLE)
