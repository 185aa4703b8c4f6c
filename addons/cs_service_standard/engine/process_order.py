"""Steps in order: a later step is not finished before an earlier required one.

Steps that are finished together count as finished in their order; optional steps
may be left behind.
"""

from collections.abc import Collection, Iterable

from .process import Step


def out_of_order(
    steps: Iterable[Step], ending: Collection[int]
) -> tuple[int, int] | None:
    """The first step that is ended too early, and the one that comes before it.

    :param steps: every step of one process on one ticket
    :param ending: keys of the steps that are being finished

    >>> steps = [Step(1, 10), Step(2, 20), Step(3, 30)]
    >>> out_of_order(steps, {2}), out_of_order(steps, {1, 2})
    ((2, 1), None)
    """
    waiting = None
    for step in sorted(steps, key=lambda step: step.place):
        if step.key in ending:
            if waiting is not None:
                return step.key, waiting
        elif waiting is None and step.open and step.required:
            waiting = step.key
    return None
