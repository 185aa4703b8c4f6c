"""The phases of a ticket in order, and which gates a move has to pass.

A gate guards the way into its phase and into every later phase, so nobody gets
round a check by skipping a stage.  Only moves forward are guarded: going back
(rework, reopening) is always free, and so are the side tracks, waiting for the
customer and cancelling.  A side track has no place in the order; leaving it, and
leaving a stage without a phase, counts as coming from before the first phase.
"""

from collections.abc import Iterable

INTAKE = "intake"
PHASES = (
    INTAKE,
    "classified",
    "analysis",
    "solution",
    "execution",
    "quality",
    "acceptance",
    "followup",
    "closed",
)
_ORDER = {phase: place for place, phase in enumerate(PHASES)}


def place(phase: str | None) -> int:
    """Place of a phase in the order, -1 for a side track or no phase."""
    return _ORDER.get(phase or "", -1)


def is_forward(before: str | None, after: str | None) -> bool:
    """Whether a move is guarded.

    >>> is_forward("intake", "execution"), is_forward("quality", "execution")
    (True, False)
    >>> is_forward("intake", "waiting"), is_forward("waiting", "execution")
    (False, True)
    """
    return place(after) > place(before)


def guards(gate_phase: str, target: str | None) -> bool:
    """Whether a gate of ``gate_phase`` stands in the way into ``target``.

    >>> guards("classified", "execution"), guards("closed", "execution")
    (True, False)
    """
    return 0 <= place(gate_phase) <= place(target)


def following(phase: str | None, existing: Iterable[str]) -> str | None:
    """The next phase after ``phase`` for which a stage exists, if any.

    A ticket on a side track, or without a phase, stands before the second phase.

    >>> following("intake", ["intake", "analysis", "closed"])
    'analysis'
    """
    here = max(place(phase), 0)
    later = [code for code in set(existing) if place(code) > here]
    return min(later, key=place, default=None)
