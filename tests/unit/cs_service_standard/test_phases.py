import pytest
from cs_service_standard.engine.phases import (
    PHASES,
    following,
    guards,
    is_forward,
    place,
)


def test_nine_phases_in_order() -> None:
    assert len(PHASES) == 9
    assert [place(phase) for phase in PHASES] == list(range(9))


@pytest.mark.parametrize("side", ["waiting", "cancelled", "", None, "unknown"])
def test_side_tracks_have_no_place(side: str | None) -> None:
    assert place(side) == -1


@pytest.mark.parametrize(
    ("before", "after", "forward"),
    [
        ("intake", "classified", True),
        ("intake", "execution", True),
        ("intake", "intake", False),
        ("quality", "execution", False),
        ("closed", "intake", False),
        ("intake", "waiting", False),
        ("intake", "cancelled", False),
        ("waiting", "execution", True),
        ("cancelled", "intake", True),
        (None, "classified", True),
        ("analysis", None, False),
    ],
)
def test_is_forward(before: str | None, after: str | None, forward: bool) -> None:
    assert is_forward(before, after) is forward


@pytest.mark.parametrize("gate", PHASES)
def test_a_gate_guards_its_phase_and_all_later_ones(gate: str) -> None:
    guarded = [phase for phase in PHASES if guards(gate, phase)]
    assert guarded == list(PHASES[PHASES.index(gate) :])


@pytest.mark.parametrize("side", ["waiting", "cancelled", None])
def test_side_tracks_are_never_guarded(side: str | None) -> None:
    assert not any(guards(phase, side) for phase in PHASES)


@pytest.mark.parametrize(
    ("phase", "existing", "expected"),
    [
        ("intake", PHASES, "classified"),
        ("intake", ("intake", "solution", "closed"), "solution"),
        ("followup", PHASES, "closed"),
        ("closed", PHASES, None),
        ("waiting", PHASES, "classified"),
        (None, ("waiting", "closed"), "closed"),
        ("intake", (), None),
    ],
)
def test_following(
    phase: str | None, existing: tuple[str, ...], expected: str | None
) -> None:
    assert following(phase, existing) == expected
