"""Clocks: how much of a limit a run has used, when it is due, whether it was kept.

Instants are epoch seconds (UTC); used, late and remaining time are seconds counted
the way the promise says (round the clock, open hours, working days).  A run is met
when it stops at or before its due instant (before it, if the promise is strict).
While a run is paused it has no due instant, only a remainder.  A late answer stays
late for ever, and lateness stops growing when the run stops.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .facts import Fact, FactKind, in_order
from .metrics import METRICS, Metric
from .targets import Promise
from .timeline import End, Run, Span, runs
from .worktime import Worktime

Calendars = Callable[[str, int], Worktime]
"""Gives the way of counting for a mode and a calendar id."""


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


CLOSED_STATES = frozenset({State.MET, State.MISSED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock, folded from facts.

    ``cycle`` counts the runs of a metric from 1.  ``working`` is the time used
    when it stopped, ``wall`` the time on the wall, ``paused`` the wall time spent
    waiting, ``late`` how far behind due it stopped.
    """

    metric: str
    cycle: int
    key: int
    promise: Promise
    state: State
    started: int
    due: int | None
    goal_due: int | None
    warn: int | None
    paused_since: int | None
    remaining: int | None
    stopped: int | None = None
    end: End = End.NONE
    working: int = 0
    wall: int = 0
    paused: int = 0
    late: int = 0

    @property
    def goal_met(self) -> bool | None:
        """Whether the goal was reached; ``None`` while open or without a goal."""
        if not self.promise.goal or self.state not in (State.MET, State.MISSED):
            return None
        return self.working <= self.promise.goal


def counted(run: Run, promise: Promise) -> list[tuple[int, int | None]]:
    """Spans on the wall that count against the promise; the last may be open."""
    carried = () if promise.restart else run.carried
    found: list[tuple[int, int | None]] = []
    for part in (*carried, run):
        start: int | None = part.start
        if promise.pausable:
            for begin, finish in part.pauses:
                if start is not None and begin > start:
                    found.append((start, begin))
                start = finish
            if part.paused_since is not None:
                if start is not None and part.paused_since > start:
                    found.append((start, part.paused_since))
                start = None
        if start is not None and part.over != start:
            found.append((start, part.over))
    return found


def due_after(
    spans: list[tuple[int, int | None]],
    fallback: int | None,
    limit: int,
    time: Worktime,
) -> int | None:
    """Instant at which ``limit`` seconds are used up.

    :param fallback: where counting would go on after the last closed span, ``None``
        while paused
    """
    left = limit
    for start, finish in spans:
        if finish is None:
            return time.advance(start, left)
        used = time.elapsed(start, finish)
        if used >= left:
            return time.advance(start, left)
        left -= used
    return None if fallback is None else time.advance(fallback, left)


def used_in(spans: Iterable[tuple[int, int | None]], time: Worktime) -> int:
    """Seconds used in the closed spans."""
    return sum(time.elapsed(a, b) for a, b in spans if b is not None)


def measure(run: Run, promise: Promise, time: Worktime) -> dict[str, int | None]:
    """Due, goal and warning instants of a run under one promise."""
    spans = counted(run, promise)
    over = run.over
    waiting = promise.pausable and run.paused_since is not None
    resume = None if waiting else (over if over is not None else run.start)

    def at(limit: int) -> int | None:
        return due_after(spans, resume, limit, time) if limit else None

    return {
        "due": due_after(spans, resume, promise.limit, time),
        "goal_due": at(promise.goal),
        "warn": at(promise.limit * promise.warn // 100),
    }


def _choose(
    run: Run, calendars: Calendars
) -> tuple[Promise, Worktime, dict[str, int | None]]:
    """The promise with the earliest deadline; of equal ones the oldest line."""
    options = []
    for promise in run.promises:
        time = calendars(promise.mode, promise.calendar)
        marks = measure(run, promise, time)
        left = promise.limit - used_in(counted(run, promise), time)
        due = marks["due"]
        options.append(((due is None, due or left, promise.id), promise, time, marks))
    best = min(options, key=lambda option: option[0])
    return best[1:]


def _state(run: Run, promise: Promise, due: int | None) -> State:
    over = run.over
    if over is None:
        waiting = promise.pausable and run.paused_since is not None
        return State.PAUSED if waiting else State.RUNNING
    late = due is not None and (over >= due if promise.strict else over > due)
    if run.end in (End.CANCELLED, End.UNMATCHED) or (run.end and not late):
        return State.CANCELLED
    return State.MISSED if late else State.MET


def fold(run: Run, cycle: int, metric: Metric, calendars: Calendars) -> ClockState:
    """The clock of one run."""
    promise, time, marks = _choose(run, calendars)
    spans = counted(run, promise)
    due, over = marks["due"], run.over
    state = _state(run, promise, due)
    pauses: list[Span] = run.pauses if promise.pausable else []
    used = used_in(spans, time)
    late = state == State.MISSED and due is not None and over is not None
    return ClockState(
        metric=metric.code,
        cycle=cycle,
        key=run.key,
        promise=promise,
        state=state,
        started=run.start,
        due=due,
        goal_due=marks["goal_due"],
        warn=marks["warn"],
        paused_since=run.paused_since if state == State.PAUSED else None,
        remaining=promise.limit - used if state == State.PAUSED else None,
        stopped=over,
        end=run.end,
        working=used if over is not None else 0,
        wall=over - run.start if over is not None else 0,
        paused=sum(finish - begin for begin, finish in pauses),
        late=time.elapsed(due, over) if late else 0,  # type: ignore[arg-type]
    )


def replay(
    facts: Iterable[Fact],
    calendars: Calendars,
    metrics: Mapping[str, Metric] = METRICS,
) -> list[ClockState]:
    """Every clock of one ticket, folded from its facts in any order.

    Same facts, same calendars, same clocks: this is the only source of state.
    """
    life = in_order(facts)
    codes = _promised(life)
    return [
        fold(run, cycle, metrics[code], calendars)
        for code in metrics
        if code in codes
        for cycle, run in enumerate(runs(life, metrics[code]), start=1)
    ]


def _promised(life: list[Fact]) -> set[str]:
    """Codes of the metrics for which anything was ever promised."""
    codes = {
        item["metric"]
        for fact in life
        if fact.kind == FactKind.MATCHED
        for item in fact.payload.get("promises", ())
    }
    if any(fact.kind == FactKind.STEP_STARTED for fact in life):
        codes.add("step")
    return codes
