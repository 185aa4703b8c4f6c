"""Fits: which limit explains the verdicts that somebody recorded?

Given how long each request took and whether the log calls it kept, the best limit
is the one that agrees with most verdicts: kept means within the limit.  Agreement
changes only at the recorded durations, so a whole interval of limits is equally
good; the widest such interval is taken, and its roundest number is shown (where
the roundest is the end that is just too late, the limit is strict).  A limit
is judged on requests that had no part in finding it.

Durations are whole seconds of one way of counting.  Edges: without requests there
is no limit; when nothing was kept every limit below the shortest duration is right
(``low`` is -1), when everything was kept every limit above the longest (``high`` is
``None``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

MINUTE, HOUR, DAY = 60, 3600, 86400
_ROUND = (HOUR, 30 * MINUTE, 15 * MINUTE, 5 * MINUTE, MINUTE, 1)


@dataclass(frozen=True, slots=True)
class Limit:
    """Limits from ``low`` to below ``high`` agree with ``right`` of ``total``."""

    low: int
    high: int | None
    right: int
    total: int

    def rounded(self, day: int = DAY) -> tuple[int, bool]:
        """The roundest limit of the interval, and whether it is itself too late.

        :param day: seconds of a usual day of this way of counting

        >>> Limit(62 * HOUR + 59 * MINUTE, 63 * HOUR, 0, 0).rounded(9 * HOUR)
        (226800, True)
        """
        for unit in (day, day // 2, *_ROUND):
            reached = max(-(-self.low // unit) * unit, unit)
            if self.high is None or reached < self.high:
                return reached, False
            if self.high % unit == 0:
                return self.high, True
        return max(self.low, 0), False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way of counting: durations of the requests, seconds of its usual day."""

    name: str
    durations: Sequence[int]
    day: int = DAY


@dataclass(frozen=True, slots=True)
class Fit:
    """The best limit of one way of counting, judged on the other half.

    ``seconds`` and ``strict`` are the limit rounded; ``found`` is the interval with
    its agreement on the half used, ``right`` of ``total`` that on the other.
    """

    name: str
    seconds: int
    strict: bool
    found: Limit
    right: int
    total: int

    @property
    def agreement(self) -> float:
        """Share of verdicts on the half not used for the fit; 0 for an empty half."""
        return self.right / self.total if self.total else 0.0


def agreeing(
    durations: Sequence[int], kept: Sequence[bool], limit: int, strict: bool = False
) -> int:
    """How many verdicts say the same as the limit (``strict``: as being below it).

    >>> agreeing([10, 20, 30], [True, True, False], 20)
    3
    """
    last = limit - 1 if strict else limit
    pairs = zip(durations, kept, strict=True)
    return sum((duration <= last) == verdict for duration, verdict in pairs)


def best_limit(durations: Sequence[int], kept: Sequence[bool]) -> Limit:
    """The limits that agree with most verdicts.

    >>> best_limit([10, 20, 30], [True, True, False])
    Limit(low=20, high=30, right=3, total=3)
    """
    pairs = sorted(zip(durations, kept, strict=True))
    right = sum(not verdict for _, verdict in pairs)
    steps = [(-1, right)]
    gains: dict[int, int] = {}
    for duration, verdict in pairs:
        gains[duration] = gains.get(duration, 0) + (1 if verdict else -1)
    for duration, gain in gains.items():
        right += gain
        steps.append((duration, right))
    return _widest(steps, len(pairs))


def _widest(steps: list[tuple[int, int]], total: int) -> Limit:
    """Of the intervals with the best agreement the widest, the first of equal ones."""
    most = max(right for _, right in steps)
    ends: list[int | None] = [duration for duration, _ in steps[1:]]
    ends.append(None)
    best = [
        Limit(low, high, right, total)
        for (low, right), high in zip(steps, ends, strict=True)
        if right == most
    ]
    return max(best, key=lambda found: _width(found, steps[-1][0]))


def _width(limit: Limit, longest: int) -> int:
    """An open end is no wider than nothing: prefer limits that were put to a test."""
    return (longest if limit.high is None else limit.high) - limit.low


def halves(count: int, rng: "Random") -> tuple[list[int], list[int]]:
    """Positions of a random half, and of the rest; the odd one is in the rest."""
    order = list(range(count))
    rng.shuffle(order)
    return sorted(order[: count // 2]), sorted(order[count // 2 :])


def fit(
    candidates: Sequence[Candidate], kept: Sequence[bool], rng: "Random"
) -> list[Fit]:
    """The best limit of every way of counting, all judged on the same halves."""
    train, test = halves(len(kept), rng)
    fits = []
    for candidate in candidates:
        durations = candidate.durations
        found = best_limit([durations[i] for i in train], [kept[i] for i in train])
        seconds, strict = found.rounded(candidate.day)
        right = agreeing(
            [durations[i] for i in test], [kept[i] for i in test], seconds, strict
        )
        fits.append(Fit(candidate.name, seconds, strict, found, right, len(test)))
    return fits


def most_agreeing(groups: Iterable[Sequence[Fit]]) -> str:
    """Name of the way of counting that explains most, taken over several groups.

    One desk has one calendar, so groups (priorities) choose together; only the half
    used for the fit decides, and of equal ones the first.

    >>> low, high = Limit(0, 1, 3, 5), Limit(0, 1, 4, 5)
    >>> most_agreeing([[Fit("a", 1, False, low, 0, 0), Fit("b", 1, False, high, 0, 0)]])
    'b'
    """
    right: dict[str, int] = {}
    for fits in groups:
        for one in fits:
            right[one.name] = right.get(one.name, 0) + one.found.right
    return max(right, key=lambda name: right[name]) if right else ""
