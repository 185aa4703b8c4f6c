"""Opening hours as a notice on the door: equal days together, in few words.

A weekly plan is a list of lines (weekday, opening, closing), in minutes after local
midnight; the day ends at minute 1440.  Lines that touch or overlap are one opening;
a gap, such as the lunch break, stays visible.  Days with equal openings are told
together, neighbouring days as a range.  Words (names of days) are the caller's.
"""

from collections.abc import Iterable
from dataclasses import dataclass

DAY_MINUTES = 24 * 60
WEEK_DAYS = 7

Opening = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days with the same openings; ``ranges`` are first and last weekday (0 Monday)."""

    ranges: tuple[tuple[int, int], ...]
    openings: tuple[Opening, ...]


def minutes(hour: float) -> int:
    """Decimal hours in whole minutes; a plan that ends at 23:59 ends with the day.

    >>> minutes(8.5), minutes(23.99), minutes(9.333333)
    (510, 1440, 560)
    """
    whole = int(hour * 60 + 0.5 + 1e-6)
    return DAY_MINUTES if whole >= DAY_MINUTES - 1 else max(whole, 0)


def group_days(lines: Iterable[tuple[int, int, int]]) -> tuple[DayGroup, ...]:
    """Weekly plan as few groups of days, in the order of the week.

    >>> group_days([(0, 480, 720), (0, 720, 1020), (1, 480, 1020)])
    (DayGroup(ranges=((0, 1),), openings=((480, 1020),)),)
    """
    plan: dict[int, list[Opening]] = {}
    for weekday, opening, closing in lines:
        if closing > opening:
            plan.setdefault(weekday, []).append((opening, closing))
    days: dict[tuple[Opening, ...], list[int]] = {}
    for weekday in sorted(plan):
        days.setdefault(_joined(plan[weekday]), []).append(weekday)
    return tuple(
        DayGroup(_ranges(weekdays), openings) for openings, weekdays in days.items()
    )


def is_round_the_clock(groups: Iterable[DayGroup]) -> bool:
    """Whether the door is never shut."""
    return [*groups] == [DayGroup(((0, WEEK_DAYS - 1),), ((0, DAY_MINUTES),))]


def clock_face(minute: int) -> str:
    """Minute of the day as on a digital clock.

    >>> clock_face(485), clock_face(1440)
    ('08:05', '24:00')
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _joined(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    joined: list[Opening] = []
    for opening, closing in sorted(openings):
        if joined and opening <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closing))
        else:
            joined.append((opening, closing))
    return tuple(joined)


def _ranges(weekdays: Iterable[int]) -> tuple[tuple[int, int], ...]:
    ranges: list[tuple[int, int]] = []
    for weekday in weekdays:
        if ranges and weekday == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], weekday)
        else:
            ranges.append((weekday, weekday))
    return tuple(ranges)
