"""What the engine alone makes of a log: clocks, figures, and the limits that fit."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from statistics import median

from cs_service_standard.engine.clock import replay
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.fit import Candidate, fit, most_agreeing
from cs_service_standard.engine.targets import Promise
from cs_service_standard.engine.worktime import ELAPSED

ENDS = {"closure": FactKind.CLOSED, "resolution": FactKind.RESOLVED}
WALL = "wall clock"
SEED = 2016


@dataclass
class Line:
    """Figures of one priority; ``judged`` requests have a verdict in the log."""

    name: str
    requests: int
    met: int
    missed: int
    wall: float
    working: float
    judged: int
    agreeing: int

    @property
    def other(self):
        return self.requests - self.met - self.missed

    @property
    def compliance(self):
        done = self.met + self.missed
        return self.met / done if done else None

    @property
    def agreement(self):
        return self.agreeing / self.judged if self.judged else None


def matched(plan):
    """The snapshot of promises by priority, as the engine wants it in a fact."""
    promises = defaultdict(list)
    numbers = {week.name: place for place, week in enumerate(plan.calendars, 1)}
    for place, target in enumerate(plan.targets, 1):
        promise = Promise(
            id=place,
            metric=target.metric,
            limit=target.seconds,
            mode="working_hours" if target.calendar else "elapsed",
            calendar=numbers.get(target.calendar, 0),
            strict=target.strict,
            pausable=target.pausable,
        ).to_payload()
        for priority in target.priorities:
            promises[priority].append(promise)
    return promises


def engine_clocks(incidents, plan, seen=lambda count: None):
    """Clocks of every request, folded without any database: number -> states."""
    promises = matched(plan)
    times = [ELAPSED] + [week.worktime() for week in plan.calendars]
    clocks = {}
    for count, incident in enumerate(incidents, 1):
        # what has no priority is measured as the helpdesk's default is
        payload = {"promises": promises[incident.priority or "1"]}
        facts = [*incident.facts, Fact(incident.opened, FactKind.MATCHED, 0, payload)]
        clocks[incident.number] = replay(facts, lambda mode, number: times[number])
        seen(count)
    return clocks


def verdicts(clocks, metric):
    """Number -> state of the last cycle, as ``cs.history.report`` gives it."""
    return {
        number: state.state.value
        for number, states in clocks.items()
        for state in states
        if state.metric == metric
    }


def durations(incidents, metric, worktime):
    """Seconds from opening to the end the metric asks for; ``None`` while open."""
    ends = (incident.last(ENDS[metric]) for incident in incidents)
    return [
        None if end is None else worktime.elapsed(incident.opened, end)
        for incident, end in zip(incidents, ends, strict=True)
    ]


def by_priority(incidents):
    """Most urgent first; what has no priority last."""
    groups = defaultdict(list)
    for incident in incidents:
        groups[incident.priority].append(incident)
    return sorted(groups.items(), key=lambda item: item[0], reverse=True)


def lines(log, states, working):
    """A line per priority and one for all.

    :param states: number -> state of the clock
    :param working: the way of counting for the working time, if there is one
    """
    groups = by_priority(log.incidents)
    if len(groups) > 1:
        groups.append((None, log.incidents))
    return [
        _line("all" if priority is None else log.words(priority), group, *rest)
        for priority, group in groups
        for rest in [(states, working, log.plan.metric)]
    ]


def _line(name, incidents, states, working, metric):
    ends = [states.get(incident.number) for incident in incidents]
    known = [
        (incident.label, state == "met")
        for incident, state in zip(incidents, ends, strict=True)
        if incident.label is not None and state in ("met", "missed")
    ]

    def middle(worktime):
        if worktime is None:
            return None
        done = [d for d in durations(incidents, metric, worktime) if d is not None]
        return median(done) if done else None

    return Line(
        name=name,
        requests=len(incidents),
        met=ends.count("met"),
        missed=ends.count("missed"),
        wall=middle(ELAPSED),
        working=middle(working),
        judged=len(known),
        agreeing=sum(label == met for label, met in known),
    )


def fit_priorities(log, seen=lambda count: None):
    """Best limits per priority: list of (name, priority, wall fit, working fit).

    Every priority is split into the same halves for all ways of counting; the week
    plan is chosen on the halves used, one for all priorities.
    """
    tried = log.plan.tried()
    times = [(WALL, ELAPSED, {})] + [
        (week.name, week.worktime(), {"day": week.day}) for week in tried
    ]
    metric = log.plan.metric
    groups = []
    for priority, incidents in by_priority(log.incidents):
        judged = [i for i in incidents if i.label is not None and i.last(ENDS[metric])]
        candidates = []
        for name, time, day in times:
            candidates.append(Candidate(name, durations(judged, metric, time), **day))
            seen(len(judged))
        fits = fit(candidates, [i.label for i in judged], Random(SEED))
        groups.append((priority, fits))
    chosen = most_agreeing(fits[1:] for _, fits in groups)
    return [
        (log.words(priority), priority, fits[0], one)
        for priority, fits in groups
        for one in fits[1:]
        if one.name == chosen
    ]
