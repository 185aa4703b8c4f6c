"""Laws every life of a ticket obeys, whatever happens in it."""

from cs_service_standard.engine.clock import CLOSED_STATES, State, replay
from cs_service_standard.engine.facts import Fact, FactKind
from hypothesis import given, settings
from hypothesis import strategies as st

from .clock_case import HOUR, at, calendars, matched, promise

START = at("2026-03-02 09:00")
PROMISES = (
    promise("first_contact", HOUR, calendar=1),
    promise("resolution", 4 * HOUR, id=2, calendar=1, pausable=True),
    promise("next_reply", HOUR, id=3),
    promise("progress_update", 2 * HOUR, id=4, calendar=1),
    promise("resolution", 9 * HOUR, id=5),
)
KINDS = [
    FactKind.CONTACT,
    FactKind.CUSTOMER,
    FactKind.STRANGER,
    FactKind.PROGRESS,
    FactKind.PAUSED,
    FactKind.RESUMED,
    FactKind.RESOLVED,
    FactKind.REOPENED,
    FactKind.CLOSED,
    FactKind.CANCELLED,
]
events = st.lists(
    st.tuples(st.integers(0, 14 * 86400), st.sampled_from(KINDS)), max_size=14
)


def clocks_of(happened):
    facts = [Fact(START, FactKind.RECEIVED, 1)]
    facts.append(Fact(START, FactKind.MATCHED, 2, matched(START, *PROMISES).payload))
    facts += [
        Fact(START + offset, kind, number)
        for number, (offset, kind) in enumerate(happened, start=3)
    ]
    return replay(facts, calendars)


@settings(max_examples=60, deadline=None)
@given(events)
def test_every_clock_is_in_exactly_one_state(happened):
    for clock in clocks_of(happened):
        assert (clock.state in CLOSED_STATES) == (clock.stopped is not None)
        assert (clock.state == State.PAUSED) == (clock.paused_since is not None)


@settings(max_examples=60, deadline=None)
@given(events)
def test_times_are_never_negative_and_lateness_only_when_missed(happened):
    for clock in clocks_of(happened):
        assert min(clock.working, clock.wall, clock.paused, clock.late) >= 0
        assert clock.late == 0 or clock.state == State.MISSED


@settings(max_examples=60, deadline=None)
@given(events)
def test_met_means_stopped_by_the_due_instant(happened):
    for clock in clocks_of(happened):
        if clock.state in (State.MET, State.MISSED):
            assert (clock.stopped <= clock.due) == (clock.state == State.MET)


@settings(max_examples=60, deadline=None)
@given(events)
def test_one_open_clock_per_metric(happened):
    open_metrics = [c.metric for c in clocks_of(happened) if c.stopped is None]
    assert len(open_metrics) == len(set(open_metrics))


@settings(max_examples=40, deadline=None)
@given(events, st.integers(0, 14 * 86400))
def test_the_past_does_not_change(happened, offset):
    """A fact that comes later never alters a clock that had stopped before it."""
    before = [event for event in happened if event[0] < offset]
    early = clocks_of(before)
    late = {(c.metric, c.cycle): c for c in clocks_of([*before, (offset, "customer")])}
    for clock in early:
        if clock.stopped is not None:
            assert late[clock.metric, clock.cycle] == clock
