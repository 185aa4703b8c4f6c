"""Who had it, how long, and whose the breach is."""

import pytest
from cs_service_standard.engine import attribution
from cs_service_standard.engine.attribution import (
    WHOLE,
    Agreement,
    Cause,
    Holder,
    holders,
    overrun,
    pieces,
    shares,
    used,
)
from cs_service_standard.engine.clock import read, runs_of
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.worktime import ELAPSED
from hypothesis import given, settings
from hypothesis import strategies as st

from .clock_case import HOUR, at, calendars, matched, promise

L1, L2, LI, MA, NEW = 11, 12, 1, 2, 5
OPEN = at("2026-03-02 09:00")
SHARED = Agreement({1: 10 * HOUR, 2: 30 * HOUR}, {L1: 1, L2: 2})


def fact(hours, kind, number=9, **payload):
    return Fact(OPEN + round(hours * HOUR), kind, number, payload)


def received(**payload):
    return fact(0, FactKind.RECEIVED, 1, **({"team": L1, "user": LI} | payload))


def breach(facts, due, until, agreement=None, **options):
    changes = holders(facts)
    parts = pieces([(OPEN, None)], OPEN + until * HOUR, ELAPSED, changes)
    instant = OPEN + due * HOUR
    return attribution.breach(parts, changes, instant, agreement, **options), parts


def test_case_31_first_line_that_exceeded_its_share_owns_the_breach():
    facts = [
        received(),
        fact(15, FactKind.TEAM, team=L2),
        fact(15, "assigned", user=MA),
    ]
    verdict, parts = breach(facts, due=40, until=43, agreement=SHARED)
    assert {h.team: s // HOUR for h, s in used(parts).items()} == {L1: 15, L2: 28}
    assert (verdict.owner.team, verdict.owner.user) == (L1, LI)
    assert (verdict.cause, verdict.line) == (Cause.SHARE, 1)
    assert verdict.at_due.team == L2
    over, first = overrun(parts, SHARED)
    assert {holder.team: seconds for holder, seconds in over.items()} == {L1: 5 * HOUR}
    assert first[0] == 1


def test_case_31_share_used_up_to_the_last_second_is_kept():
    for extra, cause in ((0, Cause.OWNER), (1, Cause.SHARE)):
        moved = Fact(OPEN + 10 * HOUR + extra, FactKind.TEAM, 2, {"team": L2})
        verdict, _parts = breach([received(), moved], 40, 40, SHARED)
        assert verdict.cause == cause


def test_team_that_comes_back_goes_on_with_its_share():
    facts = [
        received(),
        fact(6, FactKind.TEAM, team=L2),
        fact(20, FactKind.TEAM, team=L1),
    ]
    verdict, parts = breach(facts, 40, 41, SHARED)
    assert verdict.owner.team == L1
    assert sum(overrun(parts, SHARED)[0].values()) == 17 * HOUR


def test_team_without_share_owns_what_it_held_when_it_became_due():
    verdict, _parts = breach(
        [received(), fact(1, FactKind.TEAM, team=99)], 40, 45, SHARED
    )
    assert (verdict.owner.team, verdict.cause) == (99, Cause.OWNER)


def test_time_beyond_of_a_team_without_share_is_the_time_after_due():
    facts = [received(), fact(12, FactKind.TEAM, team=99, user=MA)]
    verdict, parts = breach(facts, 40, 45, SHARED)
    found = attribution.rows(parts, ELAPSED, SHARED, OPEN + 40 * HOUR, verdict)
    assert [row.over for row in found] == [2 * HOUR, 5 * HOUR]
    assert [row.late for row in found] == [0, 5 * HOUR]
    kept = attribution.rows(parts, ELAPSED, SHARED)
    assert [row.over for row in kept] == [2 * HOUR, 0]


@pytest.mark.parametrize(
    ("facts", "cause", "owner"),
    [
        ([received()], Cause.OWNER, Holder(L1, LI)),
        ([received(user=False)], Cause.NOBODY, Holder(L1)),
        (
            [received(), fact(1, FactKind.HANDOVER, to_team=L2, to_user=False)],
            Cause.ACCEPTANCE,
            Holder(L2, waiting=True),
        ),
        (
            [
                received(),
                fact(1, FactKind.HANDOVER, to_team=L2, to_user=MA),
                fact(3, FactKind.ACCEPTED, user=MA),
            ],
            Cause.OWNER,
            Holder(L2, MA),
        ),
        (
            [
                received(),
                fact(1, FactKind.HANDOVER, 2, to_team=L2, to_user=MA),
                fact(2, FactKind.TEAM, 3, team=L1),
                fact(2, FactKind.ASSIGNED, 4, user=LI),
                fact(2, FactKind.REFUSED, 5),
            ],
            Cause.OWNER,
            Holder(L1, LI),
        ),
    ],
    ids=["owner", "nobody", "waiting", "accepted", "refused"],
)
def test_cause_and_owner_are_what_the_facts_prove(facts, cause, owner):
    verdict, _parts = breach(facts, due=4, until=5)
    assert (verdict.cause, verdict.owner) == (cause, owner)


def test_who_takes_it_in_the_second_of_the_limit_takes_it_too_late():
    for hours, user in ((4, LI), (4 - 1 / HOUR, MA)):
        verdict, _parts = breach(
            [received(), fact(hours, FactKind.ASSIGNED, user=MA)], 4, 5
        )
        assert verdict.owner.user == user


def test_promise_that_came_too_late_is_nobodys_delay():
    verdict, _parts = breach([received()], 4, 5, on_attach=True)
    assert verdict.cause == Cause.ATTACH


def test_stages_are_told_apart():
    facts = [received(), fact(1, FactKind.STAGE, stage=NEW)]
    _verdict, parts = breach(facts, 4, 5)
    assert used(parts) == {
        Holder(L1, LI): HOUR,
        Holder(L1, LI, NEW): 4 * HOUR,
    }


def test_late_part_of_each_holder_sums_to_the_lateness():
    facts = [received(), fact(3, FactKind.ASSIGNED, user=MA)]
    _verdict, parts = breach(facts, 2, 5)
    late = attribution.late(parts, OPEN + 2 * HOUR, ELAPSED)
    assert late == {Holder(L1, LI): HOUR, Holder(L1, MA): 2 * HOUR}


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12))
def test_shares_sum_to_exactly_one_hundred_percent(seconds):
    found = shares(seconds)
    assert sum(found) == (WHOLE if sum(seconds) else 0)
    assert all(
        abs(part - exact * WHOLE / max(sum(seconds), 1)) < 1
        for part, exact in zip(found, seconds, strict=True)
    )


moves = st.lists(
    st.tuples(
        st.integers(0, 20 * 86400),
        st.sampled_from(
            [
                (FactKind.TEAM, {"team": L2}),
                (FactKind.TEAM, {"team": L1}),
                (FactKind.ASSIGNED, {"user": MA}),
                (FactKind.ASSIGNED, {"user": False}),
                (FactKind.STAGE, {"stage": NEW}),
                (FactKind.HANDOVER, {"to_team": L2, "to_user": False}),
                (FactKind.ACCEPTED, {"user": MA}),
                (FactKind.REFUSED, {}),
                (FactKind.PAUSED, {"reason": "customer"}),
                (FactKind.RESUMED, {}),
                (FactKind.REOPENED, {}),
                (FactKind.RESOLVED, {}),
            ]
        ),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(moves)
def test_seconds_of_all_holders_are_the_seconds_of_the_clock(happened):
    wanted = promise("resolution", 4 * HOUR, calendar=1, pausable=True)
    life = [received(), Fact(OPEN, "matched", 2, matched(OPEN, wanted).payload)]
    life += [
        Fact(OPEN + offset, kind, number, payload)
        for number, (offset, (kind, payload)) in enumerate(
            sorted(happened, key=lambda item: item[0]), start=3
        )
    ]
    changes = holders(life)
    for run in runs_of(life, "resolution", calendars):
        reading = read(run, calendars)
        parts = pieces(reading.spans, run.over or OPEN, reading.time, changes)
        closed = [part for part in parts if part.seconds]
        if run.over is not None:
            assert sum(used(closed).values()) == reading.used
