"""Disputes and non-conformities: what may follow, and who may say so."""

import pytest
from cs_service_standard.engine import dispute, nonconformity
from cs_service_standard.engine.nonconformity import State
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("state", "after", "allowed"),
    [
        ("draft", "open", True),
        ("draft", "decided", False),
        ("open", "decided", True),
        ("open", "draft", False),
        ("decided", "open", True),
        ("decided", "decided", False),
    ],
)
def test_pitfall_31_course_of_a_dispute(state: str, after: str, allowed: bool) -> None:
    found = dispute.may_follow(dispute.State(state), dispute.State(after))
    assert found is allowed


@pytest.mark.parametrize(
    ("outcome", "overturned"),
    [("accepted", True), ("partly", True), ("rejected", False), ("", False)],
)
def test_pitfall_31_overturned(outcome: str, overturned: bool) -> None:
    assert dispute.is_overturned(outcome) is overturned


@given(st.integers(1, 5), st.sets(st.integers(1, 5)))
def test_pitfall_31_nobody_decides_about_himself(
    user: int, concerned: set[int]
) -> None:
    assert dispute.may_decide(user, concerned) == (user not in concerned)


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.OPEN, State.CORRECTED),
        (State.CORRECTED, State.OPEN),
        (State.CORRECTED, State.VERIFIED),
        (State.VERIFIED, State.CLOSED),
    ],
)
def test_course_of_a_nonconformity(state: State, after: State) -> None:
    assert nonconformity.may_follow(state, after)


@given(st.lists(st.sampled_from(list(State)), max_size=8))
def test_law_nothing_is_closed_that_was_not_corrected_and_verified(
    steps: list[State],
) -> None:
    path = [State.OPEN]
    for step in steps:
        if nonconformity.may_follow(path[-1], step):
            path.append(step)
    if State.CLOSED in path:
        before = path[: path.index(State.CLOSED)]
        assert before[-2:] == [State.CORRECTED, State.VERIFIED]


@given(st.sampled_from(list(State)))
def test_law_a_dispute_withdraws_whatever_is_there(state: State) -> None:
    gone = state == State.WITHDRAWN
    assert nonconformity.may_follow(state, State.WITHDRAWN) is not gone


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 4))
def test_law_nobody_verifies_his_own_work(user: int, duty: int, corrected: int) -> None:
    allowed = nonconformity.may_verify(user, duty, corrected)
    assert allowed == (user != duty and user != corrected)
