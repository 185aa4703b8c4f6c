"""Priority from three dimensions, ranks of a queue and of suggestions.

PRI-01 to PRI-03: urgency, scope of impact and customer value, each high (``h``),
medium (``m``) or low (``l``), give the priority 0 to 2.  The source leaves mixed
cells open; the default rule is the higher one of urgency and impact, raised by one
for a customer of high value, never above high.  A company may edit every cell, so
the rule below only fills a table and stands in for a deleted cell.

PRI-04: a fault (crash, damage) stands above the table.

PRI-05: a suggestion scores by the customers it touches and its potential benefit,
each as a share of the largest value among the suggestions it competes with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

LEVELS = ("h", "m", "l")
RANK = {"l": 0, "m": 1, "h": 2}
HIGH = 2
FAULT = 3

Cell = tuple[str, str, str]


def default_priority(urgency: str, impact: str, value: str) -> int:
    """Priority of a cell nobody edited.

    >>> default_priority("l", "m", "h"), default_priority("h", "l", "l")
    (2, 2)
    """
    raised = 1 if value == "h" else 0
    return min(HIGH, max(RANK[urgency], RANK[impact]) + raised)


def default_cells() -> dict[Cell, int]:
    """The 27 cells, most urgent first."""
    return {cell: default_priority(*cell) for cell in product(LEVELS, LEVELS, LEVELS)}


def proposed(
    cells: Mapping[Cell, int],
    urgency: str,
    impact: str,
    value: str,
    fault: bool = False,
) -> int | None:
    """Priority of a ticket, or ``None`` while urgency or impact is open.

    A customer whose value is unknown counts as an ordinary one.
    """
    if fault:
        return FAULT
    if not (urgency and impact):
        return None
    cell = (urgency, impact, value or "m")
    return cells.get(cell, default_priority(*cell))


def queue_rank(priority: int, fault: bool, green: bool, vip: bool) -> int:
    """Place in the queue, lower first: fault, green channel, then by priority.

    Within each of these a VIP customer comes first (CLS-11).

    >>> queue_rank(2, False, False, True) < queue_rank(2, False, False, False)
    True
    """
    band = 0 if fault else 1 if green else 2 + FAULT - priority
    return 2 * band + (0 if vip else 1)


@dataclass(frozen=True, slots=True)
class Suggestion:
    id: int
    customers: float
    benefit: float


def suggestion_scores(
    suggestions: Iterable[Suggestion],
    customers_weight: float = 50,
    benefit_weight: float = 50,
) -> dict[int, float]:
    """Scores from 0 to 100, rounded to four decimals; negative values count as 0.

    >>> suggestion_scores([Suggestion(1, 100, 0), Suggestion(2, 10, 0)])
    {1: 50.0, 2: 5.0}
    """
    rows = list(suggestions)
    most = max((row.customers for row in rows), default=0)
    best = max((row.benefit for row in rows), default=0)
    total = customers_weight + benefit_weight
    if total <= 0:
        return {row.id: 0.0 for row in rows}

    def share(value: float, largest: float) -> float:
        return max(value, 0) / largest if largest > 0 else 0

    return {
        row.id: round(
            100
            * (
                customers_weight * share(row.customers, most)
                + benefit_weight * share(row.benefit, best)
            )
            / total,
            4,
        )
        for row in rows
    }
