"""Promises that come while a clock runs, and pauses that end by themselves."""

import pytest
from cs_service_standard.engine.clock import State, replay
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.ladder import Rung
from cs_service_standard.engine.targets import Condition, Promise, Traits
from cs_service_standard.engine.timeline import End
from hypothesis import given, settings
from hypothesis import strategies as st

from .clock_case import HOUR, MINUTE, at, calendars, life, local, matched, one, promise

RES = "resolution"
DAY_LONG = promise(RES, 8 * HOUR, calendar=1, pausable=True)


def urgent(change: str, hours: float = 1, **values) -> Promise:
    seconds = int(hours * HOUR)
    return promise(
        RES, seconds, id=2, calendar=1, pausable=True, change=change, **values
    )


def raised(change: str, *events, **values):
    """Opened at 09:00 under 8 h, raised at 12:00 to 1 h."""
    moment = "2026-03-03 12:00"
    new = (urgent(change, **values),)
    return one(life("2026-03-03 09:00", [DAY_LONG], (moment, new), *events), RES)


@pytest.mark.parametrize(
    ("change", "due", "on_attach"),
    [
        ("from_change", "2026-03-03 13:00", False),
        ("retroactive", "2026-03-03 10:00", True),
        ("keep", "2026-03-03 17:00", False),
    ],
)
def test_case_24_policy_says_what_counts(change, due, on_attach):
    clock = raised(change)
    assert (local(clock.due), clock.on_attach) == (due, on_attach)
    assert clock.promise.id == (1 if change == "keep" else 2)


def test_case_24_attached_names_the_change():
    assert local(raised("from_change").attached) == "2026-03-03 12:00"
    assert local(raised("keep").attached) == "2026-03-03 09:00"


def test_due_at_the_moment_of_the_change_is_not_late_yet():
    clock = raised("retroactive", hours=3)
    assert (local(clock.due), clock.on_attach) == ("2026-03-03 12:00", False)


def test_kept_promise_gives_way_to_one_that_is_not_kept():
    new = (urgent("keep"), promise(RES, 6 * HOUR, id=3, calendar=1))
    clock = one(life("2026-03-03 09:00", [DAY_LONG], ("2026-03-03 12:00", new)), RES)
    assert (clock.promise.id, local(clock.due)) == (3, "2026-03-03 15:00")


def test_same_terms_under_a_new_version_change_nothing_but_the_version():
    again = (promise(RES, 8 * HOUR, calendar=1, pausable=True, version=2),)
    clock = one(life("2026-03-03 09:00", [DAY_LONG], ("2026-03-03 12:00", again)), RES)
    assert (clock.promise.version, local(clock.attached)) == (2, "2026-03-03 09:00")


@pytest.mark.parametrize(
    ("carry", "due"), [(True, "2026-03-04 10:00"), (False, "2026-03-03 13:00")]
)
def test_case_13_pauses_before_the_change_are_carried_or_not(carry, due):
    clocks = life(
        "2026-03-03 09:00",
        [DAY_LONG],
        ("2026-03-03 10:00", FactKind.PAUSED),
        ("2026-03-03 16:00", FactKind.RESUMED),
        ("2026-03-03 16:00", (urgent("retroactive", 4, carry=carry),)),
    )
    assert local(one(clocks, RES).due) == due


def test_pause_over_the_change_counts_until_the_change_when_not_carried():
    clocks = life(
        "2026-03-03 09:00",
        [DAY_LONG],
        ("2026-03-03 10:00", FactKind.PAUSED),
        ("2026-03-03 12:00", (urgent("retroactive", 4, carry=False),)),
        ("2026-03-03 16:00", FactKind.RESUMED),
    )
    assert local(one(clocks, RES).due) == "2026-03-03 17:00"


def test_change_counts_from_the_change_in_a_reopened_cycle():
    clocks = life(
        "2026-03-03 10:00",
        [DAY_LONG],
        ("2026-03-03 11:00", FactKind.RESOLVED),
        ("2026-03-05 10:00", FactKind.REOPENED),
        ("2026-03-05 12:00", (urgent("from_change"),)),
    )
    assert local(one(clocks, RES, 2).due) == "2026-03-05 13:00"


def paused(until: str | None, *events):
    payload = {"until": at(until)} if until else {}
    pause = ("2026-03-03 10:00", FactKind.PAUSED, payload)
    return one(life("2026-03-03 09:00", [DAY_LONG], pause, *events), RES)


def test_case_16_pause_ends_by_itself_without_any_job():
    clock = paused("2026-03-03 12:00")
    assert (clock.state, local(clock.due)) == (State.PAUSED, "2026-03-04 10:00")
    assert clock.remaining == 7 * HOUR
    assert local(clock.pause_until) == "2026-03-03 12:00"


def test_pause_without_a_latest_end_has_no_due_instant():
    clock = paused(None)
    assert (clock.due, clock.pause_until, clock.levels) == (None, None, ())


def test_late_resumption_does_not_lengthen_the_pause():
    clock = paused("2026-03-03 12:00", ("2026-03-03 15:00", FactKind.RESUMED))
    assert (clock.paused, local(clock.due)) == (2 * HOUR, "2026-03-04 10:00")


def test_pause_after_an_expired_one_is_a_pause_of_its_own():
    clock = paused(
        "2026-03-03 12:00",
        ("2026-03-03 15:00", FactKind.PAUSED),
        ("2026-03-03 16:00", FactKind.RESUMED),
    )
    assert (clock.paused, local(clock.due)) == (3 * HOUR, "2026-03-04 11:00")


def test_stopping_after_the_latest_end_counts_the_time_since():
    clock = paused("2026-03-03 12:00", ("2026-03-03 14:00", FactKind.RESOLVED))
    assert (clock.working, clock.paused) == (3 * HOUR, 2 * HOUR)


def test_latest_end_before_the_pause_is_no_pause():
    clock = paused("2026-03-03 08:00", ("2026-03-03 11:00", FactKind.CONTACT))
    assert (clock.state, clock.paused) == (State.RUNNING, 0)


def test_merged_ticket_counts_on_neither_side():
    fact = ("2026-03-03 10:00", FactKind.CANCELLED, {"duplicate": 7})
    clock = one(life("2026-03-03 09:00", [DAY_LONG], fact), RES)
    assert (clock.state, clock.end) == (State.CANCELLED, End.MERGED)


def levels(promised: Promise, rungs=()):
    facts = [
        Fact(at("2026-03-06 17:50"), FactKind.RECEIVED, 1),
        Fact(at("2026-03-06 17:50"), FactKind.MATCHED, 2, matched(0, promised).payload),
    ]
    (clock,) = replay(facts, calendars, ladders=lambda _ladder: tuple(rungs))
    return [(key, local(instant)) for key, instant in clock.levels]


def test_case_37_percentages_are_of_working_time():
    rungs = [Rung("a", 50), Rung("b", 75), Rung("c", 100)]
    found = levels(promise("first_contact", 4 * HOUR, calendar=1, ladder=9), rungs)
    assert found == [
        ("a", "2026-03-09 10:50"),
        ("b", "2026-03-09 11:50"),
        ("c", "2026-03-09 12:50:01"),
    ]


def test_levels_lie_before_and_after_due_in_counted_time():
    rungs = [Rung("late", 100, 2 * HOUR), Rung("soon", 100, -30 * MINUTE)]
    found = levels(promise("first_contact", 4 * HOUR, calendar=1, ladder=9), rungs)
    assert found == [("soon", "2026-03-09 12:20"), ("late", "2026-03-09 14:50:01")]


def test_level_at_once_is_at_the_start():
    rungs = [Rung("now", 0), Rung("before", 0, -HOUR)]
    found = levels(promise("first_contact", 4 * HOUR, ladder=9), rungs)
    assert [moment for _key, moment in found] == ["2026-03-06 17:50"] * 2


def test_without_a_ladder_there_is_a_warning_and_a_breach():
    warned = levels(promise("first_contact", HOUR, warn=80))
    assert warned == [("warn", "2026-03-06 18:38"), ("breach", "2026-03-06 18:50:01")]
    strict = levels(promise("first_contact", HOUR, strict=True))
    assert strict == [("breach", "2026-03-06 18:50")]


def test_snapshot_says_only_what_differs_and_is_read_back_whole():
    plain = promise(RES, HOUR)
    assert plain.to_payload() == {"id": 1, "metric": RES, "limit": HOUR}
    for item in (plain, DAY_LONG, urgent("keep", carry=False, ladder=3, version=4)):
        assert Promise.from_payload(item.to_payload()) == item


def test_condition_may_name_customers():
    condition = Condition(partners=frozenset({5}))
    assert condition.holds(Traits(partner=5))
    assert not condition.holds(Traits(partner=6)) and not condition.holds(Traits())


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["retroactive", "from_change"]),
    st.integers(0, 7 * HOUR),
    st.integers(60, 9 * HOUR),
)
def test_from_the_change_is_never_due_before_the_same_limit_from_the_start(
    change, offset, limit
):
    def due(mode):
        new = promise(RES, limit, id=2, calendar=1, change=mode)
        facts = [
            Fact(at("2026-03-03 09:00"), FactKind.RECEIVED, 1),
            Fact(at("2026-03-03 09:00"), "matched", 2, matched(0, DAY_LONG).payload),
            Fact(
                at("2026-03-03 09:00") + offset, "matched", 3, matched(0, new).payload
            ),
        ]
        return one(replay(facts, calendars), RES).due

    assert due("retroactive") <= due(change)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 30 * HOUR), st.integers(1, 40 * HOUR))
def test_a_latest_end_is_the_same_as_resuming_then(length, resumed):
    """What the job records later changes no figure."""
    start = at("2026-03-03 10:00")

    def clock(*facts):
        life_ = [
            Fact(at("2026-03-03 09:00"), FactKind.RECEIVED, 1),
            Fact(at("2026-03-03 09:00"), "matched", 2, matched(0, DAY_LONG).payload),
            *facts,
        ]
        return one(replay(life_, calendars), RES)

    ending = Fact(start, FactKind.PAUSED, 3, {"until": start + length})
    by_hand = Fact(start + min(length, resumed), FactKind.RESUMED, 4)
    late = Fact(start + resumed, FactKind.RESUMED, 4)
    done = Fact(start + 100 * HOUR, FactKind.RESOLVED, 5)
    plain = Fact(start, FactKind.PAUSED, 3)
    assert clock(ending, late, done) == clock(plain, by_hand, done)
