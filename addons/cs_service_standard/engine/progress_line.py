"""Where a request stands, as its customer sees it: six steps instead of phases.

The phases of the standard are the firm's business; a customer wants to know whether
he has been heard, understood, is being served, has to approve, is done.  Several
phases make one step.  A side track (waiting for the customer) has no step of its
own: the request stands where it stood.  A step counts as done when a later one has
been reached, also when it was skipped; its date is when it was last entered and a
skipped step has none.  Going back makes the later steps open again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    CURRENT = "current"
    OPEN = "open"


STEPS = ("received", "understood", "solution", "in_work", "approval", "done")
STEP_OF_PHASE = {
    "intake": "received",
    "classified": "understood",
    "analysis": "understood",
    "solution": "solution",
    "execution": "in_work",
    "quality": "in_work",
    "acceptance": "approval",
    "followup": "done",
    "closed": "done",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the line; ``at`` is the instant it was entered, if it was."""

    code: str
    state: StepState
    at: int | None = None


def progress_line(received: int, moves: Iterable[tuple[int, str]]) -> tuple[Step, ...]:
    """The six steps after all moves.

    :param received: when the request arrived (epoch seconds)
    :param moves: instant and phase of every move, as they happened

    >>> [step.state.value for step in progress_line(0, [(5, "solution")])][:3]
    ['done', 'done', 'current']
    """
    entered = {STEPS[0]: received}
    here = 0
    for at, phase in moves:
        code = STEP_OF_PHASE.get(phase)
        if code is None or (code == STEPS[here] and code in entered):
            continue
        here = STEPS.index(code)
        if here:
            entered[code] = at
    last = len(STEPS) - 1
    return tuple(
        Step(
            code,
            _state(place, here, last),
            entered.get(code) if place <= here else None,
        )
        for place, code in enumerate(STEPS)
    )


def _state(place: int, here: int, last: int) -> StepState:
    if place < here or (place == here == last):
        return StepState.DONE
    return StepState.CURRENT if place == here else StepState.OPEN
