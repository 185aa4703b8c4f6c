"""Which seconds of a year a working calendar opens, and why the others stay shut.

A calendar says, in local time, when a team works in a week (or in each of two
alternating weeks) and which leaves (holidays, short days) take hours away.

Two ways of counting come out of it.  *Working hours*: the attendances less the
leaves.  *Working days*: each local day on which anything is worked counts in full,
from midnight to midnight (24 hours; 23 or 25 when the clocks change), the others
not at all.  So a short day is still a working day and a holiday is none.

Edges, as Odoo's calendar has them: hours are rounded to the minute; a local time
that the change to summer time skips is read with the offset from before it, one
that happens twice is its second occurrence; the weeks of a two-week calendar
alternate by number of weeks since 1 January of year 1.  Two refinements: hour 24
is the next midnight itself (not a microsecond before), and midnight is always the
instant at which the date changes, so that a calendar round the clock has no hole.
A leave entered until 23:59:59 leaves one second; it makes no working day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .spans import Span, clip, merge, subtract
from .worktime import YearIndex, index

DAY_MINUTES = 24 * 60


class SkipReason(StrEnum):
    """Why a stretch of time does not count."""

    CLOSED = "closed"  # outside the hours of a working day
    NON_WORKING_DAY = "non_working_day"  # nobody works on this day of the week
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Attendance:
    """Working hours on a weekday (0 is Monday), local, as decimal hours."""

    weekday: int
    hour_from: float
    hour_to: float
    week_type: int | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Time off, in epoch seconds; ``label_id`` tells the caller which one."""

    start: int
    end: int
    label_id: int = 0


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """All that decides which seconds are worked.

    ``tz`` is a name, or the zone itself where the caller has its own zone data.
    """

    tz: str | tzinfo
    attendances: tuple[Attendance, ...]
    leaves: tuple[Leave, ...] = ()
    two_weeks: bool = False


def is_zone(tz: str) -> bool:
    """Whether this machine knows the time zone."""
    try:
        ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def build_year(spec: CalendarSpec, year: int, whole_days: bool = False) -> YearIndex:
    """Working spans within a year (UTC), ready for ``Worktime``."""
    new_year = datetime(year, 1, 1, tzinfo=UTC)
    first = int(new_year.timestamp())
    last = int(new_year.replace(year=year + 1).timestamp())
    week = _Week(spec)
    days = week.days(first, last)
    planned = merge(span for day in days for span in week.hours(day))
    slack = 1 if whole_days else 0
    leaves = merge((leave.start, leave.end + slack) for leave in spec.leaves)
    spans = subtract(planned, leaves)
    if whole_days:
        spans = _working_days(week, days, spans)
    return _index(clip(spans, first, last))


def skipped(
    spec: CalendarSpec, start: int, end: int, whole_days: bool = False
) -> list[tuple[int, int, SkipReason, int]]:
    """Stretches of a window that do not count: start, end, reason, leave's label.

    Neighbours with the same reason are joined: a week-end is one stretch.  A day
    taken wholly by leave is one stretch from midnight to midnight.
    """
    found: list[tuple[int, int, SkipReason, int]] = []
    week = _Week(spec)
    for day in week.days(start, end):
        for opening, closing, reason, label in _skips(week, day, whole_days):
            opening, closing = max(opening, start), min(closing, end)
            if opening >= closing:
                continue
            if found and found[-1][1:] == (opening, reason, label):
                opening = found.pop()[0]
            found.append((opening, closing, reason, label))
    return found


class _Week:
    """The weekly plan of a calendar, laid upon real days."""

    def __init__(self, spec: CalendarSpec) -> None:
        self.spec = spec
        self._zone = ZoneInfo(spec.tz) if isinstance(spec.tz, str) else spec.tz

    def days(self, start: int, end: int) -> list[date]:
        """Local days that the window touches."""
        first, last = (
            datetime.fromtimestamp(instant, self._zone).toordinal()
            for instant in (start, end)
        )
        return [date.fromordinal(day) for day in range(first, last + 1)]

    def hours(self, day: date) -> list[Span]:
        """Planned hours of a local day, leaves not yet taken off."""
        parity = (day.toordinal() - 1) // 7 % 2
        return merge(
            (
                self._instant(day, _minutes(line.hour_from)),
                self._instant(day, _minutes(line.hour_to)),
            )
            for line in self.spec.attendances
            if line.weekday == day.weekday()
            and (not self.spec.two_weeks or (line.week_type or 0) == parity)
        )

    def midnights(self, day: date) -> Span:
        """When a local day begins and ends."""
        return self._instant(day, 0), self._instant(day, DAY_MINUTES)

    def _instant(self, day: date, minutes: int) -> int:
        days, minutes = divmod(minutes, DAY_MINUTES)
        clock = time(minutes // 60, minutes % 60)
        local = datetime.combine(day + timedelta(days=days), clock, self._zone)
        if not minutes:
            return int(local.timestamp())
        return int(max(local.timestamp(), local.replace(fold=1).timestamp()))


def _minutes(hour: float) -> int:
    """Decimal hours in whole minutes, half a minute rounded up.

    >>> _minutes(8.5), _minutes(24.0), _minutes(9.333333)
    (510, 1440, 560)
    """
    return min(max(int(hour * 60 + 0.5 + 1e-6), 0), DAY_MINUTES)


def _working_days(week: _Week, days: list[date], worked: list[Span]) -> list[Span]:
    hours = _index(worked)
    return merge(
        (midnight, following)
        for midnight, following in map(week.midnights, days)
        if hours.worked_until(following) > hours.worked_until(midnight)
    )


def _skips(
    week: _Week, day: date, whole_days: bool
) -> list[tuple[int, int, SkipReason, int]]:
    midnight, following = week.midnights(day)
    planned = week.hours(day)
    if not planned:
        return [(midnight, following, SkipReason.NON_WORKING_DAY, 0)]
    leaves = [
        leave
        for leave in sorted(week.spec.leaves, key=lambda leave: leave.start)
        if leave.start < planned[-1][1] and leave.end > planned[0][0]
    ]
    if not subtract(planned, merge((off.start, off.end + 1) for off in leaves)):
        return [(midnight, following, SkipReason.LEAVE, leaves[0].label_id)]
    if whole_days:
        return []
    skips = [
        (*closed, SkipReason.CLOSED, 0)
        for closed in subtract([(midnight, following)], planned)
    ]
    for leave in leaves:
        left = subtract(planned, [(leave.start, leave.end)])
        taken = subtract(planned, left)
        skips += [(*span, SkipReason.LEAVE, leave.label_id) for span in taken]
        planned = left
    return sorted(skips)


def _index(spans: Sequence[Span]) -> YearIndex:
    return index((tuple(start for start, _ in spans), tuple(end for _, end in spans)))
