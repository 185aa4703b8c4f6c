"""Solutions: what they cost, when they are possible, whether they are the same old.

Amounts are ``Decimal`` in one currency and are rounded by the caller.  A surcharge is
a percentage on what the customer pays; no percentage, no surcharge to offer.  Days are
dates: what is available from a day on is available that whole day, so a promise for
this day can be kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher

EXTRA = ("overtime", "outsourcing")
_HUNDRED = Decimal(100)
_COMPARED = 5000


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of cost; ``charged``: the customer pays for it."""

    kind: str
    amount: Decimal
    charged: bool = True


def total(costs: Iterable[Cost]) -> Decimal:
    return sum((cost.amount for cost in costs), Decimal(0))


def charged(costs: Iterable[Cost]) -> Decimal:
    """What of the costs the customer is asked to pay."""
    return total(cost for cost in costs if cost.charged)


def extra(costs: Iterable[Cost]) -> Decimal:
    """What haste costs: overtime and work given to others.

    >>> extra([Cost("overtime", Decimal(300)), Cost("outsourcing", Decimal(700))])
    Decimal('1000')
    """
    return total(cost for cost in costs if cost.kind in EXTRA)


def surcharged(price: Decimal, percent: Decimal) -> Decimal:
    """The price with a surcharge in per cent.

    >>> surcharged(Decimal(1000), Decimal(20))
    Decimal('1200')
    """
    return price * (_HUNDRED + percent) / _HUNDRED


def feasible(
    available: Iterable[date | None],
    stock_checked: date | None = None,
    lead_days: int = 0,
) -> date | None:
    """The first day on which everything is there; ``None``: nothing is waited for.

    >>> feasible([date(2023, 10, 18), None], date(2023, 10, 9), 12)
    datetime.date(2023, 10, 21)
    """
    days = [day for day in available if day]
    if stock_checked:
        days.append(stock_checked + timedelta(days=lead_days))
    return max(days, default=None)


def is_overcommitted(promised: date | None, possible: date | None) -> bool:
    """Whether a day is promised on which the work cannot be done yet."""
    return bool(promised and possible and promised < possible)


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def similarity(text: str, template: str) -> float:
    """How much of two texts is the same, 0 to 1; spaces and capitals do not count.

    >>> similarity("Replace the  lock", "replace the lock")
    1.0
    """
    ours, theirs = _words(text)[:_COMPARED], _words(template)[:_COMPARED]
    if not ours or not theirs:
        return 0.0
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def is_template_only(text: str, template: str, percent: int) -> bool:
    """Whether a text says hardly more than its template; 0 per cent: never asked."""
    return percent > 0 and similarity(text, template) * 100 >= percent


def rejection_rate(presented: int, rejected: int) -> float:
    """Rejected of those presented, 0 to 1.

    >>> rejection_rate(10, 2)
    0.2
    """
    return rejected / presented if presented else 0.0


def needs_review(rejections: int, threshold: int) -> bool:
    """Whether so many rejections ask what went wrong; threshold 0: never.

    >>> needs_review(1, 2), needs_review(2, 2)
    (False, True)
    """
    return 0 < threshold <= rejections
