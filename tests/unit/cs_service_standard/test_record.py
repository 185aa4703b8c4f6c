import pytest
from cs_service_standard.engine.record import missing, percent

SEVEN = ("name", "contact", "wording", "core", "when", "product", "deadline")


@pytest.mark.parametrize("absent", SEVEN)
def test_each_entry_is_asked_for(absent: str) -> None:
    assert missing(SEVEN, set(SEVEN) - {absent}) == (absent,)


def test_nothing_missing() -> None:
    assert missing(SEVEN, set(SEVEN)) == ()


def test_all_missing_in_the_order_of_asking() -> None:
    assert missing(SEVEN, set()) == SEVEN


def test_an_alternative_fills_its_entry_only() -> None:
    others = {"contact": ("phone", "mail"), "product": ("name",)}
    assert missing(("contact", "product"), {"mail"}, others) == ("product",)


def test_a_standard_that_asks_for_nothing() -> None:
    assert missing((), set()) == ()
    assert percent(0, 0) == 100


@pytest.mark.parametrize(
    ("lacking", "share"), [(0, 100), (1, 85), (3, 57), (6, 14), (7, 0)]
)
def test_percent_is_rounded_down(lacking: int, share: int) -> None:
    assert percent(7, lacking) == share


def test_hundred_means_complete() -> None:
    assert percent(1000, 1) == 99
