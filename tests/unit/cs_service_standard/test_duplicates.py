"""Row INT-07: which requests may be one."""

import pytest
from cs_service_standard.engine.duplicates import (
    Arrival,
    likely_duplicates,
    phone_key,
)

DAY = 24 * 3600


def arrival(number, received=0, keys="c1", type_id=1):
    return Arrival(number, received, frozenset(keys.split()), type_id)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param("13812345678", "812345678", id="mobile"),
        pytest.param("+86 138-1234-5678", "812345678", id="country code"),
        pytest.param("(021) 6234 5678", "162345678", id="area code"),
        pytest.param("6234567", "6234567", id="seven digits"),
        pytest.param("234567", "", id="six digits"),
        pytest.param("139****5678", "1395678", id="masked"),
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="none"),
    ],
)
def test_phone_key(number, expected):
    assert phone_key(number) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(arrival(2, DAY), [2], id="INT-07 at the end of the window"),
        pytest.param(arrival(2, DAY + 1), [], id="a second later"),
        pytest.param(arrival(2, -DAY), [2], id="earlier"),
        pytest.param(arrival(2, keys="c2"), [], id="other customer"),
        pytest.param(arrival(2, keys="c2 t5"), [2], id="same number"),
        pytest.param(arrival(2, type_id=2), [], id="other type"),
        pytest.param(arrival(2, type_id=0), [2], id="not yet classified"),
        pytest.param(arrival(1), [], id="itself"),
        pytest.param(arrival(2, keys=""), [], id="nobody"),
    ],
)
def test_likely_duplicates(other, expected):
    new = arrival(1, keys="c1 t5")
    assert likely_duplicates([new], [other], DAY) == {1: expected}


def test_found_by_two_keys_counts_once_and_earliest_first():
    new = arrival(1, 50, keys="c1 t5")
    known = [arrival(3, 40, keys="c1 t5"), arrival(2, 10, keys="t5")]
    assert likely_duplicates([new], known, DAY) == {1: [2, 3]}
