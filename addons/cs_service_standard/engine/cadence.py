"""Cadence: on which days a regular report is due.

A weekly report is due on the same day of the week, a monthly one on the same day of
the month; in a month that is too short, on its last day, and on the old day again in
the month after.  The first report is due one period after the beginning.  Periods
nobody reported on are made up for by one report, not by many.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Cadence(StrEnum):
    """How often somebody is told."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def following(last: date, cadence: str, anchor: int = 0) -> date:
    """The day of the next report after one up to ``last``.

    :param anchor: day of the month on which monthly reports began; taken up again
        after a month that was too short for it

    >>> following(date(2023, 10, 2), "weekly")
    datetime.date(2023, 10, 9)
    >>> following(date(2024, 2, 29), "monthly", anchor=31)
    datetime.date(2024, 3, 31)
    """
    if cadence == Cadence.WEEKLY:
        return last + WEEK
    shortened = last.day == monthrange(last.year, last.month)[1]
    wanted = max(anchor, last.day) if shortened else last.day
    year, month = last.year + last.month // 12, last.month % 12 + 1
    return date(year, month, min(wanted, monthrange(year, month)[1]))


def latest_due(due: date, cadence: str, today: date, anchor: int = 0) -> date | None:
    """The last day of the series from ``due`` on that is not after ``today``.

    >>> latest_due(date(2023, 10, 9), "weekly", date(2023, 10, 8)) is None
    True
    >>> latest_due(date(2023, 10, 9), "weekly", date(2023, 10, 24))
    datetime.date(2023, 10, 23)
    """
    if due > today:
        return None
    while (ahead := following(due, cadence, anchor)) <= today:
        due = ahead
    return due
