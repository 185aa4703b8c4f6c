"""Reading the filters of another addon's SLA policies as conditions of targets.

Only what a target can ask is taken over; everything else is handed back, so that a
person decides about it.  A filter that is half understood would promise something
to the wrong tickets.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import eq, ge, gt, le, lt
from typing import Any

PRIORITIES = range(4)
_SETS = {
    "channel_id": "channel_ids",
    "type_id": "type_ids",
    "team_id": "team_ids",
    "tag_ids": "tag_ids",
    "commercial_partner_id": "partner_ids",
}
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": eq,
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
}


@dataclass(slots=True)
class Reading:
    """What of a filter is expressible, and the terms that are not."""

    sets: dict[str, frozenset[int]] = field(default_factory=dict)
    priorities: frozenset[int] = frozenset(PRIORITIES)
    lost: list[Any] = field(default_factory=list)

    @property
    def priority_min(self) -> int | None:
        """Lowest priority; ``None`` where the filter asks nothing about it."""
        return min(self.priorities) if self.asks_priority else None

    @property
    def priority_max(self) -> int | None:
        return max(self.priorities) if self.asks_priority else None

    @property
    def asks_priority(self) -> bool:
        return 0 < len(self.priorities) < len(PRIORITIES)


def read_domain(terms: Sequence[Any]) -> Reading:
    """A filter in prefix notation; only terms joined by "and" can be taken over.

    >>> reading = read_domain([("priority", ">=", "2"), ("name", "ilike", "x")])
    >>> reading.priority_min, reading.priority_max, reading.lost
    (2, 3, [('name', 'ilike', 'x')])
    """
    reading = Reading()
    if any(term in ("|", "!") for term in terms if isinstance(term, str)):
        reading.lost = [tuple(t) if isinstance(t, list) else t for t in terms]
        return reading
    for term in terms:
        if term != "&" and not _take(reading, tuple(term)):
            reading.lost.append(tuple(term))
    return reading


def _take(reading: Reading, term: tuple[Any, ...]) -> bool:
    """Take over one term; ``False`` leaves the reading as it was."""
    if len(term) != 3:
        return False
    name, operator, value = term
    if name == "priority":
        return _take_priority(reading, operator, value)
    ids = _ids(operator, value)
    target = _SETS.get(name)
    if target is None or not ids or target in reading.sets:
        return False
    reading.sets[target] = ids
    return True


def _ids(operator: str, value: object) -> frozenset[int]:
    """The ids a term asks for; empty when it asks for something else."""
    asked = {"=": [value], "in": _items(value)}.get(operator, [])
    found = [item for item in asked if type(item) is int and item > 0]
    return frozenset(found) if len(found) == len(asked) else frozenset()


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple | set) else []


def _take_priority(reading: Reading, operator: str, value: object) -> bool:
    """A range of priorities; one with holes is no range."""
    try:
        if operator == "in":
            wanted = {int(str(item)) for item in _items(value)}
        else:
            level, compare = int(str(value)), _COMPARE[operator]
            wanted = {one for one in PRIORITIES if compare(one, level)}
    except (KeyError, TypeError, ValueError):
        return False
    left = reading.priorities & wanted
    if not left or max(left) - min(left) >= len(left):
        return False
    reading.priorities = left
    return True


@dataclass(frozen=True, slots=True)
class Limit:
    """Teams whose working days are equally long, and the limit that follows."""

    calendar: int
    seconds: int
    teams: tuple[int, ...]


def limits(
    days: int, hours: int, teams: Iterable[tuple[int, int, float]]
) -> list[Limit]:
    """The limit of a policy in working seconds, once per calendar.

    A day of such a policy is an average working day of the team's calendar.

    :param teams: tuples of team id, calendar id and hours per day of that calendar
    """
    grouped: dict[tuple[int, float], list[int]] = {}
    for team, calendar, per_day in teams:
        grouped.setdefault((calendar, per_day), []).append(team)
    return [
        Limit(calendar, round((days * per_day + hours) * 3600), tuple(found))
        for (calendar, per_day), found in grouped.items()
    ]
