"""Which step is current, and which steps block a phase (INT-09, CLS-07, RSP-22)."""

import doctest

import pytest
from cs_service_standard.engine import process
from cs_service_standard.engine.process import Step, blocking, current


def _steps(states, **values):
    """Steps 1, 2, 3...: ``o`` open, ``d`` done."""
    return [
        Step(key, key * 10, open=state == "o", **values)
        for key, state in enumerate(states, start=1)
    ]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param("", None, id="no process"),
        pytest.param("ooo", 1, id="fresh"),
        pytest.param("doo", 2, id="one done"),
        pytest.param("odo", 3, id="a step left behind does not hold up the next"),
        pytest.param("odd", 1, id="what was left behind comes last"),
        pytest.param("oodo", 4, id="behind the last finished one"),
        pytest.param("oodd", 1, id="several left behind: the first of them"),
        pytest.param("ddd", None, id="finished"),
    ],
)
def test_rsp_22_current_step(states, expected):
    assert current(_steps(states)) == expected


def test_order_counts_not_the_order_of_reading():
    assert current(reversed(_steps("doo"))) == 2


def test_steps_of_one_sequence_keep_the_order_of_creation():
    assert current([Step(7, 10), Step(3, 10)]) == 3


@pytest.mark.parametrize(
    ("before", "phase", "expected"),
    [
        ("solution", "analysis", []),
        ("solution", "solution", [1]),
        ("solution", "execution", [1]),
        ("closed", "followup", []),
        ("closed", "closed", [1]),
        ("solution", "waiting", []),
        ("solution", "cancelled", []),
    ],
)
def test_cls_07_a_step_blocks_its_phase_and_later_ones(before, phase, expected):
    assert blocking([Step(1, 10, before=before)], phase) == expected


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(Step(1, 10, open=False), id="finished"),
        pytest.param(Step(1, 10, required=False), id="optional"),
    ],
)
def test_int_09_only_required_open_steps_block(step):
    assert blocking([step], "closed") == []


def test_blocking_steps_come_in_order():
    assert blocking([Step(1, 30), Step(2, 10), Step(3, 20)], "closed") == [2, 3, 1]


def test_what_an_earlier_gate_asks_for_is_not_asked_twice():
    early, late = Step(1, 10, before="analysis"), Step(2, 20, before="solution")
    assert blocking([early, late], "solution", after="analysis") == [2]


def test_examples_in_the_text():
    assert doctest.testmod(process).failed == 0
