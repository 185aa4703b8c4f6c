"""Periods of a draw: which stretch of time a draw is about, in local wall-clock time.

A week ends on a chosen day and hour, so that the draw can take place on Friday and
lose nothing: what is finished on Friday evening belongs to the next one.  Months and
quarters are those of the calendar.  The end of a period is the beginning of the next.
"""

from datetime import datetime, timedelta

Window = tuple[datetime, datetime]
WEEK = timedelta(days=7)
MONTHS = {"month": 1, "quarter": 3}


def window(kind: str, at: datetime, weekday: int = 4, hour: float = 17.0) -> Window:
    """The period an instant lies in: from its first instant to the next one's.

    :param weekday: day on which a week ends, 0 = Monday
    :param hour: hour of that day at which it ends

    >>> [str(end) for end in window("week", datetime(2023, 10, 9, 16, 50))]
    ['2023-10-06 17:00:00', '2023-10-13 17:00:00']
    >>> [str(end.date()) for end in window("quarter", datetime(2023, 12, 31))]
    ['2023-10-01', '2024-01-01']
    """
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if kind == "week":
        end = midnight + timedelta(days=(weekday - at.weekday()) % 7, hours=hour)
        end += WEEK if end <= at else timedelta()
        return end - WEEK, end
    length = MONTHS[kind]
    first = (at.month - 1) // length * length
    start = midnight.replace(month=first + 1, day=1)
    over = first + length
    return start, start.replace(year=at.year + over // 12, month=over % 12 + 1)


def windows(
    kind: str, since: datetime, until: datetime, weekday: int = 4, hour: float = 17.0
) -> list[Window]:
    """The periods one after another, from the one of ``since`` to that of ``until``."""
    found = [window(kind, since, weekday, hour)]
    while found[-1][1] <= until:
        found.append(window(kind, found[-1][1], weekday, hour))
    return found
