"""Facts: what happened to a ticket, when, in codes.

A fact is append-only and carries ids, instants and codes, never personal data,
so that erasing a person changes no figure (architecture section 3, rule 8).
Every clock is a fold over the facts of its ticket.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FactKind(StrEnum):
    """Kinds this addon knows; higher addons may record kinds of their own."""

    RECEIVED = "received"  # the request counts as received (RSP-18)
    RECORDED = "recorded"  # the minimum record is complete (REC-01)
    ARRIVED = "arrived"  # a visitor enters the store (RSP-03)
    ATTENDED = "attended"  # the visitor is received
    QUEUED = "queued"  # chat opened, telephone rings, question asked (RSP-02)
    ANSWERED = "answered"  # a human answers
    CONTACT = "contact"  # public reply of a person, logged call, visit or chat
    CUSTOMER = "customer"  # the customer writes
    STRANGER = "stranger"  # somebody else writes: no clock listens
    PROGRESS = "progress"  # structured progress report (EXE-05)
    SOLUTION = "solution"  # a solution is proposed to the customer
    CONSENT = "consent"  # the customer agrees to it
    REJECTED = "rejected"  # the customer wants another one
    FLAGGED = "flagged"  # several departments are needed (XDP-01)
    MEETING = "meeting"  # their requirement meeting took place
    HANDOVER = "handover"  # passed to another team or person
    ACCEPTED = "accepted"  # the receiver takes it over
    REFUSED = "refused"  # the receiver gives it back, with a reason
    PAUSED = "paused"  # waiting for the customer, or another allowed reason
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"  # cancelled, rejected, spam, merged
    MATCHED = "matched"  # the targets that hold from now on, as a snapshot
    STAGE = "stage"  # moved to a stage; payload names stage and phase
    ASSIGNED = "assigned"  # owner changed
    TEAM = "team"  # team changed
    PRIORITY = "priority"  # priority changed
    STEP_STARTED = "step_started"
    STEP_DONE = "step_done"
    ACCEPTANCE = "acceptance"  # the customer is asked to accept the result
    SIGNED = "signed"  # the customer accepts it
    DISSATISFIED = "dissatisfied"  # the customer rejects the result
    REWORK = "rework"  # a failed check sends the work back


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: ``at`` is an instant in epoch seconds (UTC).

    ``id`` orders facts of the same second; ``payload`` holds ids and codes.
    """

    at: int
    kind: str
    id: int = 0
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, int]:
        return self.at, self.id


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts as they happened; facts of one second keep the order of recording."""
    return sorted(facts, key=lambda fact: fact.order)
