"""What is missing before a need counts as understood (NED-01 to NED-09)."""

import doctest
from dataclasses import fields, replace

import pytest
from cs_service_standard.engine import need
from cs_service_standard.engine.need import (
    Lack,
    Need,
    completion_lacks,
    grade_lacks,
    scene_lacks,
    solution_lacks,
)
from hypothesis import given
from hypothesis import strategies as st

FULL = Need(
    is_fault=True,
    steps=True,
    cross_checked=True,
    cross_note=True,
    cause=True,
    scope=True,
    understanding=True,
    grade="basic",
    operation=True,
    delivery=True,
    fit=True,
    similar=True,
    departments=2,
)
GRADES = (None, "basic", "improvement", "innovative")

needs = st.builds(
    Need,
    **{field.name: st.booleans() for field in fields(Need) if field.type is bool},
    open_questions=st.integers(0, 5),
    departments=st.integers(0, 5),
    grade=st.sampled_from(GRADES),
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, [], id="everything is there"),
        pytest.param({"open_questions": 1}, [Lack.ANSWERS], id="NED-01: one open"),
        pytest.param({"steps": False}, [Lack.STEPS], id="NED-02: no steps"),
        pytest.param(
            {"cross_checked": False, "cross_note": False},
            [Lack.CROSS_CHECK],
            id="NED-02: not checked, so no note is asked for",
        ),
        pytest.param({"cross_note": False}, [Lack.CROSS_NOTE], id="NED-02: no note"),
        pytest.param({"cause": False}, [Lack.CAUSE], id="NED-09: no cause"),
        pytest.param({"scope": False}, [Lack.SCOPE], id="NED-09: no scope"),
        pytest.param({"grade": None}, [Lack.GRADE], id="NED-04: no grade"),
        pytest.param({"operation": False}, [Lack.OPERATION], id="NED-05: no steps"),
        pytest.param({"delivery": False}, [Lack.DELIVERY], id="NED-05: no form"),
        pytest.param(
            {"grade": "improvement", "fit": False, "similar": False},
            [Lack.FIT, Lack.SIMILAR],
            id="NED-06: not assessed",
        ),
        pytest.param(
            {"grade": "innovative", "departments": 0},
            [],
            id="NED-07: departments are not asked for to complete",
        ),
    ],
)
def test_completion(change, expected):
    assert completion_lacks(replace(FULL, **change)) == expected


@pytest.mark.parametrize(
    ("departments", "needed", "blocked"),
    [(0, 2, True), (1, 2, True), (2, 2, False), (3, 2, False), (0, 0, False)],
)
def test_ned_07_departments_on_the_way_to_the_solution(departments, needed, blocked):
    found = solution_lacks(Need(grade="innovative", departments=departments), needed)
    assert found == [Lack.DEPARTMENTS] * blocked


def test_ned_07_other_grades_need_no_department():
    assert solution_lacks(replace(FULL, departments=0), 2) == []


@given(needs)
def test_only_faults_need_a_scene(one):
    assert scene_lacks(replace(one, is_fault=False)) == []


@given(needs)
def test_all_that_is_missing_is_named_once_and_in_order(one):
    order = list(Lack)
    places = [order.index(lack) for lack in completion_lacks(one)]
    assert places == sorted(set(places))


@given(needs, st.integers(0, 5))
def test_a_complete_need_of_a_common_grade_passes_to_the_solution(one, needed):
    if not completion_lacks(one) and one.grade != "innovative":
        assert solution_lacks(one, needed) == []


@given(needs, st.sampled_from([f.name for f in fields(Need) if f.type is bool]))
def test_more_known_never_lacks_more(one, name):
    if name in ("is_fault", "cross_checked"):
        return
    better = replace(one, **{name: True})
    assert set(completion_lacks(better)) <= set(completion_lacks(one))


@given(needs)
def test_a_grade_asks_for_its_own_things_only(one):
    asked = {
        None: {Lack.GRADE},
        "basic": {Lack.OPERATION, Lack.DELIVERY},
        "improvement": {Lack.FIT, Lack.SIMILAR},
        "innovative": set(),
    }
    assert set(grade_lacks(one)) <= asked[one.grade]


def test_examples_of_the_documentation():
    assert doctest.testmod(need).failed == 0
