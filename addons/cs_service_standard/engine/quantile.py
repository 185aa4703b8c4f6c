"""Limits that a share of the requests would have kept, from the time they used.

"For 95 % you would need 3 h 40 min" is an order statistic: of ``n`` requests at
least ``ceil(share * n)`` must have used no more than the limit.  No interpolation,
so that the figure can be checked by counting.  A request that still runs has used
at least its time so far: it is counted, once as if it ended now and once as if it
never ended, which gives the two ends of what can be said.  Cancelled requests
count nowhere.  Times are whole seconds, shares are percentages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Needed:
    """The limit that a share of ``n`` requests would have kept.

    ``least`` if everything still open ended now, ``most`` if none of it counted as
    kept; ``None``: too much is open to say.  ``open`` of the ``n`` still run.
    """

    n: int
    open: int
    least: int
    most: int | None

    @property
    def certain(self) -> bool:
        return self.least == self.most


def rank(share: float, n: int) -> int:
    """How many of ``n`` make up the share, at least one.

    >>> rank(95, 20), rank(95, 21), rank(66.7, 3)
    (19, 20, 3)
    """
    exact = Fraction(str(share)) * n / 100
    return max(-int(-exact // 1), 1)


def needed(
    used: Sequence[int], open_used: Sequence[int], share: float, strict: bool = False
) -> Needed | None:
    """The limit for a share of requests; ``None`` without any request.

    :param used: seconds used by the requests that are over
    :param open_used: seconds used so far by those that still run
    :param strict: the limit itself is too late, so one second more is needed

    >>> needed([60, 120, 180, 240], [], 75)
    Needed(n=4, open=0, least=180, most=180)
    >>> needed([60, 120], [30], 100)
    Needed(n=3, open=1, least=120, most=None)
    """
    n = len(used) + len(open_used)
    if not n or not 0 < share <= 100:
        return None
    position = rank(share, n) - 1
    over = sorted(used)
    least = sorted([*used, *open_used])[position]
    most = over[position] if position < len(over) else None
    return Needed(
        n=n,
        open=len(open_used),
        least=least + strict,
        most=None if most is None else most + strict,
    )


def percent(kept: int, n: int) -> float:
    """Share in per cent with one decimal, never rounded up to 100 or down to 0.

    >>> percent(1999, 2000), percent(2, 3), percent(0, 0)
    (99.9, 66.7, 0.0)
    """
    if not n:
        return 0.0
    tenths = (kept * 2000 + n) // (2 * n)  # half up, in whole numbers
    if kept < n:
        tenths = min(tenths, 999)
    if kept:
        tenths = max(tenths, 1)
    return tenths / 10
