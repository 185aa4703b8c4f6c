"""How many people a line needs: the Erlang C model of calls that wait in one queue.

Calls come in at random, talks are of random length, everybody waits and nobody hangs
up.  Real callers lose patience, so the estimate is on the safe side.  The probability
of waiting comes from the recursion of Erlang B, which stays exact where factorials
and powers of the textbook formula overflow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import ceil, exp, inf


@dataclass(frozen=True, slots=True)
class Load:
    """What a line has to carry: calls of an hour and the seconds each one takes."""

    calls_per_hour: float
    handling_seconds: float

    @property
    def erlangs(self) -> float:
        """Talks at the same time on average.

        >>> Load(200, 180).erlangs
        10.0
        """
        return self.calls_per_hour * self.handling_seconds / 3600


@dataclass(frozen=True, slots=True)
class Promise:
    """So many percent of the calls are answered within so many seconds."""

    percent: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Staffing:
    """What callers and agents experience with a number of agents on duty."""

    agents: int
    waiting: float  # share of callers who wait at all
    level: float  # share answered within the time promised
    answer_seconds: float  # average speed of answer; infinite when overloaded
    occupancy: float  # share of their time agents talk

    def keeps(self, promise: Promise) -> bool:
        return self.level * 100 >= promise.percent


def _blockings(erlangs: float) -> Iterator[float]:
    """Erlang B for 1, 2, 3 ... agents."""
    blocked = 1.0
    agents = 0
    while True:
        agents += 1
        blocked = erlangs * blocked / (agents + erlangs * blocked)
        yield blocked


def waiting_probability(erlangs: float, agents: int) -> float:
    """Erlang C: the share of callers who find everybody busy.

    >>> round(waiting_probability(10, 14), 4)
    0.1741
    """
    if agents <= erlangs:
        return 1.0 if erlangs else 0.0
    (blocked,) = islice(_blockings(erlangs), agents - 1, agents)
    return _waiting(erlangs, agents, blocked)


def _waiting(erlangs: float, agents: int, blocked: float) -> float:
    return agents * blocked / (agents - erlangs * (1 - blocked))


def staffing(load: Load, agents: int, seconds: float) -> Staffing:
    """The service of ``agents`` people; ``seconds``: within which calls count."""
    waiting = waiting_probability(load.erlangs, agents)
    return _experience(load, agents, seconds, waiting)


def _experience(load: Load, agents: int, seconds: float, waiting: float) -> Staffing:
    erlangs, handling = load.erlangs, load.handling_seconds
    if not erlangs:
        return Staffing(agents, 0.0, 1.0, 0.0, 0.0)
    spare = agents - erlangs
    if spare <= 0:
        return Staffing(agents, 1.0, 0.0, inf, 1.0)
    level = 1 - waiting * exp(-spare * seconds / handling)
    return Staffing(
        agents, waiting, level, waiting * handling / spare, erlangs / agents
    )


def agents_needed(load: Load, promise: Promise) -> int:
    """The smallest number of agents that keeps the promise; 0 without any call.

    Nobody can promise that no call ever waits: 100 % is taken as 99.99 %.

    >>> agents_needed(Load(200, 180), Promise(80, 20))
    14
    """
    erlangs = load.erlangs
    if not erlangs:
        return 0
    wanted = Promise(min(promise.percent, 99.99), promise.seconds)
    for agents, blocked in enumerate(_blockings(erlangs), start=1):
        if agents <= erlangs:
            continue
        waiting = _waiting(erlangs, agents, blocked)
        if _experience(load, agents, promise.seconds, waiting).keeps(wanted):
            return agents
    raise AssertionError  # pragma: no cover - the loop above never ends by itself


def choices(load: Load, promise: Promise, around: int = 2) -> list[Staffing]:
    """What fewer and more people than needed would mean, the needed one included.

    >>> [row.agents for row in choices(Load(200, 180), Promise(80, 20))]
    [12, 13, 14, 15, 16]
    """
    needed = agents_needed(load, promise)
    if not needed:
        return []
    numbers = range(max(1, needed - around), needed + around + 1)
    return [staffing(load, number, promise.seconds) for number in numbers]


def seats(agents: int, shrinkage_percent: float) -> int:
    """People on the roster for ``agents`` on duty: breaks, leave, training.

    >>> seats(14, 30)
    20
    """
    present = 1 - shrinkage_percent / 100
    return ceil(round(agents / present, 9))


def busy_hour(daily_calls: float, busy_percent: float) -> float:
    """Calls of the busiest hour.

    >>> busy_hour(1000, 15)
    150.0
    """
    return daily_calls * busy_percent / 100
