"""Policy difference: what changed between two versions of a profile, in codes.

A version keeps its lines as plain values (ids, codes, seconds).  A line keeps its
``key`` when it is edited in place or replaced by a revised copy, so that "4 h became
2 h" is one change and not a removal and an addition.  Who reads the difference turns
codes into words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Line = Mapping[str, Any]
IDENTITY = frozenset({"id", "key"})


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that differs; ``names`` are the values that changed, sorted."""

    key: int
    kind: Kind
    before: Line
    after: Line
    names: tuple[str, ...] = ()


def same_figures(before: Line, after: Line) -> bool:
    """Whether two lines promise the same, whichever record they are.

    >>> same_figures({"id": 1, "limit": 60}, {"id": 2, "limit": 60})
    True
    """
    return not changed_names(before, after)


def changed_names(before: Line, after: Line) -> tuple[str, ...]:
    """Names of the values that differ; a value that is not there says nothing."""
    names = (set(before) | set(after)) - IDENTITY
    return tuple(
        sorted(
            name
            for name in names
            if (before.get(name) or None) != (after.get(name) or None)
        )
    )


def difference(before: Iterable[Line], after: Iterable[Line]) -> tuple[LineChange, ...]:
    """Lines that were changed, added or removed: changed ones first, by key."""
    old = {line["key"]: line for line in before}
    new = {line["key"]: line for line in after}
    changed = [
        LineChange(key, Kind.CHANGED, old[key], new[key], names)
        for key in sorted(old.keys() & new.keys())
        if (names := changed_names(old[key], new[key]))
    ]
    added = [
        LineChange(key, Kind.ADDED, {}, new[key])
        for key in sorted(new.keys() - old.keys())
    ]
    removed = [
        LineChange(key, Kind.REMOVED, old[key], {})
        for key in sorted(old.keys() - new.keys())
    ]
    return (*changed, *added, *removed)
