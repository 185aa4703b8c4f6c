"""The story of a clock: every fact that moved it, and nothing it did not do."""

import pytest
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.metrics import METRICS
from cs_service_standard.engine.story import EntryKind as E
from cs_service_standard.engine.story import computation, seal, tell
from cs_service_standard.engine.timeline import runs
from hypothesis import given
from hypothesis import strategies as st

from .clock_case import HOUR, at, calendars, local, matched, promise

RESOLUTION = METRICS["resolution"]
LATER = at("2027-01-01 00:00")


def numbered(*facts):
    return [
        Fact(fact.at, fact.kind, number, fact.payload)
        for number, fact in enumerate(facts, start=1)
    ]


def received(time, *promises):
    return Fact(at(time), FactKind.RECEIVED), matched(at(time), *promises)


def fact(time, kind, **payload):
    return Fact(at(time), kind, payload=payload)


def lines(facts, metric=RESOLUTION, cycle=1, now=LATER):
    return [
        (local(entry.at)[5:], str(entry.kind), entry.fact)
        for entry in tell(facts, metric, cycle, calendars, now)
    ]


FOUR_HOURS = promise("resolution", 4 * HOUR, calendar=1, pausable=True)


def test_case_10_the_story_tells_the_pause_and_where_the_due_time_moved():
    facts = numbered(
        *received("2026-03-02 15:00", FOUR_HOURS),
        fact("2026-03-02 17:00", FactKind.PAUSED, reason="customer"),
        fact("2026-03-03 09:00", FactKind.RESUMED),
        fact("2026-03-03 10:30", FactKind.RESOLVED),
    )
    assert lines(facts) == [
        ("03-02 15:00", E.STARTED, 1),
        ("03-02 15:00", E.PROMISED, 2),
        ("03-02 15:00", E.DUE, 2),
        ("03-02 17:00", E.PAUSED, 3),
        ("03-03 09:00", E.RESUMED, 4),
        ("03-03 09:00", E.DUE, 4),
        ("03-03 10:30", E.STOPPED, 5),
    ]
    moves = [e for e in tell(facts, RESOLUTION, 1, calendars, LATER) if e.kind == E.DUE]
    assert [(e.before and local(e.before), local(e.due)) for e in moves] == [
        (None, "2026-03-03 10:00"),
        ("2026-03-03 10:00", "2026-03-03 11:00"),
    ]


def test_case_24_a_new_promise_is_told_with_what_it_replaced():
    day = promise("resolution", 8 * HOUR, calendar=1)
    hour = promise("resolution", HOUR, id=2, calendar=1, change="from_change")
    facts = numbered(
        *received("2026-03-03 09:00", day),
        fact("2026-03-03 12:00", FactKind.PRIORITY, priority="3"),
        matched(at("2026-03-03 12:00"), hour),
    )
    assert lines(facts)[3:] == [
        ("03-03 12:00", E.CONTEXT, 3),
        ("03-03 12:00", E.PROMISED, 4),
        ("03-03 12:00", E.DROPPED, 4),
        ("03-03 12:00", E.DUE, 4),
    ]
    story = tell(facts, RESOLUTION, 1, calendars, LATER)
    assert [e.promise.id for e in story if e.decides] == [1, 2]
    assert local(story[6].due) == "2026-03-03 13:00"


def test_a_promise_that_keeps_off_running_clocks_is_told_as_such():
    day = promise("resolution", 8 * HOUR, calendar=1)
    other = promise("resolution", HOUR, id=2, calendar=1, change="keep")
    facts = numbered(
        *received("2026-03-03 09:00", day), matched(at("2026-03-03 12:00"), other)
    )
    assert lines(facts)[3:] == [("03-03 12:00", E.KEPT_OUT, 3)]


def test_case_27_a_new_version_of_the_same_promise_is_told():
    old = promise("resolution", HOUR, version=3)
    new = promise("resolution", HOUR, version=4)
    facts = numbered(
        *received("2026-03-03 09:00", old), matched(at("2026-03-03 09:30"), new)
    )
    assert lines(facts)[3:] == [("03-03 09:30", E.RENEWED, 3)]


@pytest.mark.parametrize(
    ("now", "told"), [("2026-03-02 17:59", False), ("2026-03-02 18:00", True)]
)
def test_case_16_a_pause_runs_out_by_itself(now, told):
    facts = numbered(
        *received("2026-03-02 15:00", FOUR_HOURS),
        fact("2026-03-02 17:00", FactKind.PAUSED, until=at("2026-03-02 18:00")),
    )
    ran_out = ("03-02 18:00", E.RAN_OUT, 0)
    assert (ran_out in lines(facts, now=at(now))) is told


def test_case_16_a_pause_that_ran_out_is_not_told_twice():
    facts = numbered(
        *received("2026-03-02 15:00", FOUR_HOURS),
        fact("2026-03-02 16:00", FactKind.PAUSED, until=at("2026-03-02 17:00")),
        fact("2026-03-03 09:00", FactKind.RESUMED),
        fact("2026-03-03 10:00", FactKind.RESOLVED),
    )
    kinds = [kind for _at, kind, _fact in lines(facts)]
    assert kinds.count(E.RAN_OUT) == 1
    assert E.RESUMED not in kinds


def test_case_36_a_cancelled_ticket_ends_the_clock_and_says_so():
    facts = numbered(
        *received("2026-03-02 15:00", FOUR_HOURS),
        fact("2026-03-02 16:00", FactKind.CANCELLED),
    )
    last = tell(facts, RESOLUTION, 1, calendars, LATER)[-1]
    assert (last.kind, last.code) == (E.ENDED, "cancelled")


def test_case_25_a_lost_match_and_its_return():
    facts = numbered(
        *received("2026-03-02 15:00", FOUR_HOURS),
        matched(at("2026-03-02 16:00")),
        matched(at("2026-03-02 17:00"), FOUR_HOURS),
    )
    kinds = [(kind, number) for _at, kind, number in lines(facts)]
    assert (E.ENDED, 3) in kinds
    assert (E.REVIVED, 4) in kinds


def test_case_33_each_cycle_has_its_own_story():
    facts = numbered(
        *received("2026-03-03 10:00", FOUR_HOURS),
        fact("2026-03-03 11:00", FactKind.RESOLVED),
        fact("2026-03-05 10:00", FactKind.REOPENED),
        fact("2026-03-05 12:00", FactKind.RESOLVED),
    )
    assert [number for *_rest, number in lines(facts, cycle=1)] == [1, 2, 2, 3]
    assert lines(facts, cycle=2) == [
        ("03-05 10:00", E.STARTED, 4),
        ("03-05 10:00", E.PROMISED, 4),
        ("03-05 10:00", E.DUE, 4),
        ("03-05 12:00", E.STOPPED, 5),
    ]


def test_case_18_periodic_clock_starts_again_with_the_fact_that_stopped_it():
    metric = METRICS["progress_update"]
    four = promise("progress_update", 4 * HOUR)
    facts = numbered(
        *received("2026-03-03 09:00", four),
        fact("2026-03-03 10:00", FactKind.CONTACT),
        fact("2026-03-03 12:00", FactKind.PROGRESS),
    )
    assert lines(facts, metric, 1)[-1] == ("03-03 12:00", E.STOPPED, 4)
    assert lines(facts, metric, 2)[0] == ("03-03 12:00", E.STARTED, 4)


def test_owner_and_team_are_context_only_while_the_clock_runs():
    facts = numbered(
        *received("2026-03-03 09:00", FOUR_HOURS),
        fact("2026-03-03 10:00", FactKind.ASSIGNED, user=7),
        fact("2026-03-03 11:00", FactKind.RESOLVED),
        fact("2026-03-03 12:00", FactKind.ASSIGNED, user=8),
    )
    context = [line for line in lines(facts) if line[1] == E.CONTEXT]
    assert context == [("03-03 10:00", E.CONTEXT, 3)]


def test_no_such_cycle_has_no_story():
    facts = numbered(*received("2026-03-03 09:00", FOUR_HOURS))
    assert tell(facts, RESOLUTION, 2, calendars, LATER) == []
    assert tell(facts, RESOLUTION, 0, calendars, LATER) == []


def test_computation_adds_up_to_the_limit_at_the_due_instant():
    facts = numbered(*received("2026-03-06 17:50", promise("resolution", 4 * HOUR)))
    run = runs(facts, RESOLUTION)[0]
    due = at("2026-03-06 21:50")
    rows = computation(run, run.promises[0], calendars("elapsed", 0), due)
    assert [row.total for row in rows] == [4 * HOUR]
    held = promise("resolution", 4 * HOUR, calendar=2)
    run = runs(numbered(*received("2026-03-06 17:50", held)), RESOLUTION)[0]
    time = calendars("working_hours", 2)
    rows = computation(run, held, time, at("2026-03-10 12:50"))
    assert [(local(r.start)[5:], local(r.end)[5:], r.total) for r in rows] == [
        ("03-06 17:50", "03-06 18:00", 600),
        ("03-10 09:00", "03-10 12:50", 4 * HOUR),
    ]


def test_seal_changes_with_every_part_of_a_fact_and_not_with_key_order():
    rows = [[1, 100, "received", {"a": 1, "b": 2}], [2, 200, "contact", {}]]
    same = [[1, 100, "received", {"b": 2, "a": 1}], [2, 200, "contact", {}]]
    assert seal(rows) == seal(same)
    for changed in (
        [[1, 101, "received", {"a": 1, "b": 2}], rows[1]],
        [[1, 100, "received", {"a": 1, "b": 3}], rows[1]],
        [rows[1], rows[0]],
        rows[:1],
    ):
        assert seal(changed) != seal(rows)


EVENTS = st.sampled_from(
    [
        (FactKind.CONTACT, {}),
        (FactKind.PAUSED, {"reason": "customer"}),
        (FactKind.PAUSED, {"until": at("2026-03-03 15:00")}),
        (FactKind.RESUMED, {}),
        (FactKind.RESOLVED, {}),
        (FactKind.REOPENED, {}),
        (FactKind.CANCELLED, {}),
        (FactKind.CLOSED, {}),
        (FactKind.ASSIGNED, {"user": 3}),
    ]
)


@given(st.lists(st.tuples(st.integers(0, 40 * HOUR), EVENTS), max_size=8))
def test_the_last_due_instant_told_is_the_one_of_the_clock(events):
    """Also: each cycle is told, begins with its start and names known facts."""
    from cs_service_standard.engine.clock import replay

    begin = at("2026-03-03 09:00")
    facts = numbered(
        *received("2026-03-03 09:00", FOUR_HOURS),
        *(Fact(begin + after, kind, 0, data) for after, (kind, data) in events),
    )
    for clock in replay(facts, calendars):
        story = tell(facts, RESOLUTION, clock.cycle, calendars, LATER)
        assert story[0].kind == E.STARTED
        dues = [entry.due for entry in story if entry.kind == E.DUE]
        if clock.due is not None:
            assert dues[-1] == clock.due
        ends = [e for e in story if e.kind in (E.STOPPED, E.ENDED)]
        assert bool(ends) == (clock.stopped is not None)
        assert {entry.fact for entry in story} <= {0, *(fact.id for fact in facts)}
