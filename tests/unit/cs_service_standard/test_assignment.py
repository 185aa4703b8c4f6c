"""Row CLS-05: the least-loaded qualified agent."""

import pytest
from cs_service_standard.engine.assignment import Load, Request, assign


@pytest.mark.parametrize(
    ("agents", "loads", "expected"),
    [
        pytest.param([1, 2], {1: Load(2, 9), 2: Load(5, 5)}, 1, id="CLS-05 2 and 5"),
        pytest.param([1, 2], {1: Load(5, 5), 2: Load(2, 9)}, 2, id="other way round"),
        pytest.param([1, 2], {1: Load(2, 9), 2: Load(2, 3)}, 2, id="tie by total"),
        pytest.param([2, 1], {}, 1, id="tie by id"),
        pytest.param([1, 2], {1: Load(1, 1)}, 2, id="nothing to do is least"),
        pytest.param([2], {1: Load(0, 0), 2: Load(9, 9)}, 2, id="only the qualified"),
    ],
)
def test_assign_one(agents, loads, expected):
    assert assign([Request(10, agents)], loads) == {10: expected}


def test_nobody_qualified_leaves_request_open():
    assert assign([Request(10, [])], {1: Load()}) == {}


def test_each_assignment_counts_for_the_next():
    requests = [Request(number, [1, 2]) for number in range(4)]
    assert assign(requests, {1: Load(1, 1)}) == {0: 2, 1: 1, 2: 2, 3: 1}


def test_low_request_counts_only_in_total():
    requests = [Request(0, [1], high=False), Request(1, [1, 2])]
    assert assign(requests, {2: Load(1, 1)}) == {0: 1, 1: 1}
