"""How well a clause is kept: shares of a period beside the period before.

A clause without a case has no figure, never 100 %.  A share of few cases is shown but
not judged: it has no arrow.  What counts afterwards (clocks, steps) and what somebody
judged (marks of reviews) are never added up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from .figures import Share
from .periods import start_of

POINT = Decimal(1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Trend(StrEnum):
    UP = "up"
    DOWN = "down"
    LEVEL = "level"  # less than a point apart
    FEW = "few"  # too few cases now or before
    NONE = "none"  # no case now


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to the day before ``end``; ``before`` begins the one before.

    Both spans are equally many months long.
    """

    before: date
    first: date
    end: date


def last_full(kind: str, today: date) -> Span:
    """The last span of whole months that was over before today.

    >>> last_full("month", date(2023, 3, 31))
    Span(before=datetime.date(2023, 1, 1), first=datetime.date(2023, 2, 1), \
end=datetime.date(2023, 3, 1))
    """
    months = MONTHS[kind]
    end = start_of("month", today)
    first = _months_before(end, months)
    return Span(_months_before(first, months), first, end)


def this_month(today: date) -> Span:
    """The month that is not over yet, beside the whole one before.

    >>> this_month(date(2023, 3, 31)).end
    datetime.date(2023, 4, 1)
    """
    first = start_of("month", today)
    return Span(_months_before(first, 1), first, today + timedelta(days=1))


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def total(shares: Iterable[Share]) -> Share:
    """All cases together.

    >>> total([Share(1, 2), Share(3, 3)])
    Share(k=4, n=5)
    """
    found = list(shares)
    return Share(sum(s.k for s in found), sum(s.n for s in found))


def trend(now: Share, before: Share, minimum: int) -> Trend:
    """Where a share goes, if both sides have cases enough to say so.

    >>> trend(Share(95, 100), Share(90, 100), 10).value
    'up'
    >>> trend(Share(9, 9), Share(1, 9), 10).value
    'few'
    """
    if not now.n:
        return Trend.NONE
    if now.n < minimum or before.n < minimum:
        return Trend.FEW
    step = Decimal(100 * now.k) / now.n - Decimal(100 * before.k) / before.n
    if abs(step) < POINT:
        return Trend.LEVEL
    return Trend.UP if step > 0 else Trend.DOWN
