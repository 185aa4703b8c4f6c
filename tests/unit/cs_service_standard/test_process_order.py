"""Steps in order."""

import pytest
from cs_service_standard.engine.process import Step
from cs_service_standard.engine.process_order import out_of_order
from hypothesis import given
from hypothesis import strategies as st

THREE = [Step(1, 10), Step(2, 20), Step(3, 30)]


@pytest.mark.parametrize(
    ("steps", "ending", "expected"),
    [
        (THREE, {1}, None),
        (THREE, {2}, (2, 1)),
        (THREE, {3}, (3, 1)),
        (THREE, {1, 2, 3}, None),
        (THREE, {1, 3}, (3, 2)),
        ([Step(1, 10, open=False), Step(2, 20)], {2}, None),
        ([Step(1, 10, required=False), Step(2, 20)], {2}, None),
        ([Step(9, 10), Step(2, 20)], {2}, (2, 9)),
        ([], set(), None),
    ],
)
def test_cmp_03_order(steps, ending, expected):
    assert out_of_order(steps, ending) == expected


@given(st.permutations(range(1, 6)))
def test_only_the_order_of_the_process_counts(keys):
    steps = [Step(key, key * 10) for key in keys]
    assert out_of_order(steps, {1}) is None
    assert out_of_order(steps, {5}) == (5, 1)
