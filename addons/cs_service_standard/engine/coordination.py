"""Coordination of departments: how far it is, and whom the customer waits to hear.

A coordination goes from a meeting to duties with dates, a report, the word to the
customer and the work itself; each step needs the ones before.  Instants are epoch
seconds; a reminder is due when a limit has run out, not when it is reached.
"""

from dataclasses import dataclass
from enum import StrEnum

MIN_DUTIES = 2


class Step(StrEnum):
    """What has to be done next."""

    PLAN = "plan"  # find a time for the meeting
    HOLD = "hold"  # the meeting is planned
    DUTIES = "duties"  # say which department does what
    REPORT = "report"  # write the Requirement Analysis Report
    CONFIRM = "confirm"  # everything is there: give the work out
    TELL = "tell"  # the customer waits for the dates
    WORK = "work"  # the departments are at it
    DONE = "done"


class Word(StrEnum):
    """What about something the customer should hear of."""

    WAIT = "wait"
    TOLD = "told"
    REMIND = "remind"


@dataclass(frozen=True, slots=True)
class Course:
    """What there is of one coordination."""

    planned: bool = False
    held: bool = False
    duties: int = 0
    reported: bool = False
    confirmed: bool = False
    told: bool = False
    finished: bool = False


def step(course: Course) -> Step:
    """The step a coordination is at.

    >>> step(Course(held=True, duties=1)).value
    'duties'
    >>> step(Course(held=True, duties=3, reported=True)).value
    'confirm'
    """
    if course.finished:
        return Step.DONE
    if course.confirmed:
        return Step.WORK if course.told else Step.TELL
    if not course.held:
        return Step.HOLD if course.planned else Step.PLAN
    if course.duties < MIN_DUTIES:
        return Step.DUTIES
    return Step.CONFIRM if course.reported else Step.REPORT


def word(since: int, heard: int | None, limit: int, now: int) -> Word:
    """Whether somebody has to be reminded to tell the customer.

    :param since: when there was something to tell
    :param heard: when the customer last heard from a person, if ever
    :param limit: seconds within which he should hear
    """
    if heard is not None and heard >= since:
        return Word.TOLD
    return Word.REMIND if now - since > limit else Word.WAIT
