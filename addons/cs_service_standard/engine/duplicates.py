"""Requests of one customer that arrived over several channels (INT-07).

Two requests may be one when they share a customer key (customer, telephone number
or e-mail address), are at most a window apart, and do not differ in type.  A
request that nobody has classified yet may be of any type.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MIN_DIGITS = 7
COMPARED_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Arrival:
    """``received`` is an instant in epoch seconds; ``type`` 0 means unknown."""

    id: int
    received: int
    keys: frozenset[str]
    type: int = 0


def phone_key(number: str | None) -> str:
    """The digits that tell one line from another, without prefixes.

    Fewer than seven digits (an extension, a masked number) identify nobody.

    >>> phone_key("+86 138-1234-5678") == phone_key("138 1234 5678")
    True
    """
    digits = "".join(sign for sign in number or "" if sign.isdigit())
    return digits[-COMPARED_DIGITS:] if len(digits) >= MIN_DIGITS else ""


def likely_duplicates(
    new: Iterable[Arrival], known: Iterable[Arrival], window: int
) -> dict[int, list[int]]:
    """Ids of likely duplicates per new request, the earliest first."""
    by_key = defaultdict(list)
    for arrival in known:
        for key in arrival.keys:
            by_key[key].append(arrival)
    result = {}
    for arrival in new:
        found = {
            (other.received, other.id)
            for key in arrival.keys
            for other in by_key[key]
            if _may_be_one(arrival, other, window)
        }
        result[arrival.id] = [other_id for _received, other_id in sorted(found)]
    return result


def _may_be_one(one: Arrival, other: Arrival, window: int) -> bool:
    return (
        one.id != other.id
        and abs(one.received - other.received) <= window
        and (not one.type or not other.type or one.type == other.type)
    )
