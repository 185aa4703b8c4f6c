"""The course of a non-conformity: open until it was corrected and somebody else saw so.

A correction that does not hold goes back to open.  A review that passes after a
dispute withdraws its non-conformity, whatever its state; if the decision is taken back,
it is open again.
"""

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.OPEN, State.CORRECTED})
AFTER = {
    State.OPEN: {State.CORRECTED, State.WITHDRAWN},
    State.CORRECTED: {State.VERIFIED, State.OPEN, State.WITHDRAWN},
    State.VERIFIED: {State.CLOSED, State.WITHDRAWN},
    State.CLOSED: {State.WITHDRAWN},
    State.WITHDRAWN: {State.OPEN},
}


def may_follow(state: State, after: State) -> bool:
    """Whether a non-conformity may go from one state to another.

    >>> may_follow(State.OPEN, State.CORRECTED), may_follow(State.OPEN, State.CLOSED)
    (True, False)
    """
    return after in AFTER[state]


def may_verify(user: int, responsible: int, corrected_by: int) -> bool:
    """Nobody says that his own correction holds.

    >>> may_verify(1, 2, 2), may_verify(2, 2, 1), may_verify(1, 2, 1)
    (True, False, False)
    """
    return user not in (responsible, corrected_by)
