"""Policy move: what a change of figures does to clocks that run, before it is made.

Every open clock is looked at twice: as it stands, and as it would stand if the new
promises came now.  Shifts are seconds on the wall between the two due instants
(of a paused clock: between what was left), negative when a clock falls due earlier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from .clock import CLOSED_STATES, ClockState, State


class Effect(StrEnum):
    SAME = "same"
    MOVED = "moved"
    ADDED = "added"  # a clock that was not there would run
    CANCELLED = "cancelled"  # nothing is promised any longer


@dataclass(frozen=True, slots=True)
class Standing:
    """An open clock as stored; ``due`` is ``None`` while it is paused."""

    target: int
    due: int | None
    remaining: int | None = None
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """What would happen to one clock; ``shift`` ``None``: no instant to compare."""

    target: int
    effect: Effect
    shift: int | None = None
    late_before: bool = False
    late_after: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """Moves of one target, counted."""

    moved: int = 0
    earlier: int = 0
    later: int = 0
    added: int = 0
    cancelled: int = 0
    become_late: int = 0
    stop_late: int = 0
    shift_min: int = 0
    shift_median: int = 0
    shift_max: int = 0

    @property
    def touched(self) -> int:
        return self.moved + self.added + self.cancelled


Clocks = Mapping[tuple[str, int], Standing]
"""Open clocks of one ticket by metric and cycle."""


def moves(before: Clocks, after: Iterable[ClockState], now: int) -> list[Move]:
    """What would happen to the clocks of one ticket, unchanged ones left out."""
    found = []
    for state in after:
        old = before.get((state.metric, state.cycle))
        move = _added(state, now) if old is None else _move(old, state, now)
        if move.effect != Effect.SAME:
            found.append(move)
    return found


def _added(state: ClockState, now: int) -> Move:
    """A clock that is over now was over before: the past is not judged anew."""
    if state.state in CLOSED_STATES:
        return Move(state.promise.id, Effect.SAME)
    late = _late(state.due, now)
    return Move(state.promise.id, Effect.ADDED, late_after=late)


def _move(old: Standing, state: ClockState, now: int) -> Move:
    before = _late(old.due, now)
    promise = state.promise
    if state.state == State.CANCELLED:
        return Move(old.target, Effect.CANCELLED, late_before=before)
    if before and (old.target, old.limit) == (promise.id, promise.limit):
        return Move(old.target, Effect.SAME)  # a breach stands while its terms do
    if old.due is not None and state.due is not None:
        shift: int | None = state.due - old.due
    elif old.remaining is not None and state.remaining is not None:
        shift = state.remaining - old.remaining
    else:
        shift = None if old.due != state.due else 0
    effect = Effect.SAME if shift == 0 else Effect.MOVED
    return Move(promise.id, effect, shift, before, _late(state.due, now))


def _late(due: int | None, now: int) -> bool:
    return due is not None and due < now


def summarise(found: Iterable[Move]) -> Summary:
    """Counts and the spread of the shifts."""
    listed = list(found)
    shifts = sorted(move.shift for move in listed if move.shift)

    def count(effect: Effect) -> int:
        return sum(move.effect == effect for move in listed)

    return Summary(
        moved=count(Effect.MOVED),
        earlier=sum(shift < 0 for shift in shifts),
        later=sum(shift > 0 for shift in shifts),
        added=count(Effect.ADDED),
        cancelled=count(Effect.CANCELLED),
        become_late=sum(m.late_after and not m.late_before for m in listed),
        stop_late=sum(m.late_before and not m.late_after for m in listed),
        shift_min=shifts[0] if shifts else 0,
        shift_median=median_low(shifts) if shifts else 0,
        shift_max=shifts[-1] if shifts else 0,
    )
