"""Figures: shares, means and rates that people are judged by.

Counted in whole numbers and compared without rounding; a figure is rounded (half up)
only to be shown.  An empty sample has no figure: it is neither good nor bad.
Cancelled clocks are outside both sides of a share, a clock that is late and still
open counts as late (service level, RSP-06; goals, RSP-10; handling time, RSP-21;
overrun rate of a channel, RSP-24).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
MINUTE = 60


class Lateness(StrEnum):
    """How late, in steps; the bound itself belongs to the lower step."""

    QUARTER = "1_quarter"
    HOUR = "2_hour"
    HALF_DAY = "3_half_day"
    DAY = "4_day"
    MORE = "5_more"


LATENESS_BOUNDS: tuple[tuple[int, Lateness], ...] = (
    (15 * MINUTE, Lateness.QUARTER),
    (3600, Lateness.HOUR),
    (4 * 3600, Lateness.HALF_DAY),
    (86400, Lateness.DAY),
)


def lateness(seconds: int) -> Lateness:
    """The step of a lateness.

    >>> lateness(900).value, lateness(901).value
    ('1_quarter', '2_hour')
    """
    for bound, step in LATENESS_BOUNDS:
        if seconds <= bound:
            return step
    return Lateness.MORE


@dataclass(frozen=True, slots=True)
class Share:
    """``k`` of ``n``."""

    k: int
    n: int

    @property
    def percent(self) -> Decimal | None:
        """Rounded to two digits, ``None`` of nothing.

        >>> Share(89, 100).percent, Share(0, 0).percent
        (Decimal('89.00'), None)
        """
        return rounded(Decimal(100 * self.k) / self.n) if self.n else None

    def reaches(self, percent: Decimal | int | str) -> bool | None:
        """Whether the share is at least ``percent``, ``None`` of nothing."""
        return 100 * self.k >= Decimal(percent) * self.n if self.n else None

    def exceeds(self, percent: Decimal | int | str) -> bool | None:
        """Whether the share is above ``percent``, ``None`` of nothing."""
        return 100 * self.k > Decimal(percent) * self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean of ``n`` durations that add up to ``total`` seconds."""

    total: int
    n: int

    @property
    def minutes(self) -> Decimal | None:
        """Rounded to two digits, ``None`` of nothing.

        >>> Mean(31 * 60, 3).minutes
        Decimal('10.33')
        """
        return rounded(Decimal(self.total) / MINUTE / self.n) if self.n else None

    def within(self, seconds: int) -> bool | None:
        """Whether the mean is at most ``seconds``, ``None`` of nothing."""
        return self.total <= seconds * self.n if self.n else None


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def service_level(waits: Iterable[int | None], threshold: int) -> Share:
    """Calls answered within ``threshold`` seconds, of all calls offered (RSP-06).

    :param waits: seconds until a person answered, ``None``: nobody did

    >>> service_level([3, 10, 11, None], 10)
    Share(k=2, n=4)
    """
    offered = list(waits)
    within = sum(wait is not None and wait <= threshold for wait in offered)
    return Share(within, len(offered))


def mean_time(seconds: Iterable[int]) -> Mean:
    """Mean handling time of the clocks of a period (RSP-21)."""
    values = list(seconds)
    return Mean(sum(values), len(values))


def needs_review(late: Share, threshold: Decimal | int | str, minimum: int) -> bool:
    """Whether an overrun rate has to be looked into (RSP-24).

    :param threshold: percentage that is still accepted
    :param minimum: clocks below which a rate says nothing

    >>> needs_review(Share(16, 100), 15, 20), needs_review(Share(15, 100), 15, 20)
    (True, False)
    """
    return late.n >= max(minimum, 1) and late.exceeds(threshold) is True
