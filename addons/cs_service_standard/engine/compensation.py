"""Who has to agree before a compensation is offered, and in which order it goes.

What has been granted on the same ticket counts, so that an amount is not split to
stay within the limit.  A limit of 0 lets an agent grant nothing by himself; a limit
of 0 of leaders lets them grant any amount.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Level(StrEnum):
    """Who decides."""

    AGENT = "agent"
    LEADER = "leader"
    MANAGER = "manager"


class State(StrEnum):
    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    APPROVED = "approved"
    REFUSED = "refused"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SETTLED = "settled"


AFTER = {
    State.DRAFT: {State.TO_APPROVE, State.OFFERED},
    State.TO_APPROVE: {State.APPROVED, State.REFUSED},
    State.APPROVED: {State.OFFERED},
    State.REFUSED: {State.DRAFT},
    State.OFFERED: {State.ACCEPTED, State.DECLINED},
    State.ACCEPTED: {State.SETTLED},
    State.DECLINED: {State.DRAFT},
    State.SETTLED: set[State](),
}
# refused by us or by the customer, or not asked for yet
NOT_GRANTED = frozenset({State.DRAFT, State.REFUSED, State.DECLINED})


@dataclass(frozen=True, slots=True)
class Grant:
    """One compensation of a ticket."""

    state: State
    amount: Decimal


def granted(grants: Iterable[Grant]) -> Decimal:
    """The sum of what was asked for or promised and not refused.

    >>> granted([Grant(State.OFFERED, Decimal(200)), Grant(State.DRAFT, Decimal(50))])
    Decimal('200')
    """
    amounts = (grant.amount for grant in grants if grant.state not in NOT_GRANTED)
    return sum(amounts, Decimal(0))


def level(
    amount: Decimal,
    before: Decimal = Decimal(0),
    limit: Decimal = Decimal(0),
    leader_limit: Decimal = Decimal(0),
) -> Level:
    """Who decides on ``amount`` when ``before`` has been granted on the same ticket.

    >>> level(Decimal(500), limit=Decimal(300)).value
    'leader'
    >>> level(Decimal(300), limit=Decimal(300)).value
    'agent'
    """
    total = amount + before
    if limit and total <= limit:
        return Level.AGENT
    if leader_limit and total > leader_limit:
        return Level.MANAGER
    return Level.LEADER


def may_follow(before: State, after: State) -> bool:
    """Whether a compensation goes from one state to the other."""
    return after in AFTER[before]
