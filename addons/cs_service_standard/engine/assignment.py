"""Who gets the next urgent request: the least-loaded qualified agent (CLS-05).

Load is first the number of open requests of high priority, then of all open ones;
of equals the lowest id wins, so that the outcome can be foretold.  Each assignment
of a batch counts as load for the next one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    high: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A request without owner; ``agents`` are the ids of those qualified for it."""

    id: int
    agents: Sequence[int]
    high: bool = True


def assign(requests: Iterable[Request], loads: Mapping[int, Load]) -> dict[int, int]:
    """Agent per request id; a request nobody is qualified for is left out.

    >>> assign([Request(1, [7, 8])], {7: Load(5, 5), 8: Load(2, 9)})
    {1: 8}
    """
    current = dict(loads)
    chosen = {}
    for request in requests:
        if not request.agents:
            continue
        agent = min(request.agents, key=lambda agent: _order(agent, current))
        load = current.get(agent, Load())
        current[agent] = Load(load.high + request.high, load.total + 1)
        chosen[request.id] = agent
    return chosen


def _order(agent: int, loads: Mapping[int, Load]) -> tuple[int, int, int]:
    load = loads.get(agent, Load())
    return load.high, load.total, agent
