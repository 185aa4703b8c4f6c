"""Working time: when is a promise due, and how much of it has been used?

A promise of four working hours given on Friday at 17:50 is due on Monday.  The
seconds that count are the *spans* of a way of counting time: office hours, whole
working days or simply every second (``ELAPSED``).  Spans are kept per calendar
year (UTC), sorted and disjoint, together with the working seconds before each, so
that both questions are a bisection, however far apart the instants are.

Instants are whole seconds since the epoch (UTC), durations are whole seconds.
Edges: a promise used up exactly at closing time is due at closing time, not at the
next opening; a promise of nothing is due at once, be it open or closed; a calendar
without enough working time in the next ``HORIZON_YEARS`` years makes no due time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

HORIZON_YEARS = 10
DAY = 24 * 3600
EPOCH_DAY = date(1970, 1, 1).toordinal()

Spans = tuple[tuple[int, ...], tuple[int, ...]]
"""Starts and ends in epoch seconds, sorted and disjoint."""


@dataclass(frozen=True, slots=True)
class YearIndex:
    """Working spans of one year, with the working seconds before each of them."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    def worked_until(self, instant: int) -> int:
        """Working seconds from the beginning of the year to the instant.

        >>> index(((100, 200), (110, 230))).worked_until(205)
        15
        """
        position = bisect_right(self.starts, instant) - 1
        if position < 0:
            return 0
        worked = min(instant, self.ends[position]) - self.starts[position]
        return self.before[position] + worked

    def instant_of(self, seconds: int) -> int:
        """Instant at which that many (1 to ``total``) seconds have been worked.

        >>> index(((100, 200), (110, 230))).instant_of(10)
        110
        """
        position = bisect_left(self.before, seconds) - 1
        return self.starts[position] + seconds - self.before[position]


def index(spans: Spans) -> YearIndex:
    """Spans of a year with their running total."""
    starts, ends = spans
    lengths = (end - start for start, end in zip(starts, ends, strict=True))
    *before, total = accumulate(lengths, initial=0)
    return YearIndex(starts, ends, tuple(before), total)


class _Years(dict[int, YearIndex]):
    """Years as they are asked for, each loaded once."""

    def __init__(self, load: Callable[[int], YearIndex]) -> None:
        super().__init__()
        self._load = load

    def __missing__(self, year: int) -> YearIndex:
        return self.setdefault(year, self._load(year))


def _year_of(instant: int) -> int:
    return date.fromordinal(EPOCH_DAY + instant // DAY).year


class Worktime:
    """One way of counting time.

    ``load(year)`` gives the working spans inside that year, from 1 January to the
    next (UTC).  It is asked once per year: what it answers must not change while
    this object lives.
    """

    __slots__ = ("_years",)

    def __init__(self, load: Callable[[int], YearIndex]) -> None:
        self._years = _Years(load)

    def advance(self, instant: int, seconds: int) -> int | None:
        """Earliest instant by which ``seconds`` have been worked since ``instant``."""
        if seconds <= 0:
            return instant
        year = _year_of(instant)
        horizon = year + HORIZON_YEARS
        due = self._years[year].worked_until(instant) + seconds
        while due > self._years[year].total:
            if year == horizon:
                return None
            due -= self._years[year].total
            year += 1
        return self._years[year].instant_of(due)

    def elapsed(self, start: int, end: int) -> int:
        """Working seconds between two instants; none when they are out of order."""
        if end <= start:
            return 0
        first, last = _year_of(start), _year_of(end)
        worked = self._years[last].worked_until(end)
        worked -= self._years[first].worked_until(start)
        if first < last:
            worked += sum(self._years[year].total for year in range(first, last))
        return worked

    def is_open(self, instant: int) -> bool:
        """Whether the second that begins at the instant counts."""
        spans = self._years[_year_of(instant)]
        position = bisect_right(spans.starts, instant) - 1
        return position >= 0 and instant < spans.ends[position]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Working spans cut to the window; one that crosses New Year stays whole."""
        found: list[tuple[int, int]] = []
        if end <= start:
            return found
        for year in range(_year_of(start), _year_of(end) + 1):
            spans = self._years[year]
            first = bisect_right(spans.ends, start)
            last = bisect_left(spans.starts, end)
            for position in range(first, last):
                opening = max(start, spans.starts[position])
                if found and found[-1][1] == opening:
                    opening = found.pop()[0]
                found.append((opening, min(end, spans.ends[position])))
        return found


class _Elapsed(Worktime):
    """Every second counts: round the clock, on every day, without any horizon."""

    __slots__ = ()

    def __init__(self) -> None:
        """Nothing to load."""

    def advance(self, instant: int, seconds: int) -> int:
        return instant + max(seconds, 0)

    def elapsed(self, start: int, end: int) -> int:
        return max(end - start, 0)

    def is_open(self, instant: int) -> bool:
        return True

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        return [(start, end)] if start < end else []


ELAPSED: Worktime = _Elapsed()
