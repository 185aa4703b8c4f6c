import pytest
from cs_service_standard.engine.phases import PHASES
from cs_service_standard.engine.progress_line import (
    STEP_OF_PHASE,
    STEPS,
    StepState,
    progress_line,
)

LETTER = {StepState.DONE: "d", StepState.CURRENT: "c", StepState.OPEN: "o"}


def states(line):
    return "".join(LETTER[step.state] for step in line)


@pytest.mark.parametrize(
    ("moves", "expected", "instants"),
    [
        pytest.param([], "cooooo", {"received": 1}, id="just received"),
        pytest.param(
            [(2, "intake")], "cooooo", {"received": 1}, id="intake is received"
        ),
        pytest.param(
            [(2, "classified"), (3, "analysis")],
            "dcoooo",
            {"received": 1, "understood": 2},
            id="two phases of one step keep the first date",
        ),
        pytest.param(
            [(2, "execution")],
            "dddcoo",
            {"received": 1, "in_work": 2},
            id="skipped steps are done, without a date",
        ),
        pytest.param(
            [(2, "analysis"), (3, "waiting")],
            "dcoooo",
            {"received": 1, "understood": 2},
            id="waiting stays where it stood",
        ),
        pytest.param(
            [(2, "solution"), (3, "analysis")],
            "dcoooo",
            {"received": 1, "understood": 3},
            id="going back opens later steps again",
        ),
        pytest.param(
            [(2, "closed")], "dddddd", {"received": 1, "done": 2}, id="closed: all done"
        ),
        pytest.param(
            [(2, "closed"), (5, "intake")], "cooooo", {"received": 1}, id="reopened"
        ),
        pytest.param([(2, "nonsense")], "cooooo", {"received": 1}, id="unknown phase"),
    ],
)
def test_progress_line(moves, expected, instants):
    line = progress_line(1, moves)
    assert tuple(step.code for step in line) == STEPS
    assert states(line) == expected
    assert {step.code: step.at for step in line if step.at is not None} == instants


def test_every_phase_of_the_standard_has_a_step_in_order():
    assert set(STEP_OF_PHASE) == set(PHASES)
    places = [STEPS.index(STEP_OF_PHASE[phase]) for phase in PHASES]
    assert places == sorted(places)
