"""Disputes of marks: what may follow, and how often reviewers are overturned.

A decision is final.  Only a manager takes a dispute up again, with a reason.  Neither
the reviewer nor the agent decides.
"""

from collections.abc import Collection
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    DECIDED = "decided"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


OVERTURNED = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})
AFTER = {
    State.DRAFT: {State.OPEN},
    State.OPEN: {State.DECIDED},
    State.DECIDED: {State.OPEN},
}


def may_follow(state: State, after: State) -> bool:
    """Whether a dispute may go from one state to another.

    >>> may_follow(State.DECIDED, State.OPEN), may_follow(State.DECIDED, State.DRAFT)
    (True, False)
    """
    return after in AFTER[state]


def may_decide(user: int, concerned: Collection[int]) -> bool:
    """Somebody decides who neither gave the mark nor got it.

    >>> may_decide(3, (1, 2)), may_decide(1, (1, 2))
    (True, False)
    """
    return user not in concerned


def is_overturned(outcome: str) -> bool:
    """Whether a mark did not stand.

    >>> is_overturned("partly"), is_overturned("rejected"), is_overturned("")
    (True, False, False)
    """
    return outcome in OVERTURNED
