"""The steps of a process: which one is current, and which block a phase.

Steps have an order.  The current step is the first open one behind the last step
that is finished (done or skipped), so that an optional step left behind does not
hold up the ones after it; when nothing is open behind it, it is the first open one
before it.  A step that was left behind still blocks the phase before which it must
be done.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .phases import guards


@dataclass(frozen=True, slots=True)
class Step:
    """One step on one ticket; ``before`` is the phase it has to be done before."""

    key: int
    order: int
    open: bool = True
    required: bool = True
    before: str = "closed"

    @property
    def place(self) -> tuple[int, int]:
        return self.order, self.key


def current(steps: Iterable[Step]) -> int | None:
    """Key of the step to work on now, ``None`` when every step is finished.

    >>> done = Step(1, 10, open=False)
    >>> current([done, Step(2, 20), Step(3, 30)])
    2
    """
    ordered = sorted(steps, key=lambda step: step.place)
    waiting = [step for step in ordered if step.open]
    last = max((step.place for step in ordered if not step.open), default=None)
    if last is not None:
        waiting = [step for step in waiting if step.place > last] or waiting
    return waiting[0].key if waiting else None


def blocking(steps: Iterable[Step], phase: str, after: str | None = None) -> list[int]:
    """Keys of the required open steps that must be done before ``phase``, in order.

    :param after: a phase whose steps have been asked for already

    >>> early, late = Step(1, 10, before="solution"), Step(2, 20, before="closed")
    >>> blocking([early, late], "closed"), blocking([early, late], "closed", "solution")
    ([1, 2], [2])
    """
    return [
        step.key
        for step in sorted(steps, key=lambda step: step.place)
        if step.open
        and step.required
        and guards(step.before, phase)
        and not guards(step.before, after)
    ]
