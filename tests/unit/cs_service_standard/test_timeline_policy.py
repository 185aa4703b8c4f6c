"""Promises that come from outside the ticket: a new policy, other hours."""

import pytest
from cs_service_standard.engine.facts import Fact
from cs_service_standard.engine.metrics import METRICS
from cs_service_standard.engine.targets import Change, Promise
from cs_service_standard.engine.timeline import runs

RECORD, ANSWER = METRICS["record"], METRICS["answer"]


def matched(at, *promises, **flags):
    payload = {"promises": [promise.to_payload() for promise in promises], **flags}
    return Fact(at, "matched", at, payload)


def test_a_policy_does_not_judge_what_is_over():
    promise = Promise(1, "record", 60)
    life = [Fact(0, "received"), Fact(50, "recorded"), matched(90, promise)]
    assert len(runs(life, RECORD)) == 1
    life[-1] = matched(90, promise, open_only=True)
    assert runs(life, RECORD) == []


def test_of_several_cycles_only_the_open_one_follows():
    promise = Promise(1, "answer", 60)
    life = [
        Fact(0, "queued"),
        Fact(50, "answered"),
        Fact(80, "queued"),
        matched(90, promise, open_only=True),
    ]
    (run,) = runs(life, ANSWER)
    assert (run.start, run.over) == (80, None)


def test_a_policy_that_promises_nothing_more_cancels_open_runs():
    promise = Promise(1, "record", 60)
    life = [matched(0, promise), Fact(1, "received"), matched(90, open_only=True)]
    (run,) = runs(life, RECORD)
    assert run.ended == 90


@pytest.mark.parametrize(("flags", "since"), [({}, 90), ({"hours_only": True}, 1)])
def test_other_hours_do_not_start_anew(flags, since):
    old = Promise(1, "record", 60, "working_hours", 7, change=Change.FROM_CHANGE)
    new = Promise(1, "record", 60, "working_hours", 8, change=Change.FROM_CHANGE)
    life = [matched(0, old), Fact(1, "received"), matched(90, new, **flags)]
    (run,) = runs(life, RECORD)
    assert [(item.promise.calendar, item.since) for item in run.held] == [(8, since)]
