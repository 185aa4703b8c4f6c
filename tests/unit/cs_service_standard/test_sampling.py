"""Sampling: sizes, ranks, populations, reviewers, periods (P26, P27, P28)."""

from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from cs_service_standard.engine.sampling import (
    canonical,
    draw,
    fingerprint,
    ranked,
    share,
    spread,
    substitute,
)
from cs_service_standard.engine.sampling_period import window, windows
from hypothesis import given
from hypothesis import strategies as st

IDS = st.sets(st.integers(1, 10**6), max_size=60)
STRATA = st.dictionaries(st.text("abcdef", min_size=1), IDS, max_size=6)
SEED = st.text(min_size=1, max_size=16)
PERCENT = st.decimals(0, 100, places=2)
MOMENT = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))
KIND = st.sampled_from(["week", "month", "quarter"])


@pytest.mark.parametrize(
    ("total", "drawn"),
    zip(
        (0, 1, 9, 10, 11, 20, 21, 25, 30, 31, 101),
        (0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 11),
        strict=True,
    ),
)
def test_pitfall_26_ceil_rule(total: int, drawn: int) -> None:
    assert share(total, 10) == drawn


def test_pitfall_26_no_float_error() -> None:
    assert share(100, 7) == share(100, Decimal("7.0")) == 7
    assert share(100, 55) == 55
    assert share(1000, Decimal("0.1")) == 1
    assert share(1001, Decimal("0.1")) == 2


def test_pitfall_27_per_agent_not_pooled() -> None:
    sizes = {"a": 31, "b": 9, "c": 4, "d": 1, "e": 55}
    strata = {
        key: range(ord(key) * 1000, ord(key) * 1000 + n) for key, n in sizes.items()
    }
    drawn = draw(strata, 10, "seed")
    assert [len(ids) for ids in drawn.values()] == [4, 1, 1, 1, 6]
    pooled = {"": [number for ids in strata.values() for number in ids]}
    assert len(draw(pooled, 10, "seed")[""]) == 10


@pytest.mark.parametrize(("total", "percent"), [(-1, 10), (5, -1), (5, 101)])
def test_no_share(total: int, percent: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(total, percent)


@given(st.integers(0, 5000), PERCENT)
def test_share_is_the_smallest_that_reaches_the_rate(
    total: int, percent: Decimal
) -> None:
    count = share(total, percent)
    assert total * percent <= 100 * count < total * percent + 100
    assert 0 <= count <= total


@given(STRATA, PERCENT, SEED)
def test_draw_is_a_repeatable_subset(
    strata: dict[str, set[int]], percent: Decimal, seed: str
) -> None:
    drawn = draw(strata, percent, seed)
    again = {key: sorted(ids, reverse=True) for key, ids in reversed(strata.items())}
    assert drawn == draw(again, percent, seed)
    for key, ids in strata.items():
        assert set(drawn[key]) <= ids
        assert len(set(drawn[key])) == share(len(ids), percent)


@given(STRATA, IDS, PERCENT, SEED)
def test_another_agent_changes_nobody_elses_draw(
    strata: dict[str, set[int]], ids: set[int], percent: Decimal, seed: str
) -> None:
    before = draw(strata, percent, seed)
    after = draw({**strata, "new": ids}, percent, seed)
    assert {key: after[key] for key in before} == before


@given(IDS, SEED)
def test_a_higher_rate_only_adds(ids: set[int], seed: str) -> None:
    low, high = (draw({"": ids}, rate, seed)[""] for rate in (10, 30))
    assert high[: len(low)] == low


def test_rank_is_the_published_hash() -> None:
    hashes = {n: sha256(f"s:{n}".encode()).hexdigest() for n in range(30)}
    assert ranked("s", range(30)) == sorted(hashes, key=lambda n: hashes[n])
    assert ranked("s", range(30)) != ranked("t", range(30))


def test_every_ticket_has_its_chance() -> None:
    counts = dict.fromkeys(range(20), 0)
    for seed in range(3000):
        for number in draw({"": counts}, 10, str(seed))[""]:
            counts[number] += 1
    # 3000 draws of 2 of 20: 300 each, standard deviation 16.4
    assert all(abs(count - 300) < 5 * 16.5 for count in counts.values())


def test_substitute_is_the_next_in_rank() -> None:
    order = ranked("s", range(5))
    assert substitute(range(5), "s", order[:2]) == order[2]
    assert substitute(range(5), "s", order) is None


@given(STRATA, STRATA)
def test_fingerprint_tells_populations_apart(
    one: dict[str, set[int]], two: dict[str, set[int]]
) -> None:
    assert (fingerprint(one) == fingerprint(two)) == (one == two)
    assert fingerprint(one) == sha256(canonical(one).encode()).hexdigest()


@given(st.dictionaries(st.integers(0, 50), st.lists(st.sets(st.integers(1, 5)))))
def test_spread_gives_work_to_the_able(able: dict[int, list[set[int]]]) -> None:
    for piece, person in spread(able).items():
        first = next((group for group in able[piece] if group), set())
        assert person in first if first else person is None


@given(st.integers(0, 40), st.integers(1, 6))
def test_spread_is_even(pieces: int, people: int) -> None:
    given_to = list(spread({n: [range(people)] for n in range(pieces)}).values())
    load = [given_to.count(person) for person in range(people)]
    assert max(load) - min(load) <= 1


@given(KIND, MOMENT, st.integers(0, 6), st.integers(0, 23))
def test_every_instant_lies_in_one_period(
    kind: str, at: datetime, weekday: int, hour: int
) -> None:
    start, end = window(kind, at, weekday, hour)
    assert start <= at < end
    assert window(kind, start, weekday, hour) == (start, end)
    assert window(kind, end, weekday, hour)[0] == end


def test_a_week_ends_on_friday() -> None:
    friday = datetime(2023, 10, 13, 17)
    assert window("week", datetime(2023, 10, 9, 16, 50)) == (
        friday - timedelta(days=7),
        friday,
    )
    assert window("week", friday)[0] == friday
    assert window("week", friday - timedelta(seconds=1))[1] == friday


def test_missed_periods_follow_one_another() -> None:
    found = windows("week", datetime(2023, 9, 20), datetime(2023, 10, 14))
    assert [end.day for _start, end in found] == [22, 29, 6, 13, 20]
    assert all(a[1] == b[0] for a, b in zip(found, found[1:], strict=False))


def test_unknown_period() -> None:
    with pytest.raises(KeyError):
        window("day", datetime(2023, 10, 9))
