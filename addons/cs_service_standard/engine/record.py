"""The minimum record: which entries a ticket owes, and how far it is (REC-02).

An entry is a code; it counts as filled when the entry itself or one of its
alternatives holds a value (a product is named by picking it or by writing it).
The percentage is rounded down, so that 100 means that nothing is missing.  An
empty list of entries is complete: a standard that asks for nothing gets nothing.
"""

from collections.abc import Collection, Iterable, Mapping


def missing(
    required: Iterable[str],
    filled: Collection[str],
    alternatives: Mapping[str, Collection[str]] | None = None,
) -> tuple[str, ...]:
    """Required entries without a value, in the order in which they are asked.

    >>> missing(["name", "contact"], {"phone"}, {"contact": ["phone", "email"]})
    ('name',)
    """
    others = alternatives or {}
    return tuple(
        code
        for code in required
        if code not in filled
        and not any(other in filled for other in others.get(code, ()))
    )


def percent(required: int, lacking: int) -> int:
    """Share of the required entries that are there, in whole percent.

    >>> percent(7, 1), percent(7, 0), percent(0, 0)
    (85, 100, 100)
    """
    if required <= 0:
        return 100
    return (required - lacking) * 100 // required
