from cs_service_standard.engine.clock import ClockState, State
from cs_service_standard.engine.policy_move import (
    Effect,
    Move,
    Standing,
    moves,
    summarise,
)
from cs_service_standard.engine.targets import Promise
from hypothesis import given
from hypothesis import strategies as st

NOW = 10_000


def state(due, status=State.RUNNING, remaining=None, target=1):
    return ClockState(
        metric="resolution",
        cycle=1,
        key=0,
        promise=Promise(target, "resolution", 60),
        state=status,
        started=0,
        due=due,
        goal_due=None,
        warn=None,
        paused_since=None,
        remaining=remaining,
    )


def one(before, after):
    clocks = {("resolution", 1): before} if before else {}
    found = moves(clocks, [after], NOW)
    return found[0] if found else None


def test_a_clock_that_stays_is_left_out():
    assert one(Standing(1, 12_000), state(12_000)) is None
    paused = state(None, State.PAUSED, remaining=50)
    assert one(Standing(1, None, 50), paused) is None


def test_earlier_and_late_by_the_change():
    move = one(Standing(1, 12_000), state(9_999))
    assert move == Move(1, Effect.MOVED, -2_001, False, True)
    assert one(Standing(1, 12_000), state(10_000)).late_after is False


def test_later_and_no_longer_late():
    move = one(Standing(1, 9_000), state(13_000, target=7))
    assert move == Move(7, Effect.MOVED, 4_000, True, False)


def test_a_breach_stands_while_its_terms_do():
    assert one(Standing(1, 9_000, limit=60), state(13_000)) is None
    assert one(Standing(1, 9_000, limit=30), state(13_000)).late_before


def test_paused_clocks_compare_what_is_left():
    move = one(Standing(1, None, 50), state(None, State.PAUSED, remaining=20))
    assert (move.effect, move.shift) == (Effect.MOVED, -30)


def test_a_due_instant_that_goes_has_no_shift():
    move = one(Standing(1, 12_000), state(None))
    assert (move.effect, move.shift) == (Effect.MOVED, None)


def test_cancelled_and_added():
    move = one(Standing(4, 9_000), state(9_000, State.CANCELLED))
    assert move == Move(4, Effect.CANCELLED, late_before=True)
    assert one(None, state(9_000)) == Move(1, Effect.ADDED, late_after=True)


def test_the_past_is_not_judged():
    assert one(None, state(9_000, State.MISSED)) is None


def test_summary():
    found = [
        Move(1, Effect.MOVED, -60, False, True),
        Move(1, Effect.MOVED, -30),
        Move(1, Effect.MOVED, 90, True, False),
        Move(1, Effect.MOVED, None),
        Move(1, Effect.ADDED),
        Move(1, Effect.CANCELLED),
    ]
    summary = summarise(found)
    assert (summary.moved, summary.earlier, summary.later) == (4, 2, 1)
    assert (summary.shift_min, summary.shift_median, summary.shift_max) == (
        -60,
        -30,
        90,
    )
    assert (summary.become_late, summary.stop_late) == (1, 1)
    assert (summary.added, summary.cancelled, summary.touched) == (1, 1, 6)


def test_summary_of_nothing():
    assert summarise([]).touched == 0


@given(st.lists(st.integers(-5, 5)))
def test_law_earlier_and_later_make_what_moved(shifts):
    summary = summarise(Move(1, Effect.MOVED, shift) for shift in shifts if shift)
    assert summary.earlier + summary.later == summary.moved
    assert summary.shift_min <= summary.shift_median <= summary.shift_max
