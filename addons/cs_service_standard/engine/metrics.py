"""Metrics: which facts start and stop a clock, and how often it runs.

One metric answers one question of the standard ("how long until the first
contact?").  A clock stops on a fact, never on a dragged card.  Higher addons add
metrics of their own to the registry through a model hook; nothing here is final.
"""

from dataclasses import dataclass
from enum import StrEnum

from .facts import FactKind as K


class Repeat(StrEnum):
    """How often the question is asked during the life of one ticket."""

    ONCE = "once"  # first contact: asked once, whatever happens later
    EACH = "each"  # next reply: each time somebody waits
    PERIODIC = "periodic"  # progress: again from every answer until the end
    REOPEN = "reopen"  # resolution: again when the ticket is reopened
    KEYED = "keyed"  # step: one clock per key in the payload


@dataclass(frozen=True, slots=True)
class Metric:
    """Start and stop facts of one metric.

    ``after`` names a fact that must have happened before a start counts;
    ``asleep`` metrics ignore starts while the ticket is resolved.  A metric that
    ``yields_to`` others begins with ``then`` instead where their first deadline is
    later than its own: no report is due before the customer was contacted at all.
    """

    code: str
    starts: frozenset[str]
    stops: frozenset[str]
    repeat: Repeat = Repeat.ONCE
    after: str = ""
    asleep: bool = False
    yields_to: tuple[str, ...] = ()
    then: frozenset[str] = frozenset()


def _metric(
    code: str,
    starts: tuple[str, ...],
    stops: tuple[str, ...],
    repeat: Repeat = Repeat.ONCE,
    after: str = "",
    asleep: bool = False,
) -> Metric:
    return Metric(code, frozenset(starts), frozenset(stops), repeat, after, asleep)


PROGRESS = Metric(
    "progress_update",
    frozenset({K.RECEIVED}),
    frozenset({K.PROGRESS}),
    Repeat.PERIODIC,
    asleep=True,
    yields_to=("first_contact", "first_response"),
    then=frozenset({K.CONTACT}),
)


METRICS: dict[str, Metric] = {
    metric.code: metric
    for metric in (
        _metric("answer", (K.QUEUED,), (K.ANSWERED, K.CONTACT), Repeat.EACH),
        _metric("reception", (K.ARRIVED,), (K.ATTENDED,), Repeat.EACH),
        _metric("record", (K.RECEIVED,), (K.RECORDED,)),
        _metric("first_contact", (K.RECEIVED,), (K.CONTACT,)),
        _metric("first_response", (K.RECEIVED,), (K.CONTACT,)),
        _metric("verified_reply", (K.CONTACT,), (K.CONTACT, K.RESOLVED, K.CLOSED)),
        _metric(
            "next_reply", (K.CUSTOMER,), (K.CONTACT,), Repeat.EACH, K.CONTACT, True
        ),
        PROGRESS,
        _metric("handover", (K.HANDOVER,), (K.ACCEPTED, K.REFUSED), Repeat.EACH),
        _metric("handling", (K.ANSWERED, K.CONTACT), (K.RESOLVED, K.CLOSED)),
        _metric("solution_proposed", (K.RECEIVED,), (K.SOLUTION, K.RESOLVED, K.CLOSED)),
        _metric("coordination_meeting", (K.FLAGGED,), (K.MEETING,), Repeat.EACH),
        _metric(
            "acceptance",
            (K.ACCEPTANCE,),
            (K.SIGNED, K.DISSATISFIED, K.REWORK, K.REOPENED, K.CLOSED),
            Repeat.EACH,
        ),
        _metric("resolution", (K.RECEIVED,), (K.RESOLVED, K.CLOSED), Repeat.REOPEN),
        # the plan is owed in time; carrying it out may take longer
        _metric(
            "final_solution",
            (K.DISSATISFIED,),
            (K.SOLUTION, K.RESOLVED, K.CLOSED),
            Repeat.EACH,
        ),
        _metric("closure", (K.RECEIVED,), (K.CLOSED,), Repeat.REOPEN),
        _metric("step", (K.STEP_STARTED,), (K.STEP_DONE,), Repeat.KEYED),
    )
}
