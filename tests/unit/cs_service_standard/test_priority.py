"""Rows PRI-01 to PRI-05, CLS-11: the tables, without a database."""

import pytest
from cs_service_standard.engine import priority
from cs_service_standard.engine.priority import Suggestion


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("hhh", 2, id="PRI-01 all high"),
        pytest.param("mmm", 1, id="PRI-01 all medium"),
        pytest.param("lll", 0, id="PRI-01 all low"),
        pytest.param("lmh", 2, id="PRI-03 raised for VIP"),
        pytest.param("llh", 1, id="PRI-03 raised from low"),
        pytest.param("hll", 2, id="PRI-03 urgency alone"),
        pytest.param("lhl", 2, id="impact alone"),
        pytest.param("hhl", 2, id="value never lowers"),
        pytest.param("hmh", 2, id="never above high"),
        pytest.param("mlm", 1, id="ordinary customer raises nothing"),
    ],
)
def test_default_priority(cell, expected):
    assert priority.default_priority(*cell) == expected


def test_default_cells_are_all_27():
    cells = priority.default_cells()
    assert len(cells) == 27
    assert next(iter(cells)) == ("h", "h", "h")
    assert all(cells[cell] == priority.default_priority(*cell) for cell in cells)


def test_value_of_customer_never_lowers():
    for urgency, impact, value in priority.default_cells():
        floor = max(priority.RANK[urgency], priority.RANK[impact])
        assert priority.default_priority(urgency, impact, value) >= floor


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param(("h", "m", "l"), 0, id="edited cell wins"),
        pytest.param(("m", "m", ""), 1, id="unknown value is ordinary"),
        pytest.param(("m", "m", "h"), 2, id="deleted cell falls back"),
        pytest.param(("h", "", "h"), None, id="impact open"),
        pytest.param(("", "h", "h"), None, id="urgency open"),
        pytest.param(("", "", "", True), 3, id="fault without dimensions"),
        pytest.param(("l", "l", "l", True), 3, id="fault above the table"),
    ],
)
def test_proposed(args, expected):
    cells = {("h", "m", "l"): 0, ("m", "m", "m"): 1}
    assert priority.proposed(cells, *args) == expected


def test_queue_rank_orders_bands_then_vip():
    ordered = [
        (1, True, False, True),
        (1, True, False, False),
        (1, False, True, True),
        (1, False, True, False),
        (3, False, False, False),
        (2, False, False, True),
        (2, False, False, False),
        (1, False, False, True),
        (1, False, False, False),
        (0, False, False, True),
        (0, False, False, False),
    ]
    ranks = [priority.queue_rank(*row) for row in ordered]
    assert ranks == sorted(set(ranks))


def scores(*rows, **weights):
    return priority.suggestion_scores([Suggestion(*row) for row in rows], **weights)


def test_pri_05_more_customers_first():
    found = scores((1, 100, 0), (2, 10, 0))
    assert found[1] > found[2]


def test_pri_05_equal_customers_higher_benefit_first():
    found = scores((1, 100, 5), (2, 100, 6))
    assert found[2] > found[1]


@pytest.mark.parametrize(
    ("rows", "weights", "expected"),
    [
        pytest.param([], {}, {}, id="none"),
        pytest.param([(1, 0, 0)], {}, {1: 0.0}, id="nothing known"),
        pytest.param([(1, 4, 8)], {}, {1: 100.0}, id="alone and best"),
        pytest.param([(1, 4, 0), (2, 0, 8)], {}, {1: 50.0, 2: 50.0}, id="50/50"),
        pytest.param(
            [(1, 4, 0), (2, 0, 8)],
            {"customers_weight": 30, "benefit_weight": 70},
            {1: 30.0, 2: 70.0},
            id="weights",
        ),
        pytest.param(
            [(1, 4, 8)],
            {"customers_weight": 0, "benefit_weight": 0},
            {1: 0.0},
            id="no weight",
        ),
        pytest.param([(1, -4, 8), (2, 2, 8)], {}, {1: 50.0, 2: 100.0}, id="negative"),
    ],
)
def test_suggestion_scores(rows, weights, expected):
    assert scores(*rows, **weights) == expected
