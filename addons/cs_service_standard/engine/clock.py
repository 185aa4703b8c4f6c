"""Clocks: how much of a limit a run has used, when it is due, whether it was kept.

Instants are epoch seconds (UTC); used, late and remaining time are seconds counted
the way the promise says (round the clock, open hours, working days).  A run is met
when it stops at or before its due instant (before it, if the promise is strict).
While a run is paused it has no due instant, only a remainder, unless the pause has
a latest end.  A late answer stays late for ever, and lateness stops growing when
the run stops.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .facts import Fact, FactKind, in_order
from .ladder import Rung, plain
from .metrics import METRICS, Metric
from .targets import Promise
from .timeline import End, Held, Run, Span, runs
from .worktime import Worktime

Calendars = Callable[[str, int], Worktime]
"""Gives the way of counting for a mode and a calendar id."""

Ladders = Callable[[int], tuple[Rung, ...]]
"""Gives the levels of a ladder by its id; none: warning and breach."""


def no_ladders(_ladder: int) -> tuple[Rung, ...]:
    return ()


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


_NEITHER = (End.CANCELLED, End.UNMATCHED, End.MERGED)
CLOSED_STATES = frozenset({State.MET, State.MISSED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock, folded from facts.

    ``cycle`` counts the runs of a metric from 1.  ``working`` is the time used
    when it stopped, ``wall`` the time on the wall, ``paused`` the wall time spent
    waiting, ``late`` how far behind due it stopped.  ``attached`` is when its
    promise came, ``on_attach`` whether it was late from that moment on; ``levels``
    are the instants at which somebody is told, while it runs.
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
    attached: int = 0
    on_attach: bool = False
    pause_until: int | None = None
    levels: tuple[tuple[str, int], ...] = ()

    @property
    def goal_met(self) -> bool | None:
        """Whether the goal was reached; ``None`` while open or without a goal."""
        if not self.promise.goal or self.state not in (State.MET, State.MISSED):
            return None
        return self.working <= self.promise.goal


def counted(run: Run, held: Held) -> list[tuple[int, int | None]]:
    """Spans on the wall that count against a promise; the last may be open."""
    alone = held.promise.restart or held.since > run.start
    found: list[tuple[int, int | None]] = []
    for part in (run,) if alone else (*run.carried, run):
        start: int | None = max(part.start, held.since) if part is run else part.start
        for begin, finish in _pauses(part, held):
            if start is not None and begin > start:
                found.append((start, begin))
            start = finish
        if start is not None and part.over != start:
            found.append((start, part.over))
    return found


def _pauses(run: Run, held: Held) -> list[tuple[int, int | None]]:
    """Waiting spans that stop the promise; the last may be open."""
    if not held.promise.pausable:
        return []
    waits: list[tuple[int, int | None]] = list(run.pauses)
    if run.paused_since is not None:
        waits.append((run.paused_since, None))
    return [
        (max(begin, held.pauses_from), finish)
        for begin, finish in waits
        if finish is None or finish > held.pauses_from
    ]


def due_after(
    spans: Iterable[tuple[int, int | None]],
    fallback: int | None,
    limit: int,
    time: Worktime,
) -> int | None:
    """Instant at which ``limit`` seconds are used up.

    :param spans: start of each span, and the seconds used in it, ``None`` while open
    :param fallback: where counting would go on after the last closed span, ``None``
        while paused
    """
    left = limit
    for start, used in spans:
        if used is None or used >= left:
            return time.advance(start, left)
        left -= used
    return None if fallback is None else time.advance(fallback, left)


class Reading:
    """One promise of a run, measured."""

    def __init__(self, run: Run, held: Held, time: Worktime) -> None:
        self.held, self.promise, self.time = held, held.promise, time
        self.spans = counted(run, held)
        self.waiting = self.promise.pausable and run.paused_since is not None
        self.resume = run.paused_until if self.waiting else (run.over or run.start)
        # measured once: several instants are asked for
        self.parts = [
            (start, None if finish is None else time.elapsed(start, finish))
            for start, finish in self.spans
        ]
        self.used = sum(used for _start, used in self.parts if used is not None)
        self.due = self.at(self.promise.limit)

    def at(self, amount: int) -> int | None:
        """Instant at which ``amount`` seconds are used."""
        return due_after(self.parts, self.resume, amount, self.time)

    @property
    def order(self) -> tuple[bool, int, int]:
        """The earliest deadline wins; of equal ones the oldest line."""
        left = self.promise.limit - self.used
        return self.due is None, self.due or left, self.promise.id

    def levels(self, ladders: Ladders) -> tuple[tuple[str, int], ...]:
        """Instants of the levels; past the limit only when it is really exceeded."""
        promise, found = self.promise, []
        rungs = ladders(promise.ladder) if promise.ladder else ()
        for rung in rungs or plain(promise):
            amount = rung.amount(promise.limit)
            instant = self.at(amount)
            if instant is not None:
                late = amount >= promise.limit and not promise.strict
                found.append((rung.key, instant + late))
        return tuple(sorted(found, key=lambda level: level[1]))


def read(run: Run, calendars: Calendars) -> Reading:
    """The promise of a run with the earliest deadline."""
    readings = [
        Reading(run, held, calendars(held.promise.mode, held.promise.calendar))
        for held in run.held
    ]
    if len(readings) == 1:
        return readings[0]
    return min(readings, key=lambda reading: reading.order)


def _state(run: Run, promise: Promise, due: int | None) -> State:
    over = run.over
    if over is None:
        waiting = promise.pausable and run.paused_since is not None
        return State.PAUSED if waiting else State.RUNNING
    late = due is not None and (over >= due if promise.strict else over > due)
    if run.end in _NEITHER or (run.end and not late):
        return State.CANCELLED
    return State.MISSED if late else State.MET


def _late_on_attach(run: Run, reading: Reading) -> bool:
    """Whether the promise came when its time was over already (case 24)."""
    at, due = reading.held.at, reading.due
    in_flight = at > run.start and (run.over is None or at < run.over)
    return in_flight and due is not None and due < at


def fold(
    run: Run,
    cycle: int,
    metric: Metric,
    calendars: Calendars,
    ladders: Ladders = no_ladders,
) -> ClockState:
    """The clock of one run."""
    best = read(run, calendars)
    promise, due, over = best.promise, best.due, run.over
    state = _state(run, promise, due)
    late = state == State.MISSED and due is not None and over is not None
    pauses: list[Span] = run.pauses if promise.pausable else []
    return ClockState(
        metric=metric.code,
        cycle=cycle,
        key=run.key,
        promise=promise,
        state=state,
        started=run.start,
        due=due,
        goal_due=best.at(promise.goal) if promise.goal else None,
        warn=best.at(promise.limit * promise.warn // 100) if promise.warn else None,
        paused_since=run.paused_since if state == State.PAUSED else None,
        remaining=promise.limit - best.used if state == State.PAUSED else None,
        stopped=over,
        end=run.end,
        working=best.used if over is not None else 0,
        wall=over - run.start if over is not None else 0,
        paused=sum(finish - begin for begin, finish in pauses),
        late=best.time.elapsed(due, over) if late else 0,  # type: ignore[arg-type]
        attached=best.held.at,
        on_attach=_late_on_attach(run, best),
        pause_until=run.paused_until if state == State.PAUSED else None,
        levels=best.levels(ladders) if state == State.RUNNING else (),
    )


def replay(
    facts: Iterable[Fact],
    calendars: Calendars,
    metrics: Mapping[str, Metric] = METRICS,
    ladders: Ladders = no_ladders,
) -> list[ClockState]:
    """Every clock of one ticket, folded from its facts in any order.

    Same facts, same calendars, same clocks: this is the only source of state.
    """
    life = in_order(facts)
    codes = _promised(life)
    return [
        fold(run, cycle, metrics[code], calendars, ladders)
        for code in metrics
        if code in codes
        for cycle, run in enumerate(runs_of(life, code, calendars, metrics), start=1)
    ]


def runs_of(
    life: list[Fact],
    code: str,
    calendars: Calendars,
    metrics: Mapping[str, Metric] = METRICS,
) -> list[Run]:
    """The runs of a metric; ``life`` in order."""
    return runs(life, effective(life, code, calendars, metrics))


def effective(
    life: list[Fact],
    code: str,
    calendars: Calendars,
    metrics: Mapping[str, Metric] = METRICS,
) -> Metric:
    """A metric as it counts for one ticket: it may give way to others (case 17)."""
    metric = metrics[code]
    if not metric.yields_to:
        return metric
    found = runs(life, metric)
    own = read(found[0], calendars).due if found else None
    firsts = [runs(life, metrics[other])[:1] for other in metric.yields_to]
    dues = [read(run, calendars).due for first in firsts for run in first]
    sooner = own is None or any(due is not None and due <= own for due in dues)
    keeps = sooner or not dues
    return metric if keeps else replace(metric, starts=metric.then)


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
