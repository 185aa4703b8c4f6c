"""Agreement of reviewers: published figures, and what must always hold."""

import pytest
from cs_service_standard.engine.agreement import (
    agreement,
    cohen_kappa,
    fleiss_kappa,
    mean_distance,
    raw_agreement,
)
from hypothesis import given
from hypothesis import strategies as st


def square(both: int, first: int, second: int, none: int) -> list[tuple[int, int]]:
    """Marks of two reviewers from the four cells of their table."""
    return [(1, 1)] * both + [(1, 0)] * first + [(0, 1)] * second + [(0, 0)] * none


@pytest.mark.parametrize(
    ("cells", "raw", "kappa"),
    [
        ((45, 5, 5, 45), 0.90, 0.80),
        ((88, 5, 5, 2), 0.90, 0.23),
        ((20, 5, 10, 15), 0.70, 0.40),
        ((50, 0, 0, 50), 1.00, 1.00),
        ((25, 25, 25, 25), 0.50, 0.00),
        ((0, 50, 50, 0), 0.00, -1.00),
    ],
)
def test_pitfall_30_kappa(
    cells: tuple[int, int, int, int], raw: float, kappa: float
) -> None:
    found = agreement(square(*cells))
    assert found.raw == pytest.approx(raw)
    assert found.kappa is not None
    assert round(found.kappa, 2) == kappa


def test_pitfall_30_one_mark_throughout_has_no_kappa() -> None:
    found = agreement([(5, 5)] * 10)
    assert (found.raw, found.kappa) == (1.0, None)


def test_fleiss_published_example() -> None:
    """Fleiss 1971 as taught everywhere: 10 items, 14 raters, 5 categories: 0.210."""
    counts = [
        (0, 0, 0, 0, 14),
        (0, 2, 6, 4, 2),
        (0, 0, 3, 5, 6),
        (0, 3, 9, 2, 0),
        (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0),
        (3, 2, 6, 3, 0),
        (2, 5, 3, 2, 2),
        (6, 5, 2, 1, 0),
        (0, 2, 2, 3, 7),
    ]
    table = [
        [mark for mark, count in enumerate(row) for _ in range(count)] for row in counts
    ]
    found = agreement(table)
    assert found.kappa is not None
    assert round(found.kappa, 3) == 0.210
    assert (found.items, found.raters) == (10, 14)


def test_items_that_not_everybody_marked_are_left_out() -> None:
    found = agreement([(1, 1), (1,), (0, 0), (1, 0)])
    assert (found.items, found.raters) == (3, 2)


def test_nothing_marked() -> None:
    found = agreement([])
    assert (found.items, found.raw, found.kappa, found.spread) == (0, None, None, None)
    assert agreement([(1,), (0,)]).raw is None


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa([(1, 1, 0), (1, 1)])


def test_distance_leaves_out_what_does_not_apply() -> None:
    assert mean_distance([[100, 50], [0, None]]) == 50
    assert mean_distance([[100, 50, 0]]) == pytest.approx(200 / 3)
    assert mean_distance([[None, None]]) is None


MARKS = st.integers(min_value=0, max_value=4)
PAIRS = st.lists(st.tuples(MARKS, MARKS), min_size=1, max_size=40)


@given(PAIRS)
def test_law_kappa_never_beats_one_nor_the_raw_agreement(
    pairs: list[tuple[int, int]],
) -> None:
    raw = raw_agreement(pairs)
    kappa = cohen_kappa(pairs)
    assert raw is not None
    assert kappa is None or kappa <= raw <= 1
    assert kappa is None or kappa >= -1


@given(PAIRS)
def test_law_full_agreement_is_one_or_undefined(pairs: list[tuple[int, int]]) -> None:
    same = [(a, a) for a, _b in pairs]
    assert cohen_kappa(same) in (1, None)
    assert fleiss_kappa(same) in (1, None)


@given(PAIRS)
def test_law_order_of_reviewers_and_names_of_marks_do_not_matter(
    pairs: list[tuple[int, int]],
) -> None:
    turned = [(b, a) for a, b in pairs]
    renamed = [(f"m{a}", f"m{b}") for a, b in pairs]
    assert cohen_kappa(pairs) == cohen_kappa(turned) == cohen_kappa(renamed)
    assert fleiss_kappa(pairs) == fleiss_kappa(turned)


@given(st.lists(st.lists(MARKS, min_size=3, max_size=3), min_size=1, max_size=20))
def test_law_fleiss_never_beats_the_raw_agreement(table: list[list[int]]) -> None:
    kappa, raw = fleiss_kappa(table), raw_agreement(table)
    assert raw is not None
    assert kappa is None or kappa <= raw
