"""Little language of the clock tests: local times in, local times out."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from cs_service_standard.engine.calendar_spec import (
    Attendance,
    CalendarSpec,
    Leave,
    build_year,
)
from cs_service_standard.engine.clock import replay
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.targets import Promise
from cs_service_standard.engine.worktime import ELAPSED, Worktime

MADRID = "Europe/Madrid"
SHANGHAI = "Asia/Shanghai"
HOUR = 3600
MINUTE = 60
DAY = 86400


def at(text: str, tz: str = MADRID) -> int:
    """Epoch seconds of a local time written '2026-03-06 17:50[:ss]'."""
    moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))
    return int(moment.astimezone(UTC).timestamp())


def local(instant: int | None, tz: str = MADRID) -> str | None:
    """The local time of an instant, seconds only when there are any."""
    if instant is None:
        return None
    moment = datetime.fromtimestamp(instant, ZoneInfo(tz))
    return moment.strftime("%Y-%m-%d %H:%M" + (":%S" if instant % 60 else ""))


def week(*hours: tuple[float, float]) -> tuple[Attendance, ...]:
    return tuple(Attendance(day, a, b) for day in range(5) for a, b in hours)


def calendar(tz: str, attendances, leaves=()) -> CalendarSpec:
    return CalendarSpec(
        tz=tz,
        attendances=attendances,
        leaves=tuple(
            Leave(at(start, tz), at(end, tz), number)
            for number, (start, end) in enumerate(leaves, start=1)
        ),
        two_weeks=False,
    )


A = calendar(MADRID, week((9, 18)))
A_HOLIDAY = calendar(MADRID, week((9, 18)), [("2026-03-09 00:00", "2026-03-10 00:00")])
B = calendar(MADRID, week((9, 13), (14, 18)))
CAL40 = calendar(SHANGHAI, week((8, 12), (13, 17)))
CALENDARS = {1: A, 2: A_HOLIDAY, 3: B, 4: CAL40}


@cache
def calendars(mode: str, number: int) -> Worktime:
    """Ways of counting by mode and the numbers of ``CALENDARS`` (0: none)."""
    if mode == "elapsed" or not number:
        return ELAPSED
    spec = CALENDARS[number]
    return Worktime(lambda year: build_year(spec, year, mode == "working_days"))


def promise(metric: str, limit: int, **values) -> Promise:
    values.setdefault("id", 1)
    if values.get("calendar"):
        values.setdefault("mode", "working_hours")
    return Promise(metric=metric, limit=limit, **values)


def matched(instant: int, *promises: Promise) -> Fact:
    payload = {"promises": [item.to_payload() for item in promises]}
    return Fact(instant, FactKind.MATCHED, payload=payload)


def life(start: str, promises, *events, tz: str = MADRID):
    """Clocks of a ticket received at ``start``; events are (time, kind[, payload]).

    A kind may be a tuple of promises: then the targets are matched again.
    """
    facts = [Fact(at(start, tz), FactKind.RECEIVED), matched(at(start, tz), *promises)]
    for time, kind, *payload in events:
        if isinstance(kind, tuple):
            facts.append(matched(at(time, tz), *kind))
        else:
            facts.append(Fact(at(time, tz), kind, 0, payload[0] if payload else {}))
    numbered = [
        Fact(fact.at, fact.kind, number, fact.payload)
        for number, fact in enumerate(facts, start=1)
    ]
    return replay(numbered, calendars)


def one(clocks, metric: str, cycle: int = 1):
    """The clock of a metric and cycle."""
    found = [c for c in clocks if c.metric == metric and c.cycle == cycle]
    assert len(found) == 1, f"{len(found)} clocks {metric} {cycle}"
    return found[0]
