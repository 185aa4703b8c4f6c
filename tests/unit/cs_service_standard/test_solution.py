"""Solutions: cost, dates, template texts, rejections."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from cs_service_standard.engine.solution import (
    Cost,
    charged,
    extra,
    feasible,
    is_overcommitted,
    is_template_only,
    needs_review,
    rejection_rate,
    similarity,
    surcharged,
    total,
)
from hypothesis import given
from hypothesis import strategies as st

D = Decimal
COSTS = [
    Cost("overtime", D(300)),
    Cost("outsourcing", D(700)),
    Cost("material", D(50), charged=False),
    Cost("freight", D(20)),
]


def test_costs() -> None:
    assert total(COSTS) == D(1070)
    assert extra(COSTS) == D(1000)
    assert charged(COSTS) == D(1020)
    assert total([]) == extra([]) == charged([]) == 0


@pytest.mark.parametrize(
    ("price", "percent", "offer"),
    [(1000, 20, 1200), (1000, 0, 1000), (0, 20, 0), (99, "12.5", "111.375")],
)
def test_surcharge(price: int, percent: str, offer: str) -> None:
    assert surcharged(D(price), D(percent)) == D(offer)


OCT = [date(2023, 10, day) for day in range(1, 32)]


@pytest.mark.parametrize(
    ("available", "checked", "days", "possible"),
    [
        ([], None, 0, None),
        ([None], None, 12, None),
        ([OCT[19], None, OCT[17]], None, 0, OCT[19]),
        ([OCT[17]], OCT[8], 12, OCT[20]),
        ([OCT[25]], OCT[8], 12, OCT[25]),
    ],
)
def test_feasible(
    available: list[date | None], checked: date | None, days: int, possible: date | None
) -> None:
    assert feasible(available, checked, days) == possible


@pytest.mark.parametrize(
    ("promised", "possible", "early"),
    [
        (OCT[17], OCT[19], True),
        (OCT[18], OCT[19], True),
        (OCT[19], OCT[19], False),
        (OCT[20], OCT[19], False),
        (None, OCT[19], False),
        (OCT[17], None, False),
    ],
)
def test_overcommitted(
    promised: date | None, possible: date | None, early: bool
) -> None:
    assert is_overcommitted(promised, possible) is early


def test_similarity() -> None:
    assert similarity("Replace the  LOCK", "replace the lock") == 1.0
    assert similarity("", "replace") == similarity("replace", "") == 0.0
    words = "a" * 95 + "b" * 5
    assert is_template_only(words, "a" * 95 + "c" * 5, 95)
    assert not is_template_only(words, "a" * 95 + "c" * 5, 96)
    assert not is_template_only("same", "same", 0)
    assert not is_template_only("", "", 95)


@pytest.mark.parametrize(
    ("count", "threshold", "review"),
    [(1, 2, False), (2, 2, True), (3, 2, True), (9, 0, False), (1, 1, True)],
)
def test_review(count: int, threshold: int, review: bool) -> None:
    assert needs_review(count, threshold) is review


def test_rate() -> None:
    assert rejection_rate(10, 2) == 0.2
    assert rejection_rate(0, 0) == 0.0


amounts = st.decimals(0, 10**6, places=2)
costs = st.builds(
    Cost,
    st.sampled_from(["overtime", "outsourcing", "material", "other"]),
    amounts,
    st.booleans(),
)


@given(st.lists(costs))
def test_parts_never_exceed_the_total(lines: list[Cost]) -> None:
    assert 0 <= extra(lines) <= total(lines)
    assert 0 <= charged(lines) <= total(lines)


@given(amounts, st.decimals(0, 100, places=2))
def test_a_surcharge_never_lowers_the_price(price: Decimal, percent: Decimal) -> None:
    assert price <= surcharged(price, percent) <= 2 * price


days = st.dates(date(2023, 1, 1), date(2024, 1, 1))


@given(st.lists(days), days, st.integers(0, 90))
def test_what_is_possible_waits_for_everything(
    available: list[date], checked: date, lead: int
) -> None:
    possible = feasible(available, checked, lead)
    assert possible is not None
    assert all(possible >= day for day in available)
    assert possible >= checked + timedelta(days=lead)
    assert not is_overcommitted(possible, possible)


texts = st.text("ab c", max_size=40)


@given(texts, texts)
def test_similarity_is_a_share(ours: str, theirs: str) -> None:
    assert 0.0 <= similarity(ours, theirs) <= 1.0
