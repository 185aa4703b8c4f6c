"""Needs analysis: what is still missing before a need counts as understood.

An analysis is complete when every required question is answered, our understanding
is written down, and its grade says what it asks for.  A fault also needs its scene:
the steps that lead to it, checked against back-office data with what these say, a
probable cause, and its scope.  By grade: a basic need states its operating steps and
in what form it is delivered; an improvement is judged (fits the product, similar needs
exist); an innovative need is assessed by several departments, which takes time and
therefore is asked for on the way to the solution, not to complete the analysis.

Edges: a need without grade lacks the grade and nothing that follows from one; more
departments than needed are fine; no departments needed means none are asked for.
"""

from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """What may be missing, in the order in which it is asked for."""

    ANSWERS = "answers"
    STEPS = "steps"
    CROSS_CHECK = "cross_check"
    CROSS_NOTE = "cross_note"
    CAUSE = "cause"
    SCOPE = "scope"
    UNDERSTANDING = "understanding"
    GRADE = "grade"
    OPERATION = "operation"
    DELIVERY = "delivery"
    FIT = "fit"
    SIMILAR = "similar"
    DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True)
class Need:
    """One analysis: what is there and what is not; texts count as there or not."""

    open_questions: int = 0
    is_fault: bool = False
    steps: bool = False
    cross_checked: bool = False
    cross_note: bool = False
    cause: bool = False
    scope: bool = False
    understanding: bool = False
    grade: str | None = None
    operation: bool = False
    delivery: bool = False
    fit: bool = False
    similar: bool = False
    departments: int = 0


def scene_lacks(need: Need) -> list[Lack]:
    """What the scene and the diagnosis of a fault lack; nothing for other needs.

    >>> scene_lacks(Need(is_fault=True, steps=True, cross_checked=True, scope=True))
    [<Lack.CROSS_NOTE: 'cross_note'>, <Lack.CAUSE: 'cause'>]
    """
    if not need.is_fault:
        return []
    checks = (
        (need.steps, Lack.STEPS),
        (need.cross_checked, Lack.CROSS_CHECK),
        (need.cross_note or not need.cross_checked, Lack.CROSS_NOTE),
        (need.cause, Lack.CAUSE),
        (need.scope, Lack.SCOPE),
    )
    return [lack for there, lack in checks if not there]


def grade_lacks(need: Need) -> list[Lack]:
    """What the grade lacks, or the grade itself.

    >>> grade_lacks(Need(grade="basic", operation=True))
    [<Lack.DELIVERY: 'delivery'>]
    """
    if not need.grade:
        return [Lack.GRADE]
    asked = {
        "basic": (
            (need.operation, Lack.OPERATION),
            (need.delivery, Lack.DELIVERY),
        ),
        "improvement": ((need.fit, Lack.FIT), (need.similar, Lack.SIMILAR)),
    }
    return [lack for there, lack in asked.get(need.grade, ()) if not there]


def completion_lacks(need: Need) -> list[Lack]:
    """All that stands between the analysis and its completion."""
    lacks = [Lack.ANSWERS] if need.open_questions else []
    lacks += scene_lacks(need)
    if not need.understanding:
        lacks.append(Lack.UNDERSTANDING)
    return lacks + grade_lacks(need)


def solution_lacks(need: Need, departments_needed: int) -> list[Lack]:
    """What the grade lacks on the way to the solution, assessments included.

    >>> solution_lacks(Need(grade="innovative", departments=1), 2)
    [<Lack.DEPARTMENTS: 'departments'>]
    >>> solution_lacks(Need(grade="innovative", departments=2), 2)
    []
    """
    lacks = grade_lacks(need)
    if need.grade == "innovative" and need.departments < departments_needed:
        lacks.append(Lack.DEPARTMENTS)
    return lacks
