"""Sampling: which finished tickets are reviewed, drawn so that anyone can repeat it.

A share of each group (an agent, a team, a type ...) is drawn, rounded up, so that
nobody who worked is left out.  Tickets are ranked by the SHA-256 of "<seed>:<id>";
the first ones of a group are drawn.  The rank of a ticket depends on the seed and on
its own number alone: other agents and other tickets change nothing about its group,
and whoever knows seed and population can check the draw with a pocket calculator for
SHA-256.  No group, or an empty one, draws nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

Strata = Mapping[str, Collection[int]]


def share(total: int, percent: Decimal | int) -> int:
    """How many of ``total`` are drawn at a rate, rounded up without float error.

    >>> [share(n, 10) for n in (0, 1, 9, 10, 11, 20, 25)]
    [0, 1, 1, 1, 2, 2, 3]
    >>> share(100, 7), share(100, 55), share(25, Decimal("0.1"))
    (7, 55, 1)
    """
    if total < 0 or not 0 <= percent <= 100:
        raise ValueError(f"no share of {total} at {percent} %")
    return int(-(-total * Fraction(percent) // 100))


def ranked(seed: str, ids: Iterable[int]) -> list[int]:
    """Numbers in the order in which they are drawn, each once."""

    def rank(number: int) -> tuple[str, int]:
        return sha256(f"{seed}:{number}".encode()).hexdigest(), number

    return sorted(set(ids), key=rank)


def draw(strata: Strata, percent: Decimal | int, seed: str) -> dict[str, list[int]]:
    """The tickets drawn of each group, in the order of their rank."""
    return {
        key: ranked(seed, ids)[: share(len(set(ids)), percent)]
        for key, ids in strata.items()
    }


def substitute(ids: Iterable[int], seed: str, taken: Collection[int]) -> int | None:
    """The next of a group that was not drawn yet, None when there is no other."""
    return next((number for number in ranked(seed, ids) if number not in taken), None)


def canonical(strata: Strata) -> str:
    """A population as one text, the same whatever the order it was found in.

    >>> canonical({"b": [3, 1], "a": [2]})
    'a:2;b:1,3'
    """
    return ";".join(
        f"{key}:{','.join(map(str, sorted(set(ids))))}"
        for key, ids in sorted(strata.items())
    )


def fingerprint(strata: Strata) -> str:
    """SHA-256 of a population: tells whether anybody changed it later."""
    return sha256(canonical(strata).encode()).hexdigest()


def spread(able: Mapping[int, Sequence[Collection[int]]]) -> dict[int, int | None]:
    """Give each piece of work to the able person who has least of it so far.

    :param able: by piece, groups of people in order of preference; the first group
        with anybody in it is asked
    :return: the person by piece, None where nobody is able

    >>> spread({1: [{7, 8}], 2: [{7, 8}], 3: [(), {9}], 4: []})
    {1: 7, 2: 8, 3: 9, 4: None}
    """
    chosen = {
        piece: sorted(next((group for group in groups if group), ()))
        for piece, groups in able.items()
    }
    load: dict[int, int] = {}
    given: dict[int, int | None] = {}
    for piece in sorted(chosen, key=lambda piece: (len(chosen[piece]), piece)):
        people = chosen[piece]
        person = min(people, key=lambda p: (load.get(p, 0), p)) if people else None
        given[piece] = person
        if person is not None:
            load[person] = load.get(person, 0) + 1
    return {piece: given[piece] for piece in able}
