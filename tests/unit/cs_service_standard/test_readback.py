"""Read-back: messages and tracked changes told as facts."""

import pytest
from cs_service_standard.engine.facts import FactKind as K
from cs_service_standard.engine.readback import Change, Flaw, Past, read
from cs_service_standard.engine.speech import Message, Person, speech
from hypothesis import given
from hypothesis import strategies as st

NEW, WORK, WAIT, DONE, DROPPED = 1, 2, 3, 4, 5
OUTCOMES = {NEW: "", WORK: "", WAIT: "", DONE: "closed", DROPPED: "cancelled"}
NOW = 10_000
CUSTOMER = Person(id=10, family=9, email="z@example.com")
AGENT = Person(id=20, family=20, share=False, user=2, colleague=True)


def moves(old, new):
    """The helpdesk's own rule, as small as these tests need it."""
    found = [(K.STAGE, {"stage": new})]
    if old == WAIT and new != WAIT:
        found.append((K.RESUMED, {}))
    before, after = OUTCOMES.get(old, ""), OUTCOMES[new]
    if after == "cancelled" and before != after:
        found.append((K.CANCELLED, {}))
    elif after == "closed" and before != after:
        found += [(K.RESOLVED, {}), (K.CLOSED, {})]
    elif before and not after:
        found.append((K.REOPENED, {}))
    if new == WAIT and old != WAIT:
        found.append((K.PAUSED, {"reason": "customer"}))
    return found


def past(stage=NEW, **values):
    values.setdefault("customer", CUSTOMER)
    now = {"team": 7, "user": 2, "stage": stage, "priority": "1"}
    return Past(received=100, now=now, **values)


def told(story, now=NOW):
    facts, flaws = read(story, moves, OUTCOMES, now)
    return [(fact.at, fact.kind) for fact in facts if fact.kind != K.STAGE], flaws


def test_a_ticket_without_anything_was_received():
    facts, flaws = read(past(), moves, OUTCOMES, NOW)
    (fact,) = facts
    assert (fact.at, fact.kind, fact.key) == (100, K.RECEIVED, "readback:received")
    assert fact.payload == {"team": 7, "user": 2, "stage": NEW, "priority": "1"}
    assert not flaws


def test_a_whole_life():
    story = past(
        DONE,
        messages=(
            Message(1, 200, author=AGENT),
            Message(2, 300, kind="email", author=CUSTOMER),
        ),
        changes=(
            Change(5, 400, "stage", NEW, WAIT),
            Change(6, 500, "stage", WAIT, DONE, user=2),
        ),
    )
    facts, flaws = told(story)
    assert facts == [
        (100, K.RECEIVED),
        (200, K.CONTACT),
        (300, K.CUSTOMER),
        (400, K.PAUSED),
        (500, K.RESUMED),
        (500, K.RESOLVED),
        (500, K.CLOSED),
    ]
    assert not flaws


def test_it_began_as_the_first_change_says():
    story = past(
        WORK,
        changes=(
            Change(2, 400, "user", 3, 2),
            Change(1, 300, "user", 0, 3),
            Change(3, 500, "priority", "0", "1"),
            Change(4, 500, "team", 6, 7),
            Change(5, 600, "stage", NEW, WORK),
        ),
    )
    facts, _flaws = read(story, moves, OUTCOMES, NOW)
    first = {"team": 6, "user": False, "stage": NEW, "priority": "0"}
    assert facts[0].payload == first
    assert [(f.at, f.kind, f.payload) for f in facts[1:5]] == [
        (300, K.ASSIGNED, {"user": 3}),
        (400, K.ASSIGNED, {"user": 2}),
        (500, K.PRIORITY, {"priority": "1"}),
        (500, K.TEAM, {"team": 7}),
    ]


def test_keys_are_unique_and_the_same_every_time():
    story = past(DONE, changes=(Change(6, 500, "stage", NEW, DONE),))
    once, _ = read(story, moves, OUTCOMES, NOW)
    again, _ = read(story, moves, OUTCOMES, NOW)
    keys = [fact.key for fact in once]
    assert keys == [fact.key for fact in again]
    assert len(keys) == len(set(keys))
    assert "tracking:6:closed" in keys


def test_closed_without_a_tracked_change_ends_when_it_was_closed():
    assert told(past(DONE, closed=900))[0][1:] == [(900, K.RESOLVED), (900, K.CLOSED)]


def test_closed_and_nothing_says_when():
    facts, flaws = told(past(DONE))
    assert facts == [(100, K.RECEIVED)]
    assert flaws == {Flaw.NO_END}


def test_closed_again_without_a_tracked_change():
    story = past(DONE, closed=900, changes=(Change(1, 300, "stage", DONE, WORK),))
    facts, _ = told(story)
    assert facts[1:] == [(300, K.REOPENED), (900, K.RESOLVED), (900, K.CLOSED)]


def test_it_began_waiting():
    assert told(past(WAIT))[0] == [(100, K.RECEIVED), (100, K.PAUSED)]


def test_stage_that_is_gone_is_named():
    story = past(
        DONE,
        changes=(Change(1, 300, "stage", NEW, 77), Change(2, 400, "stage", 77, DONE)),
    )
    facts, flaws = told(story)
    assert facts[1:] == [(400, K.RESOLVED), (400, K.CLOSED)]
    assert flaws == {Flaw.STAGE_GONE}


def test_unknown_priority_is_named():
    story = past(changes=(Change(1, 300, "priority", "0", None),))
    assert told(story) == ([(100, K.RECEIVED)], {Flaw.PRIORITY_UNKNOWN})


def test_message_from_the_future_is_named():
    story = past(messages=(Message(1, NOW + 1, author=AGENT),))
    assert told(story) == ([(100, K.RECEIVED)], {Flaw.FUTURE})


def test_nothing_happens_before_the_ticket_is_received():
    story = past(messages=(Message(1, 50, author=CUSTOMER),))
    assert told(story)[0] == [(100, K.RECEIVED), (100, K.CUSTOMER)]


def test_duplicate_and_back():
    story = past(
        changes=(Change(1, 300, "duplicate", 0, 8), Change(2, 400, "duplicate", 8, 0))
    )
    assert told(story)[0][1:] == [(300, K.CANCELLED), (400, K.REOPENED)]


COLLEAGUE_OF_CUSTOMER = Person(id=11, family=9)
OTHER = Person(id=30, family=30, email="x@example.com")
ROBOT = Person(id=1, robot=True)
PORTAL = Person(id=40, family=40, user=5)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (Message(1, 1, author=AGENT), K.CONTACT),
        (Message(1, 1, author=AGENT, internal=True), None),
        (Message(1, 1, "sms", internal=True, author=AGENT), K.CONTACT),
        (Message(1, 1, "notification", author=AGENT), None),
        (Message(1, 1, "notification", call=True, author=AGENT), K.CONTACT),
        (Message(1, 1, "notification", call=True, author=CUSTOMER), None),
        (Message(1, 1, author=ROBOT), None),
        (Message(1, 1, "auto_comment", author=AGENT), None),
        (Message(1, 1, author=CUSTOMER), K.CUSTOMER),
        (Message(1, 1, internal=True, author=CUSTOMER), K.CUSTOMER),
        (Message(1, 1, author=COLLEAGUE_OF_CUSTOMER), K.CUSTOMER),
        (Message(1, 1, author=OTHER), K.STRANGER),
        (Message(1, 1, author=PORTAL), K.STRANGER),
        (Message(1, 1, "email", email="z@example.com"), K.CUSTOMER),
        (Message(1, 1, "email", email="li@us.example", sender=2), K.CONTACT),
        (Message(1, 1, "email", email="who@example.com"), K.STRANGER),
        (Message(1, 1, "email"), K.STRANGER),
    ],
)
def test_who_speaks(message, kind):
    assert speech(message, CUSTOMER, "z@example.com") == kind


def test_customer_known_by_address_only():
    wrote = Message(1, 1, author=Person(id=5, family=5, email="a@b.example"))
    assert speech(wrote, None, "a@b.example") == K.CUSTOMER
    assert speech(wrote, None, "") == K.STRANGER


CHANGES = st.lists(
    st.builds(
        Change,
        id=st.integers(1, 10**6),
        at=st.integers(0, NOW),
        name=st.just("stage"),
        old=st.sampled_from([*OUTCOMES, 77]),
        new=st.sampled_from([*OUTCOMES, 77]),
    ),
    max_size=8,
    unique_by=lambda change: change.id,
)


@given(CHANGES, st.sampled_from([*OUTCOMES]), st.none() | st.integers(0, NOW))
def test_facts_are_in_order_received_first_and_keyed_once(changes, stage, closed):
    story = past(stage, closed=closed, changes=tuple(changes))
    facts, _flaws = read(story, moves, OUTCOMES, NOW)
    instants = [fact.at for fact in facts]
    assert instants == sorted(instants)
    assert facts[0].kind == K.RECEIVED
    assert len({fact.key for fact in facts}) == len(facts)
