"""Agreement of reviewers who marked the same things by the same scorecard.

Raw agreement flatters: where nearly everything is right, two people who never look
agree nearly always.  Kappa takes off what chance alone would give: 1 is full
agreement, 0 is no better than chance.  It says nothing when everybody gave one and
the same mark throughout: then there is no kappa.  Cohen's is for two reviewers,
Fleiss' for any number, each item marked by as many.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Mark = Hashable


@dataclass(frozen=True, slots=True)
class Agreement:
    """What came out for one question: ``items`` were marked by ``raters`` each.

    ``raw`` is the share of pairs of marks that are equal; ``kappa`` is missing where
    it is not defined, ``spread`` is the mean distance of two marks on the scale 0-100.
    """

    items: int
    raters: int
    raw: float | None
    kappa: float | None
    spread: float | None = None


def raw_agreement(table: Sequence[Sequence[Mark]]) -> Fraction | None:
    """Share of the pairs of marks on the same item that are equal."""
    pairs = [pair for row in table for pair in combinations(row, 2)]
    if not pairs:
        return None
    return Fraction(sum(a == b for a, b in pairs), len(pairs))


def cohen_kappa(pairs: Sequence[tuple[Mark, Mark]]) -> Fraction | None:
    """Cohen's kappa of two reviewers: each keeps his own habits.

    >>> ones = [(1, 1)] * 45 + [(1, 0)] * 5 + [(0, 1)] * 5 + [(0, 0)] * 45
    >>> float(cohen_kappa(ones))
    0.8
    """
    n = len(pairs)
    if not n:
        return None
    observed = Fraction(sum(a == b for a, b in pairs), n)
    first = Counter(a for a, _b in pairs)
    second = Counter(b for _a, b in pairs)
    expected = Fraction(sum(first[mark] * second[mark] for mark in first), n * n)
    return _beyond_chance(observed, expected)


def fleiss_kappa(table: Sequence[Sequence[Mark]]) -> Fraction | None:
    """Fleiss' kappa: rows are items, each with one mark of every reviewer."""
    counted = [row for row in table if len(row) > 1]
    if not counted:
        return None
    if len({len(row) for row in counted}) > 1:
        raise ValueError("every item needs the same number of marks")
    observed = raw_agreement(counted)
    marks = Counter(mark for row in counted for mark in row)
    total = sum(marks.values())
    expected = Fraction(sum(count * count for count in marks.values()), total * total)
    return None if observed is None else _beyond_chance(observed, expected)


def mean_distance(table: Sequence[Sequence[float | None]]) -> float | None:
    """Mean distance of two marks on the same item; marks without a place do not count.

    >>> mean_distance([[100, 50], [0, 0]])
    25.0
    """
    gaps = [
        abs(a - b)
        for row in table
        for a, b in combinations([mark for mark in row if mark is not None], 2)
    ]
    return sum(gaps) / len(gaps) if gaps else None


def agreement(
    table: Sequence[Sequence[Mark]],
    places: Sequence[Sequence[float | None]] = (),
) -> Agreement:
    """What reviewers agree on; items that not all of them marked are left out.

    :param table: an item per row, a mark of each reviewer in the same order
    :param places: the same marks on the scale 0-100, ``None`` for "not applicable"
    """
    raters = max((len(row) for row in table), default=0)
    rows = [row for row in table if len(row) == raters and raters > 1]
    kappa = (
        cohen_kappa([(row[0], row[1]) for row in rows])
        if raters == 2
        else fleiss_kappa(rows)
    )
    return Agreement(
        items=len(rows),
        raters=raters,
        raw=_as_float(raw_agreement(rows)),
        kappa=_as_float(kappa),
        spread=mean_distance(places),
    )


def _beyond_chance(observed: Fraction, expected: Fraction) -> Fraction | None:
    if expected == 1:
        return None
    return (observed - expected) / (1 - expected)


def _as_float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
