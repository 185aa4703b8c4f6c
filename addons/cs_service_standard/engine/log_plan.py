"""Log plans: the hours and promises a recorded history is measured against.

They stand in the same file as the mapping: ``calendars`` (weekly hours in a zone),
``targets`` (limits per priority, round the clock or in the hours of a calendar),
``metric`` (what the log's verdicts speak of) and ``fit`` (zones and week plans that
are tried).  Limits are whole seconds; a target without calendar counts round the
clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .calendar_spec import Attendance, CalendarSpec, build_year, is_zone
from .fit import DAY, HOUR
from .log_mapping import HistoryError, Trouble
from .metrics import METRICS
from .worktime import ELAPSED, Worktime

WORKWEEK = (0, 1, 2, 3, 4)
TRIED_HOURS = ((8, 17), (8, 18), (9, 17), (9, 18), (0, 24))
VERDICTS = ("closure", "resolution")
PRIORITIES = frozenset("0123")


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The same local hours on some days of every week; Monday is 0."""

    name: str
    timezone: str
    hours: tuple[tuple[float, float], ...]
    days: tuple[int, ...] = WORKWEEK

    @property
    def day(self) -> int:
        """Working seconds of a usual day."""
        return round(sum(end - start for start, end in self.hours) * HOUR)

    def worktime(self) -> Worktime:
        lines = tuple(
            Attendance(day, *span) for day in self.days for span in self.hours
        )
        spec = CalendarSpec(self.timezone, lines)
        return Worktime(lambda year: build_year(spec, year))


@dataclass(frozen=True, slots=True)
class PlannedTarget:
    """A limit for some priorities; ``calendar`` names a week plan, empty: none."""

    metric: str
    seconds: int
    priorities: tuple[str, ...]
    calendar: str = ""
    strict: bool = False
    pausable: bool = False


@dataclass(frozen=True, slots=True)
class LogPlan:
    """What to measure, against what, and which week plans a fit may try."""

    name: str = ""
    metric: str = "closure"
    calendars: tuple[WeekPlan, ...] = ()
    targets: tuple[PlannedTarget, ...] = ()
    zones: tuple[str, ...] = ("UTC",)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "LogPlan":
        """Read the parsed file of the mapping.

        :raise HistoryError: a part of it means nothing
        """
        calendars = tuple(_week_plan(part, data) for part in _parts(data, "calendars"))
        names = {plan.name for plan in calendars}
        metric = data.get("metric", "closure")
        if metric not in VERDICTS:
            raise HistoryError(Trouble.WORD, f"metric: {metric}")
        zones = data.get("fit", {}).get("zones", [data.get("timezone", "UTC")])
        for zone in zones:
            _check_zone(zone)
        return cls(
            name=str(data.get("name", "")),
            metric=metric,
            calendars=calendars,
            targets=tuple(_target(part, names) for part in _parts(data, "targets")),
            zones=tuple(zones),
        )

    def tried(self) -> tuple[WeekPlan, ...]:
        """Week plans for a fit: the named ones, then usual office hours per zone."""
        usual = (
            WeekPlan(f"Mon-Fri {start:02}-{end:02} {zone}", zone, ((start, end),))
            for zone in self.zones
            for start, end in TRIED_HOURS
        )
        return (*self.calendars, *usual)

    def worktime(self, name: str) -> Worktime:
        """How the week plan of that name counts; without a name, every second."""
        found = (plan for plan in self.calendars if plan.name == name)
        return next((plan.worktime() for plan in found), ELAPSED)


def _parts(data: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    parts = data.get(key, [])
    if not isinstance(parts, list) or not all(isinstance(p, Mapping) for p in parts):
        raise HistoryError(Trouble.SHAPE, key)
    return parts


def _check_zone(name: str) -> None:
    if not is_zone(name):
        raise HistoryError(Trouble.ZONE, name)


def _week_plan(part: Mapping[str, Any], data: Mapping[str, Any]) -> WeekPlan:
    zone = part.get("timezone", data.get("timezone", "UTC"))
    _check_zone(zone)
    try:
        hours = tuple((float(start), float(end)) for start, end in part["hours"])
        days = tuple(int(day) for day in part.get("days", WORKWEEK))
        name = str(part["name"])
    except (KeyError, TypeError, ValueError) as error:
        raise HistoryError(Trouble.SHAPE, "calendars") from error
    sound = all(0 <= start < end <= DAY // HOUR for start, end in hours)
    if not hours or not sound or not set(days) <= set(range(7)):
        raise HistoryError(Trouble.WORD, f"calendars: {name}")
    return WeekPlan(name, zone, hours, days)


def _target(part: Mapping[str, Any], calendars: set[str]) -> PlannedTarget:
    try:
        target = PlannedTarget(
            metric=str(part.get("metric", "closure")),
            seconds=round(float(part["hours"]) * HOUR),
            priorities=tuple(str(word) for word in part.get("priorities", "0123")),
            calendar=str(part.get("calendar", "")),
            strict=bool(part.get("strict", False)),
            pausable=bool(part.get("pausable", False)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise HistoryError(Trouble.SHAPE, "targets") from error
    if target.metric not in METRICS:
        raise HistoryError(Trouble.WORD, f"targets: {target.metric}")
    if target.calendar and target.calendar not in calendars:
        raise HistoryError(Trouble.WORD, f"targets: {target.calendar}")
    if not set(target.priorities) <= PRIORITIES:
        raise HistoryError(Trouble.WORD, f"targets: {' '.join(target.priorities)}")
    if target.seconds <= 0:
        raise HistoryError(Trouble.WORD, f"targets: {part['hours']}")
    return target
