"""Periods: the days, weeks and months that have ended on a given day.

A period is named by its first and last day.  Weeks run from Monday to Sunday.
"""

from datetime import date, timedelta

Period = tuple[date, date]
DAY = timedelta(days=1)


def start_of(kind: str, day: date) -> date:
    """First day of the period a day belongs to.

    >>> start_of("week", date(2023, 10, 11)), start_of("month", date(2023, 10, 11))
    (datetime.date(2023, 10, 9), datetime.date(2023, 10, 1))
    """
    if kind == "day":
        return day
    if kind == "week":
        return day - timedelta(days=day.weekday())
    if kind == "month":
        return day.replace(day=1)
    raise ValueError(f"unknown period: {kind}")


def ended(kind: str, today: date, count: int) -> list[Period]:
    """The last ``count`` periods that were over before today, newest first.

    >>> ended("day", date(2023, 10, 11), 1)
    [(datetime.date(2023, 10, 10), datetime.date(2023, 10, 10))]
    """
    found: list[Period] = []
    first = start_of(kind, today)
    for _number in range(count):
        last = first - DAY
        first = start_of(kind, last)
        found.append((first, last))
    return found
