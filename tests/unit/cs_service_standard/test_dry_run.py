"""Dry run: the same facts under other promises."""

import pytest
from cs_service_standard.engine.clock import replay
from cs_service_standard.engine.dry_run import (
    Outcome,
    Pair,
    Verdict,
    compare,
    is_told_by_past,
    outcome,
    outcomes,
    redraft,
    traits_in_time,
)
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.metrics import METRICS
from cs_service_standard.engine.targets import Condition, Target, Traits, promises

from .clock_case import DAY, HOUR, at, calendars, matched, promise

OPENED = at("2026-03-03 10:00")  # a Tuesday
NOW = at("2026-03-31 10:00")


def target(limit, number=1, metric="first_contact", condition=None, **values):
    return Target(promise(metric, limit, id=number, **values), condition or Condition())


def run(facts, targets, now=NOW, traits=None):
    traits = traits or Traits(priority=1, team=1)
    drafted = redraft(facts, traits, lambda t: promises(targets, t, 1))
    today, draft = replay(facts, calendars), replay(drafted, calendars)
    return compare(outcomes(today, now, calendars), outcomes(draft, now, calendars))


def received(payload=None):
    return Fact(OPENED, FactKind.RECEIVED, 1, payload or {})


def test_contact_after_three_hours_is_kept_under_four_and_late_under_two():
    facts = [
        received(),
        matched(OPENED, promise("first_contact", 4 * HOUR)),
        Fact(OPENED + 3 * HOUR, FactKind.CONTACT, 3),
    ]
    (pair,) = run(facts, [target(2 * HOUR, number=9)])
    assert pair.today == Outcome(Verdict.KEPT, 1, 4 * HOUR, 3 * HOUR, True)
    assert pair.draft == Outcome(Verdict.LATE, 9, 2 * HOUR, 3 * HOUR, True)
    assert pair.side == "worse"


@pytest.mark.parametrize(
    ("used", "side"), [(2 * HOUR, ""), (2 * HOUR + 1, "worse")], ids=["on", "over"]
)
def test_both_sides_of_the_draft_limit(used, side):
    facts = [
        received(),
        matched(OPENED, promise("first_contact", 4 * HOUR)),
        Fact(OPENED + used, FactKind.CONTACT, 3),
    ]
    (pair,) = run(facts, [target(2 * HOUR)])
    assert pair.side == side


def test_without_real_promises_today_has_nothing():
    facts = [received(), Fact(OPENED + HOUR, FactKind.CONTACT, 2)]
    (pair,) = run(facts, [target(2 * HOUR)])
    assert pair.today.verdict == Verdict.NONE
    assert pair.draft.verdict == Verdict.KEPT
    assert pair.side == "new"


def test_a_draft_that_promises_nothing_takes_the_clock_away():
    facts = [
        received(),
        matched(OPENED, promise("first_contact", HOUR)),
        Fact(OPENED + 60, FactKind.CONTACT, 3),
    ]
    (pair,) = run(facts, [])
    assert (pair.draft.verdict, pair.side) == (Verdict.NONE, "gone")


def test_priority_as_it_was_when_the_contact_came():
    """Low at first, raised after the contact: the urgent line never held."""
    urgent = target(900, 2, condition=Condition(priority_min=3))
    facts = [
        received({"priority": "0", "team": 1}),
        Fact(OPENED + HOUR, FactKind.CONTACT, 2),
        Fact(OPENED + 2 * HOUR, FactKind.PRIORITY, 3, {"priority": "3"}),
    ]
    lines = [target(4 * HOUR), urgent]
    (pair,) = run(facts, lines, traits=Traits(priority=3, team=1))
    assert (pair.draft.target, pair.draft.verdict) == (1, Verdict.KEPT)


def test_team_as_it_was():
    sales = target(60, 2, condition=Condition(teams=frozenset({7})))
    facts = [
        received({"team": 1}),
        Fact(OPENED + DAY, FactKind.TEAM, 2, {"team": 7}),
    ]
    moments = list(traits_in_time(facts, Traits(team=7)))
    assert [(t, traits.team) for t, traits in moments] == [
        (OPENED, 1),
        (OPENED + DAY, 7),
    ]
    (pair,) = run(facts, [sales], traits=Traits(team=7))
    assert pair.draft.verdict == Verdict.LATE


def test_what_facts_do_not_tell_is_as_today():
    (moment,) = traits_in_time([received()], Traits(priority=2, team=5, type=9))
    assert moment == (OPENED, Traits(priority=2, team=5, type=9))


def test_pauses_of_the_past_hold_for_the_draft():
    facts = [
        received(),
        Fact(OPENED + HOUR, FactKind.PAUSED, 2, {"reason": "customer"}),
        Fact(OPENED + 5 * HOUR, FactKind.RESUMED, 3),
        Fact(OPENED + 6 * HOUR, FactKind.RESOLVED, 4),
    ]
    (pair,) = run(facts, [target(2 * HOUR, metric="resolution", pausable=True)])
    assert pair.draft == Outcome(Verdict.KEPT, 1, 2 * HOUR, 2 * HOUR, True)


@pytest.mark.parametrize(
    ("now", "verdict", "used"),
    [
        (OPENED + HOUR, Verdict.OPEN, HOUR),
        (OPENED + 2 * HOUR, Verdict.OPEN, 2 * HOUR),
        (OPENED + 3 * HOUR, Verdict.LATE, 3 * HOUR),
    ],
)
def test_open_clock_counts_as_late_only_when_it_is(now, verdict, used):
    (state,) = replay(
        [received(), matched(OPENED, promise("first_contact", 2 * HOUR))], calendars
    )
    found = outcome(state, now, calendars)
    assert (found.verdict, found.used, found.over) == (verdict, used, False)


def test_open_clock_of_a_calendar_has_used_working_time_only():
    """Opened Tuesday 10:00, closing time 18:00: eight hours by Wednesday 09:00."""
    (state,) = replay(
        [received(), matched(OPENED, promise("first_contact", 9 * HOUR, calendar=1))],
        calendars,
    )
    found = outcome(state, at("2026-03-04 09:00"), calendars)
    assert (found.verdict, found.used) == (Verdict.OPEN, 8 * HOUR)


def test_waiting_clock_keeps_what_it_had_used():
    paused = Fact(OPENED + HOUR, FactKind.PAUSED, 3)
    facts = [
        received(),
        matched(OPENED, promise("resolution", 4 * HOUR, pausable=True)),
        paused,
    ]
    (state,) = replay(facts, calendars)
    found = outcome(state, NOW, calendars)
    assert (found.verdict, found.used) == (Verdict.OPEN, HOUR)


def test_cancelled_is_on_neither_side():
    facts = [
        received(),
        matched(OPENED, promise("first_contact", HOUR)),
        Fact(OPENED + 60, FactKind.CANCELLED, 3),
    ]
    (pair,) = run(facts, [target(2 * HOUR)])
    assert (pair.today.verdict, pair.draft.verdict) == (Verdict.OUT, Verdict.OUT)
    assert not pair.draft.counts


def test_the_same_promises_change_nothing():
    facts = [
        received(),
        matched(OPENED, promise("resolution", HOUR)),
        Fact(OPENED + HOUR, FactKind.RESOLVED, 3),
        Fact(OPENED + DAY, FactKind.REOPENED, 4),
        Fact(OPENED + 2 * DAY, FactKind.RESOLVED, 5),
    ]
    pairs = run(facts, [target(HOUR, metric="resolution")])
    assert len(pairs) == 2
    assert all(pair.today == pair.draft and pair.side == "" for pair in pairs)


@pytest.mark.parametrize(
    ("today", "draft", "side"),
    [
        ("kept", "late", "worse"),
        ("late", "kept", "better"),
        ("kept", "kept", ""),
        ("open", "late", ""),
        ("out", "none", "gone"),
        ("none", "late", "new"),
    ],
)
def test_sides(today, draft, side):
    pair = Pair("answer", 1, Outcome(Verdict(today)), Outcome(Verdict(draft)))
    assert pair.side == side


@pytest.mark.parametrize("code", ["first_contact", "resolution", "next_reply"])
def test_the_past_tells_contact_and_end(code):
    assert is_told_by_past(METRICS[code])


@pytest.mark.parametrize("code", ["record", "progress_update", "handover", "answer"])
def test_the_past_does_not_tell_what_nobody_wrote_down(code):
    assert not is_told_by_past(METRICS[code])
