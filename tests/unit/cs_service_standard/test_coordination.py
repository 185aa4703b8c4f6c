"""Coordination: the next step, and when somebody is reminded to tell the customer."""

from dataclasses import replace

import pytest
from cs_service_standard.engine.coordination import (
    MIN_DUTIES,
    Course,
    Step,
    Word,
    step,
    word,
)
from hypothesis import given
from hypothesis import strategies as st

HOUR = 3600


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (Course(), Step.PLAN),
        (Course(planned=True), Step.HOLD),
        (Course(held=True), Step.DUTIES),
        (Course(held=True, duties=1), Step.DUTIES),
        (Course(held=True, duties=2), Step.REPORT),
        (Course(held=True, duties=1, reported=True), Step.DUTIES),
        (Course(held=True, duties=2, reported=True), Step.CONFIRM),
        (Course(duties=3, reported=True), Step.PLAN),
        (Course(confirmed=True), Step.TELL),
        (Course(confirmed=True, told=True), Step.WORK),
        (Course(confirmed=True, finished=True), Step.DONE),
    ],
)
def test_steps(course: Course, expected: Step) -> None:
    assert step(course) is expected


@pytest.mark.parametrize(
    ("heard", "now", "expected"),
    [
        (None, 1000 + HOUR, Word.WAIT),
        (None, 1000 + HOUR + 1, Word.REMIND),
        (999, 1000 + HOUR + 1, Word.REMIND),
        (1000, 1000 + 9 * HOUR, Word.TOLD),
        (1001, 1001, Word.TOLD),
    ],
)
def test_words(heard: int | None, now: int, expected: Word) -> None:
    assert word(1000, heard, HOUR, now) is expected


courses = st.builds(
    Course,
    planned=st.booleans(),
    held=st.booleans(),
    duties=st.integers(0, 5),
    reported=st.booleans(),
)


@given(courses)
def test_nothing_is_confirmed_without_meeting_duties_and_report(course: Course) -> None:
    if step(course) is Step.CONFIRM:
        assert course.held and course.reported and course.duties >= MIN_DUTIES


@given(courses)
def test_more_is_never_a_step_back(course: Course) -> None:
    order = list(Step)
    now = order.index(step(course))
    for name in ("planned", "held", "reported"):
        assert order.index(step(replace(course, **{name: True}))) >= now
    assert order.index(step(replace(course, duties=course.duties + 1))) >= now


instants = st.integers(0, 10**6)


@given(instants, instants, instants, instants)
def test_who_heard_is_never_told_to_remind(
    since: int, later: int, limit: int, now: int
) -> None:
    assert word(since, since + later, limit, now) is Word.TOLD


@given(instants, instants, instants, st.integers(0, 1000))
def test_a_reminder_does_not_go_away_by_waiting(
    since: int, limit: int, now: int, more: int
) -> None:
    if word(since, None, limit, now) is Word.REMIND:
        assert word(since, None, limit, now + more) is Word.REMIND
