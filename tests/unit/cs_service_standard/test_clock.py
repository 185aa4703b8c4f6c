"""Clocks against the users' pains (numbered cases) and the figures of the standard."""

from itertools import permutations

import pytest
from cs_service_standard.engine.clock import State, replay
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.timeline import End

from .clock_case import (
    DAY,
    HOUR,
    MINUTE,
    SHANGHAI,
    at,
    calendars,
    life,
    local,
    matched,
    one,
    promise,
)

FC = "first_contact"
CASE_1 = [
    ("2026-03-06 17:50", 4 * HOUR, 2, "2026-03-10 12:50"),
    ("2026-03-06 17:30", HOUR, 1, "2026-03-09 09:30"),
    ("2026-03-06 17:30", HOUR, 0, "2026-03-06 18:30"),
]


@pytest.mark.parametrize(("start", "limit", "cal", "due"), CASE_1)
def test_case_01_closed_hours_do_not_count(start, limit, cal, due):
    clock = one(life(start, [promise(FC, limit, calendar=cal)]), FC)
    assert (local(clock.due), clock.state) == (due, State.RUNNING)


def test_case_02_lunch_does_not_count():
    lunch = [promise(FC, 15 * MINUTE, calendar=3)]
    assert local(one(life("2026-03-03 12:50", lunch), FC).due) == "2026-03-03 14:05"
    assert local(one(life("2026-03-03 13:20", lunch), FC).due) == "2026-03-03 14:15"


def test_case_03_midnight_takes_no_minute():
    quarter = [promise(FC, 15 * MINUTE)]
    clock = one(life("2026-03-03 23:50", quarter), FC)
    assert local(clock.due) == "2026-03-04 00:05"
    chat = life(
        "2026-03-03 23:59:45",
        [promise("answer", 30)],
        ("2026-03-03 23:59:45", FactKind.QUEUED),
    )
    assert local(one(chat, "answer").due) == "2026-03-04 00:00:15"


def test_case_04_summer_time_shifts_nothing():
    office = [promise(FC, 4 * HOUR, calendar=1)]
    around = [promise(FC, 4 * HOUR)]
    assert local(one(life("2026-03-27 17:00", office), FC).due) == "2026-03-30 12:00"
    assert local(one(life("2026-03-28 23:30", around), FC).due) == "2026-03-29 04:30"
    assert local(one(life("2026-10-24 23:30", around), FC).due) == "2026-10-25 02:30"


def test_case_05_zone_of_the_agent_changes_nothing():
    clock = one(life("2026-03-03 10:00", [promise(FC, HOUR, calendar=1)]), FC)
    assert clock.state == State.RUNNING
    assert local(clock.due, "Asia/Tokyo") == "2026-03-03 19:00"


def test_case_10_hold_time_counts_in_working_time():
    clocks = life(
        "2026-03-02 15:00",
        [promise("resolution", 4 * HOUR, calendar=1, pausable=True)],
        ("2026-03-02 17:00", FactKind.PAUSED),
        ("2026-03-03 09:00", FactKind.RESUMED),
    )
    assert local(one(clocks, "resolution").due) == "2026-03-03 11:00"


def test_case_11_paused_clock_stands_still():
    clock = one(
        life(
            "2026-03-02 15:00",
            [promise("resolution", 4 * HOUR, calendar=1, pausable=True, warn=80)],
            ("2026-03-02 17:00", FactKind.PAUSED),
        ),
        "resolution",
    )
    assert clock.state == State.PAUSED
    assert (clock.due, clock.warn, clock.remaining) == (None, None, 2 * HOUR)


def test_case_12_reply_stops_only_the_first_contact():
    clocks = life(
        "2026-03-02 09:00",
        [promise(FC, HOUR), promise("resolution", DAY, id=2)],
        ("2026-03-02 09:30", FactKind.CONTACT),
    )
    assert one(clocks, FC).state == State.MET
    assert one(clocks, "resolution").state == State.RUNNING


def test_case_13_pause_survives_a_change_of_target():
    clocks = life(
        "2026-03-03 09:00",
        [promise("resolution", 8 * HOUR, calendar=1, pausable=True)],
        ("2026-03-03 10:00", FactKind.PAUSED),
        ("2026-03-03 16:00", FactKind.RESUMED),
        (
            "2026-03-03 16:00",
            (promise("resolution", 4 * HOUR, id=2, calendar=1, pausable=True),),
        ),
    )
    assert local(one(clocks, "resolution").due) == "2026-03-04 10:00"


def test_case_14_resume_gives_back_the_remaining_time():
    clocks = life(
        "2026-03-03 09:00",
        [promise("resolution", 2 * HOUR, pausable=True)],
        ("2026-03-03 10:30", FactKind.PAUSED),
        ("2026-03-10 10:30", FactKind.RESUMED),
    )
    clock = one(clocks, "resolution")
    assert (clock.state, local(clock.due)) == (State.RUNNING, "2026-03-10 11:00")


def test_case_15_solved_from_waiting_is_met():
    clock = one(
        life(
            "2026-03-03 09:00",
            [promise("resolution", 4 * HOUR, calendar=1, pausable=True)],
            ("2026-03-03 10:00", FactKind.PAUSED),
            ("2026-03-05 10:00", FactKind.RESOLVED),
            ("2026-03-05 10:00", FactKind.RESUMED),
        ),
        "resolution",
    )
    assert (clock.state, clock.working) == (State.MET, HOUR)


def test_case_17_update_waits_for_the_first_contact():
    wanted = [
        promise(FC, 4 * HOUR, calendar=1),
        promise("progress_update", 2 * HOUR, id=2, calendar=1),
    ]
    clocks = life("2026-03-03 09:00", wanted)
    assert [local(c.due) for c in clocks] == ["2026-03-03 13:00"]


def test_case_18_next_reply_runs_from_the_oldest_unanswered_message():
    clocks = life(
        "2026-03-03 09:00",
        [promise("next_reply", HOUR)],
        ("2026-03-03 09:10", FactKind.CONTACT),
        ("2026-03-03 10:00", FactKind.CUSTOMER),
        ("2026-03-03 10:30", FactKind.CUSTOMER),
    )
    clock = one(clocks, "next_reply")
    assert (local(clock.started), local(clock.due)) == (
        "2026-03-03 10:00",
        "2026-03-03 11:00",
    )


@pytest.mark.parametrize(
    ("updates", "due"),
    [
        (["2026-03-03 12:00"], "2026-03-03 16:00"),
        (["2026-03-03 12:00", "2026-03-03 16:30"], "2026-03-04 11:30"),
    ],
)
def test_case_18_progress_is_due_again_from_each_update(updates, due):
    clocks = life(
        "2026-03-03 09:00",
        [promise("progress_update", 4 * HOUR, calendar=1)],
        ("2026-03-03 09:00", FactKind.CONTACT),
        *((time, FactKind.PROGRESS) for time in updates),
    )
    assert local(one(clocks, "progress_update", len(updates) + 1).due) == due
    assert one(clocks, "progress_update").state == State.MET


def test_case_20_thanks_after_resolution_starts_nothing():
    clocks = life(
        "2026-03-03 09:00",
        [promise("next_reply", HOUR)],
        ("2026-03-03 09:10", FactKind.CONTACT),
        ("2026-03-03 10:00", FactKind.CUSTOMER),
        ("2026-03-03 10:30", FactKind.RESOLVED),
        ("2026-03-03 10:40", FactKind.CUSTOMER),
    )
    assert len(clocks) == 1
    clock = one(clocks, "next_reply")
    assert (clock.state, clock.end) == (State.CANCELLED, End.FINISHED)


def test_case_20_resolving_late_does_not_hide_the_unanswered_message():
    clocks = life(
        "2026-03-03 09:00",
        [promise("next_reply", HOUR)],
        ("2026-03-03 09:10", FactKind.CONTACT),
        ("2026-03-03 10:00", FactKind.CUSTOMER),
        ("2026-03-03 12:00", FactKind.RESOLVED),
    )
    clock = one(clocks, "next_reply")
    assert (clock.state, clock.late) == (State.MISSED, HOUR)


def test_case_21_stranger_neither_stops_nor_resets():
    clocks = life(
        "2026-03-03 09:00",
        [promise(FC, HOUR), promise("next_reply", HOUR, id=2)],
        ("2026-03-03 09:30", FactKind.STRANGER),
    )
    assert [c.metric for c in clocks] == [FC]
    assert one(clocks, FC).state == State.RUNNING


def test_case_22_late_reply_stays_late():
    clock = one(
        life(
            "2026-03-03 09:00",
            [promise(FC, 4 * HOUR, calendar=1)],
            ("2026-03-03 13:05", FactKind.CONTACT),
            ("2026-03-04 09:00", FactKind.CONTACT),
        ),
        FC,
    )
    assert (clock.state, clock.late) == (State.MISSED, 5 * MINUTE)


def test_case_25_lost_match_cancels_and_a_new_match_goes_on():
    left = life("2026-03-03 09:00", [promise(FC, 4 * HOUR)], ("2026-03-03 10:00", ()))
    assert (one(left, FC).state, one(left, FC).end) == (State.CANCELLED, End.UNMATCHED)
    back = life(
        "2026-03-03 09:00",
        [promise(FC, 4 * HOUR)],
        ("2026-03-03 10:00", ()),
        ("2026-03-03 11:00", (promise(FC, 4 * HOUR, id=3),)),
    )
    assert local(one(back, FC).due) == "2026-03-03 13:00"


@pytest.mark.parametrize(
    ("restart", "due"), [(False, "2026-03-05 13:00"), (True, "2026-03-05 14:00")]
)
def test_case_33_reopened_ticket_goes_on_or_starts_again(restart, due):
    clocks = life(
        "2026-03-03 10:00",
        [promise("resolution", 4 * HOUR, calendar=1, restart=restart)],
        ("2026-03-03 11:00", FactKind.RESOLVED),
        ("2026-03-05 10:00", FactKind.REOPENED),
    )
    first, second = one(clocks, "resolution"), one(clocks, "resolution", 2)
    assert (first.state, first.working) == (State.MET, HOUR)
    assert (second.state, local(second.due)) == (State.RUNNING, due)


def test_case_34_solved_time_is_neither_pause_nor_work():
    clocks = life(
        "2026-03-03 10:00",
        [promise("resolution", 4 * HOUR, pausable=True)],
        ("2026-03-03 11:00", FactKind.RESOLVED),
        ("2026-03-05 10:00", FactKind.REOPENED),
        ("2026-03-05 11:00", FactKind.RESOLVED),
    )
    second = one(clocks, "resolution", 2)
    assert (second.working, second.paused, second.wall) == (2 * HOUR, 0, HOUR)


def test_case_35_lateness_stops_growing():
    clock = one(
        life(
            "2026-03-03 10:00",
            [promise("resolution", 4 * HOUR, calendar=1)],
            ("2026-03-04 10:00", FactKind.RESOLVED),
        ),
        "resolution",
    )
    assert local(clock.due) == "2026-03-03 14:00"
    assert (clock.state, clock.late) == (State.MISSED, 5 * HOUR)


@pytest.mark.parametrize("time", ["2026-03-03 11:00", "2026-03-09 11:00"])
def test_case_36_cancelled_is_neither_met_nor_breached(time):
    clocks = life(
        "2026-03-03 10:00",
        [promise("resolution", 4 * HOUR), promise(FC, HOUR, id=2)],
        (time, FactKind.CANCELLED),
    )
    assert {clock.state for clock in clocks} == {State.CANCELLED}


def answered(seconds: int, **values):
    clocks = life(
        "2023-10-09 10:00:00",
        [promise("answer", 30, **values)],
        ("2023-10-09 10:00:00", FactKind.QUEUED),
        (f"2023-10-09 10:00:{seconds}", FactKind.ANSWERED),
    )
    return one(clocks, "answer").state


def test_rsp_02_chat_answered_within_30_seconds():
    assert answered(30) == State.MET
    assert answered(31) == State.MISSED


def test_rsp_04_telephone_limit_itself_is_late():
    assert answered(29, strict=True) == State.MET
    assert answered(30, strict=True) == State.MISSED


def test_rsp_01_earliest_deadline_wins():
    wanted = [promise(FC, HOUR), promise(FC, 15 * MINUTE, id=2)]
    clock = one(life("2023-10-09 10:00", wanted, tz=SHANGHAI), FC)
    assert local(clock.due, SHANGHAI) == "2023-10-09 10:15"
    assert clock.promise.id == 2


def test_rsp_11_verified_reply_starts_with_the_acknowledgement():
    wanted = [promise("verified_reply", DAY, calendar=4, mode="working_days")]
    clocks = life(
        "2023-10-09 09:00",
        wanted,
        ("2023-10-09 10:00", FactKind.CONTACT),
        tz=SHANGHAI,
    )
    assert local(one(clocks, "verified_reply").due, SHANGHAI) == "2023-10-10 10:00"


def test_rsp_19_working_days_and_elapsed_days():
    low = [promise("resolution", 3 * DAY, calendar=4, mode="working_days")]
    clock = one(life("2023-10-09 10:00", low, tz=SHANGHAI), "resolution")
    assert local(clock.due, SHANGHAI) == "2023-10-12 10:00"


def test_rsp_20_simple_enquiry_is_handled_in_5_minutes():
    def handled(time):
        clocks = life(
            "2023-10-09 09:59",
            [promise("handling", 5 * MINUTE)],
            ("2023-10-09 10:00", FactKind.CONTACT),
            (time, FactKind.RESOLVED),
        )
        return one(clocks, "handling").state

    assert handled("2023-10-09 10:05:00") == State.MET
    assert handled("2023-10-09 10:05:01") == State.MISSED


def test_rsp_22_each_step_has_its_own_limit():
    clocks = life(
        "2023-10-09 09:00",
        [],
        ("2023-10-09 10:00", FactKind.STEP_STARTED, {"step": 7, "limit": 4 * HOUR}),
        ("2023-10-09 10:30", FactKind.STEP_STARTED, {"step": 8, "limit": HOUR}),
        ("2023-10-09 11:00", FactKind.STEP_DONE, {"step": 8}),
        ("2023-10-09 14:01", FactKind.STEP_DONE, {"step": 7}),
    )
    assert [(c.key, c.state, c.late) for c in clocks] == [
        (7, State.MISSED, MINUTE),
        (8, State.MET, 0),
    ]


def test_rsp_22_a_step_that_is_dropped_counts_nowhere():
    clocks = life(
        "2023-10-09 09:00",
        [],
        ("2023-10-09 10:00", FactKind.STEP_STARTED, {"step": 7, "limit": HOUR}),
        ("2023-10-09 12:00", FactKind.STEP_DONE, {"step": 7, "reason": "removed"}),
    )
    assert one(clocks, "step").state == State.CANCELLED


def test_rsp_23_warning_at_80_percent():
    clock = one(life("2023-10-09 10:00", [promise(FC, 900, warn=80)]), FC)
    assert local(clock.warn) == "2023-10-09 10:12"


def test_rsp_10_goal_beside_limit():
    wanted = [promise("first_response", DAY, goal=4 * HOUR)]

    def reached(time):
        clocks = life("2023-10-09 09:00", wanted, (time, FactKind.CONTACT))
        clock = one(clocks, "first_response")
        return clock.state, clock.goal_met

    assert reached("2023-10-09 12:00") == (State.MET, True)
    assert reached("2023-10-09 14:00") == (State.MET, False)


def test_contact_before_the_match_is_taken_by_the_first_promise():
    clocks = life(
        "2023-10-09 10:00",
        [],
        ("2023-10-09 10:05", FactKind.CONTACT),
        ("2023-10-09 10:10", (promise(FC, 900),)),
    )
    assert (one(clocks, FC).state, one(clocks, FC).working) == (State.MET, 300)


def test_stopped_clock_keeps_its_version():
    clocks = life(
        "2023-10-09 10:00",
        [promise(FC, 4 * HOUR)],
        ("2023-10-09 12:30", FactKind.CONTACT),
        ("2023-10-09 13:00", (promise(FC, 2 * HOUR, id=2),)),
    )
    assert (one(clocks, FC).state, one(clocks, FC).promise.id) == (State.MET, 1)


def test_ticket_without_promise_has_no_clock():
    assert life("2023-10-09 10:00", [], ("2023-10-09 10:05", FactKind.CONTACT)) == []


def test_facts_may_come_in_any_order():
    start = at("2026-03-03 09:00")
    facts = [
        Fact(start, FactKind.RECEIVED, 1),
        matched(start, promise("resolution", 4 * HOUR, pausable=True)),
        Fact(start + 600, FactKind.PAUSED, 3),
        Fact(start + 900, FactKind.RESUMED, 4),
        Fact(start + 1200, FactKind.RESOLVED, 5),
    ]
    facts[1] = Fact(facts[1].at, facts[1].kind, 2, facts[1].payload)
    wanted = replay(facts, calendars)
    assert all(replay(order, calendars) == wanted for order in permutations(facts))
