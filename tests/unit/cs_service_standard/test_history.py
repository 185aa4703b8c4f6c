"""From rows to requests: the facts of a life, and every row accounted for."""

import itertools
from random import Random

import pytest
from cs_service_standard.engine.facts import FactKind as K
from cs_service_standard.engine.history import read_history
from cs_service_standard.engine.history_life import Incident, passage
from cs_service_standard.engine.log_mapping import LogMapping, Phase
from cs_service_standard.engine.log_rows import Flaw, Reason

NAMES = ("number", "at", "opened", "state", "resolved", "closed", "reopens")
NAMES += ("priority", "impact", "channel", "group", "owner", "label")
MAPPING = {
    "columns": {name: name for name in NAMES},
    "states": {phase.value: phase.value for phase in Phase},
    "priorities": {code: code for code in "0123"},
    "levels": {code: code for code in "hml"},
    "channels": {"phone": "phone"},
    "kept": {"y": True, "n": False},
    "formats": ["%H:%M"],
}


def line(number, at, state, opened="08:00", **values):
    cells = {"number": number, "at": at, "opened": opened, "state": state, **values}
    return ",".join(str(cells.get(name, "")) for name in NAMES) + "\n"


def read(*lines, **changes):
    mapping = LogMapping.from_dict({**MAPPING, **changes})
    found = list(read_history([",".join(NAMES) + "\n", *lines], mapping))
    incidents = [one for one in found if isinstance(one, Incident)]
    return incidents, [one for one in found if isinstance(one, Flaw)]


def life(*lines):
    """Facts of the one request as 'HH:MM kind', and the reasons of its flaws."""
    (incident,), flaws = read(*lines)
    start = incident.opened - 8 * 3600
    told = [
        f"{(fact.at - start) // 3600:02}:{(fact.at - start) // 60 % 60:02} {fact.kind}"
        for fact in incident.facts
    ]
    return told, [flaw.reason for flaw in flaws]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("open", []),
        ("open paused open", [K.PAUSED, K.RESUMED]),
        ("paused paused", [K.PAUSED]),
        ("open resolved closed", [K.RESOLVED, K.CLOSED]),
        ("paused resolved", [K.PAUSED, K.RESUMED, K.RESOLVED]),
        ("resolved open", [K.RESOLVED, K.REOPENED]),
        ("resolved paused", [K.RESOLVED, K.REOPENED, K.PAUSED]),
        ("closed open closed", [K.CLOSED, K.REOPENED, K.CLOSED]),
        ("closed resolved", [K.CLOSED, K.REOPENED, K.RESOLVED]),
        ("open cancelled", [K.CANCELLED]),
        ("resolved cancelled", [K.RESOLVED, K.CANCELLED]),
        ("cancelled open", [K.CANCELLED, K.REOPENED]),
    ],
)
def test_states_become_facts(states, expected):
    lines = [line(1, f"09:{i:02}", state) for i, state in enumerate(states.split())]
    told, flaws = life(*lines)
    assert [fact.split()[1] for fact in told] == [K.RECEIVED, *expected]
    assert not flaws


@pytest.mark.parametrize(("old", "new"), itertools.product(Phase, Phase))
def test_law_paused_and_resumed_alternate_on_every_passage(old, new):
    kinds = passage(old, new)
    assert (K.RESUMED in kinds) == (old == Phase.PAUSED != new)
    assert (K.PAUSED in kinds) == (new == Phase.PAUSED != old)
    assert bool(kinds) == (old != new)


def test_stated_instants_win():
    told, flaws = life(
        line(1, "09:00", "resolved"),
        line(1, "11:00", "closed", resolved="08:50", closed="12:00"),
    )
    assert told == ["08:00 received", "08:50 resolved", "12:00 closed"]
    assert not flaws


def test_resolution_without_a_row_is_put_in():
    told, _ = life(line(1, "11:00", "closed", resolved="09:30", closed="11:00"))
    assert told == ["08:00 received", "09:30 resolved", "11:00 closed"]


def test_resolution_stated_in_the_second_of_closing_comes_first():
    told, _ = life(line(1, "11:00", "closed", resolved="11:00", closed="11:00"))
    assert told == ["08:00 received", "11:00 resolved", "11:00 closed"]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"closed": "08:30"}, id="closed before it was resolved"),
        pytest.param({"resolved": "12:01", "closed": "12:00"}, id="resolved after"),
        pytest.param({"resolved": "07:59"}, id="resolved before it was opened"),
    ],
)
def test_stated_instant_outside_the_history_is_listed_and_the_row_holds(values):
    told, flaws = life(
        line(1, "09:00", "resolved"), line(1, "12:00", "closed", **values)
    )
    assert told == ["08:00 received", "09:00 resolved", "12:00 closed"]
    assert flaws == [Reason.OUTSIDE]


def test_only_the_last_resolution_is_restated():
    told, _ = life(
        line(1, "09:00", "resolved"),
        line(1, "10:00", "open"),
        line(1, "11:00", "resolved", resolved="10:45"),
    )
    assert told[1:] == ["09:00 resolved", "10:00 reopened", "10:45 resolved"]


@pytest.mark.parametrize(
    ("reopens", "kinds", "reasons"),
    [
        pytest.param("1", [K.RESOLVED, K.REOPENED], [], id="counter rises"),
        pytest.param("0", [K.RESOLVED], [Reason.BACKWARDS], id="counter stands"),
        pytest.param("", [K.RESOLVED, K.REOPENED], [], id="no counter"),
    ],
)
def test_reopening_needs_the_counter_to_rise(reopens, kinds, reasons):
    told, flaws = life(
        line(1, "09:00", "resolved", reopens="0"),
        line(1, "10:00", "open", reopens=reopens),
    )
    assert [fact.split()[1] for fact in told[1:]] == kinds
    assert flaws == reasons


def test_traits_and_owners_become_facts_without_names():
    (incident,), _ = read(
        line(1, "08:00", "open", priority="1", channel="phone", group="A"),
        line(1, "08:10", "open", priority="2", group="B", owner="Ms Li"),
        line(1, "08:20", "open", group="B", owner="Mr Wu", label="n"),
        line(1, "08:30", "open", priority="2", group="B", owner="Mr Wu"),
    )
    assert [(fact.kind, dict(fact.payload)) for fact in incident.facts] == [
        (K.RECEIVED, {"priority": "1", "channel": "phone"}),
        (K.PRIORITY, {"priority": "2", "channel": "phone"}),
        (K.ASSIGNED, {"group": True, "owner": True}),
        (K.ASSIGNED, {"owner": True}),
    ]
    assert (incident.priority, incident.channel, incident.label) == ("2", "phone", None)


def test_rows_are_taken_by_instant_whatever_their_order():
    lines = [
        line(n, f"{h:02}:00", state, opened="07:00")
        for n in (1, 2, 3)
        for h, state in ((8, "open"), (9, "paused"), (10, "open"), (11, "closed"))
    ]
    expected = [incident.facts for incident in read(*lines)[0]]
    rng = Random(7)
    for _ in range(20):
        rng.shuffle(lines)
        incidents, flaws = read(*lines)
        by_number = sorted(incidents, key=lambda incident: incident.number)
        assert [incident.facts for incident in by_number] == expected
        assert not flaws


def test_grouped_log_is_a_stream():
    """The first request is there before the third is read."""
    mapping = LogMapping.from_dict({**MAPPING, "grouped": True})

    def lines():
        yield ",".join(NAMES) + "\n"
        yield line(1, "09:00", "open")
        yield line(2, "09:00", "open")
        raise AssertionError("read too far")

    first = next(read_history(lines(), mapping))
    assert first.number == "1"


def test_grouped_log_lists_rows_that_come_back():
    lines = [line(n, "09:00", "open") for n in (1, 2, 1)]
    incidents, flaws = read(*lines, grouped=True)
    assert [incident.number for incident in incidents] == ["1", "2"]
    assert [(flaw.line, flaw.reason) for flaw in flaws] == [(4, Reason.RETURNED)]
    assert not read(*lines)[1]


def test_request_without_usable_row_is_listed():
    lines = [line(1, "", "open"), line(2, "xx", "open"), line(2, "yy", "open")]
    incidents, flaws = read(*lines)
    assert [incident.number for incident in incidents] == ["1"]
    assert [(flaw.line, flaw.reason) for flaw in flaws] == [
        (3, Reason.INSTANT),
        (4, Reason.INSTANT),
        (3, Reason.UNUSABLE),
    ]


def test_law_every_row_is_used_once_or_named():
    rng = Random(42)
    states = [*Phase, "odd", ""]
    for grouped in (False, True):
        lines = [
            line(
                rng.randint(1, 9) if rng.random() < 0.95 else "",
                f"{rng.randint(6, 29)}:{rng.randint(0, 59):02}",
                rng.choice(states),
                reopens=rng.choice(["0", "1", ""]),
                closed=rng.choice(["", "10:00"]),
            )
            for _ in range(500)
        ]
        incidents, flaws = read(*lines, grouped=grouped)
        used = sum(incident.rows for incident in incidents)
        assert used + sum(flaw.reason.drops_row for flaw in flaws) == len(lines)
        named = [flaw.line for flaw in flaws if flaw.reason.drops_row]
        assert len(named) == len(set(named))


def test_facts_are_numbered_in_order():
    (incident,), _ = read(
        line(1, "09:00", "paused", priority="1"),
        line(1, "09:00", "closed", priority="2"),
    )
    assert [fact.id for fact in incident.facts] == [1, 2, 3, 4, 5]
    assert [fact.at for fact in incident.facts] == sorted(
        fact.at for fact in incident.facts
    )
    assert incident.last(K.CLOSED) == incident.facts[-2].at
    assert incident.last(K.CANCELLED) is None
