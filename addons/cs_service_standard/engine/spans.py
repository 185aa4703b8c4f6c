"""Stretches of time as pairs: from a start up to, not including, an end.

A stretch without any length is nothing; two that touch are one.  The unit is the
caller's (here: whole seconds since the epoch).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sorted union of spans, empty ones dropped.

    >>> merge([(5, 7), (1, 3), (3, 4), (9, 9)])
    [(1, 4), (5, 7)]
    """
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            start, previous_end = merged.pop()
            end = max(end, previous_end)
        merged.append((start, end))
    return merged


def subtract(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of spans; holes are sorted and disjoint.

    >>> subtract([(0, 10), (20, 30)], [(2, 3), (8, 22)])
    [(0, 2), (3, 8), (22, 30)]
    """
    left: list[Span] = []
    ends = [hole[1] for hole in holes]
    for start, end in spans:
        position = bisect_right(ends, start)
        while position < len(holes) and holes[position][0] < end:
            if start < holes[position][0]:
                left.append((start, holes[position][0]))
            start = ends[position]
            position += 1
        if start < end:
            left.append((start, end))
    return left


def clip(spans: Iterable[Span], first: int, last: int) -> list[Span]:
    """What of the spans lies in a window.

    >>> clip([(0, 10), (20, 30)], 5, 20)
    [(5, 10)]
    """
    return [
        (max(start, first), min(end, last))
        for start, end in spans
        if start < last and end > first
    ]
