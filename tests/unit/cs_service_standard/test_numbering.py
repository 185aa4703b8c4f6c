from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from cs_service_standard.engine.numbering import local_day, numbers

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        pytest.param(
            datetime(2023, 9, 30, 15, 59, 59, tzinfo=UTC),
            SHANGHAI,
            date(2023, 9, 30),
            id="a second before local midnight",
        ),
        pytest.param(
            datetime(2023, 9, 30, 16, 0, tzinfo=UTC),
            SHANGHAI,
            date(2023, 10, 1),
            id="local midnight",
        ),
        pytest.param(
            datetime(2023, 3, 26, 21, 59, 59, tzinfo=UTC),
            BERLIN,
            date(2023, 3, 26),
            id="last second of a day of 23 hours",
        ),
        pytest.param(
            datetime(2023, 10, 29, 22, 59, 59, tzinfo=UTC),
            BERLIN,
            date(2023, 10, 29),
            id="last second of a day of 25 hours",
        ),
        pytest.param(
            datetime(2024, 2, 29, 12, 0, tzinfo=UTC),
            SHANGHAI,
            date(2024, 2, 29),
            id="leap day",
        ),
    ],
)
def test_local_day(at: datetime, zone: ZoneInfo, day: date) -> None:
    assert local_day(at, zone) == day


def test_local_day_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="without time zone"):
        local_day(datetime(2023, 10, 1), SHANGHAI)


def test_numbers_grow_past_their_width() -> None:
    assert numbers([1, 999, 1000, 12345], "20231001", 3) == [
        "20231001001",
        "20231001999",
        "202310011000",
        "2023100112345",
    ]


def test_numbers_with_suffix_and_other_width() -> None:
    assert numbers([7], "CS-", 5, "/X") == ["CS-00007/X"]


def test_no_numbers() -> None:
    assert numbers([], "20231001", 3) == []
