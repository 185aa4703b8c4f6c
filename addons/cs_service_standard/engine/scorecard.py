"""Scorecards: what the marks of a review come to (QAC-05, QAC-06).

A mark counts as its place on the scale, (mark - lowest) / (highest - lowest), times
the weight of its question.  What does not apply leaves the sum and the weights, so
it neither helps nor harms; nothing left to count gives no score at all.  A critical
failure gives 0 whatever the rest.  Fractions are exact: a score is compared with the
pass mark before anybody rounds it.

Scales: ``2``, ``3``, ``4``, ``5`` run from 1 to that number; on ``points`` a question
is marked with 0 up to its own weight.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

FULL = 100
POINTS = "points"


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one question; ``value`` means nothing where it does not apply."""

    weight: int
    scale: str
    value: int = 0
    not_applicable: bool = False


def bounds(scale: str, weight: int) -> tuple[int, int]:
    """The lowest and the highest mark of a question.

    >>> bounds("5", 20), bounds("points", 25)
    ((1, 5), (0, 25))
    """
    return (0, weight) if scale == POINTS else (1, int(scale))


def is_marked(mark: Mark) -> bool:
    low, high = bounds(mark.scale, mark.weight)
    return mark.not_applicable or low <= mark.value <= high


def share(mark: Mark) -> Fraction:
    """Place of a mark on its scale, 0 to 1.

    >>> share(Mark(100, "5", 3)), share(Mark(100, "4", 2))
    (Fraction(1, 2), Fraction(1, 3))
    """
    low, high = bounds(mark.scale, mark.weight)
    return Fraction(mark.value - low, high - low)


def score(marks: Iterable[Mark], failed: bool = False) -> Fraction | None:
    """The score, 0 to 100; ``None`` when nothing applied.

    >>> score([Mark(25, "points", points) for points in (25, 20, 25, 15)])
    Fraction(85, 1)
    """
    if failed:
        return Fraction(0)
    counted = [mark for mark in marks if mark.weight and not mark.not_applicable]
    total = sum(mark.weight for mark in counted)
    if not total:
        return None
    reached = sum((mark.weight * share(mark) for mark in counted), Fraction(0))
    return FULL * reached / total


def passes(result: Fraction, pass_mark: float) -> bool:
    """Whether a score reaches the pass mark; equality is enough."""
    return result >= Fraction(str(pass_mark))


def is_bad(mark: Mark, below: float) -> bool:
    """Whether a mark is so low that it has to be explained; in per cent of its scale.

    >>> is_bad(Mark(25, "points", 12), 50), is_bad(Mark(25, "5", 3), 50)
    (True, False)
    """
    return not mark.not_applicable and FULL * share(mark) < Fraction(str(below))


def missing_weight(weights: Iterable[int]) -> int:
    """What the weights lack to make 100; below 0: what is too much."""
    return FULL - sum(weights)
