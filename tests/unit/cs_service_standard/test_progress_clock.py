"""EXE-05 beside case 17: reports count from receipt, but contact comes first."""

import pytest
from cs_service_standard.engine.clock import State
from cs_service_standard.engine.facts import FactKind

from .clock_case import HOUR, MINUTE, life, local, one, promise

PU = "progress_update"
REPORT = promise(PU, 4 * HOUR, id=2)
DAY = "2026-03-03"


def times(*events):
    return [(f"{DAY} {clock}", kind) for clock, kind in events]


def dues(clocks):
    return [local(c.due)[11:] for c in clocks if c.metric == PU]


def test_exe_05_due_four_hours_after_receipt():
    assert dues(life(f"{DAY} 10:00", [REPORT])) == ["14:00"]


def test_exe_05_report_starts_the_next_four_hours():
    clocks = life(f"{DAY} 10:00", [REPORT], *times(("13:30", FactKind.PROGRESS)))
    assert dues(clocks) == ["14:00", "17:30"]
    assert [c.state for c in clocks] == [State.MET, State.RUNNING]


@pytest.mark.parametrize(
    ("clock", "state"), [("14:00", State.MET), ("14:00:01", State.MISSED)]
)
def test_exe_05_report_at_the_limit(clock, state):
    clocks = life(f"{DAY} 10:00", [REPORT], *times((clock, FactKind.PROGRESS)))
    assert one(clocks, PU).state == state


@pytest.mark.parametrize(
    ("contact", "events", "due"),
    [
        (2 * HOUR, (), ["14:00"]),
        (2 * HOUR, (("10:05", FactKind.CONTACT),), ["14:00"]),
        (2 * HOUR, (("13:50", FactKind.CONTACT),), ["14:00"]),
        (4 * HOUR, (), ["14:00"]),
        (4 * HOUR + MINUTE, (), []),
        (6 * HOUR, (("11:00", FactKind.CONTACT),), ["15:00"]),
    ],
    ids=["none yet", "early", "late", "same instant", "gives way", "after contact"],
)
def test_case_17_report_gives_way_only_to_a_later_first_contact(contact, events, due):
    wanted = [promise("first_contact", contact), REPORT]
    assert dues(life(f"{DAY} 10:00", wanted, *times(*events))) == due


def test_case_17_the_earlier_of_two_kinds_of_contact_counts():
    wanted = [
        promise("first_contact", 2 * HOUR),
        promise("first_response", 24 * HOUR, id=3),
        REPORT,
    ]
    assert dues(life(f"{DAY} 10:00", wanted)) == ["14:00"]


def test_complex_in_flight_counts_from_the_change_where_the_policy_says_so():
    calm = promise("resolution", 24 * HOUR)
    from_change = promise(PU, 4 * HOUR, id=2, change="from_change")
    at_three = (f"{DAY} 15:00", (calm, from_change))
    assert dues(life(f"{DAY} 10:00", [calm], at_three)) == ["19:00"]
    at_three = (f"{DAY} 15:00", (calm, REPORT))
    assert dues(life(f"{DAY} 10:00", [calm], at_three)) == ["14:00"]


def test_handover_is_answered_by_giving_back_too():
    clocks = life(
        f"{DAY} 10:00",
        [promise("handover", HOUR)],
        *times(("10:10", FactKind.HANDOVER), ("10:50", FactKind.REFUSED)),
    )
    assert one(clocks, "handover").state == State.MET
