"""Measuring: one action timed, sides in turn, and the row a figure ends up in."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True)
class Figure:
    """What one action took."""

    wall: float
    cpu: float
    queries: int


@dataclass(frozen=True)
class Row:
    """One line of the report; ``met`` is empty where nothing was promised."""

    section: str
    what: str
    figure: str
    target: str = ""
    met: bool | None = None


def timed(env, action):
    """Time ``action`` with all that a commit would still do: writing, tracking."""
    env.cr.flush()
    queries, cpu, wall = env.cr.sql_log_count, process_time(), perf_counter()
    action()
    env.cr.flush()
    return Figure(
        perf_counter() - wall, process_time() - cpu, env.cr.sql_log_count - queries
    )


def interleaved(actions, rounds):
    """Measure each side once per round, every round beginning with another side.

    One round warms up and does not count.

    :param actions: dict from side to a function that returns a ``Figure``
    :return: dict from side to its figures, round by round
    """
    found = {side: [] for side in actions}
    sides = list(actions)
    for turn in range(rounds + 1):
        first = turn % len(sides)
        for side in sides[first:] + sides[:first]:
            figure = actions[side]()
            if turn:
                found[side].append(figure)
    return found


def middle(figures):
    """The median of each measure."""
    return Figure(
        *(
            median(getattr(figure, name) for figure in figures)
            for name in ("wall", "cpu", "queries")
        )
    )


def ratio(figures, base, name="wall"):
    """Median over the rounds of one side by the other in the same round.

    A slow moment of a shared machine hits both sides of a round alike.
    """
    pairs = zip(figures, base, strict=True)
    return median(getattr(one, name) / getattr(other, name) for one, other in pairs)
