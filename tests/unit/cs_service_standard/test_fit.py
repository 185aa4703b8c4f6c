"""Which limit explains recorded verdicts: against brute force, and judged fairly."""

from random import Random

import pytest
from cs_service_standard.engine.fit import (
    HOUR,
    Candidate,
    Limit,
    agreeing,
    best_limit,
    fit,
    halves,
    most_agreeing,
)


def cases(seed, count=40, noise=0.1):
    rng = Random(seed)
    durations = [rng.randint(0, 30) for _ in range(count)]
    kept = [(d <= 12) != (rng.random() < noise) for d in durations]
    return durations, kept


@pytest.mark.parametrize("seed", range(25))
def test_law_no_limit_agrees_with_more(seed):
    durations, kept = cases(seed)
    found = best_limit(durations, kept)
    best = max(agreeing(durations, kept, limit) for limit in range(-1, 32))
    assert found.right == best
    assert found.total == len(kept)


@pytest.mark.parametrize("seed", range(25))
def test_law_the_whole_interval_agrees_equally(seed):
    durations, kept = cases(seed)
    found = best_limit(durations, kept)
    high = 40 if found.high is None else found.high
    rights = {agreeing(durations, kept, limit) for limit in range(found.low, high)}
    assert rights == {found.right}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("day", [5, 24, HOUR])
def test_law_rounding_changes_no_verdict(seed, day):
    durations, kept = cases(seed)
    found = best_limit(durations, kept)
    if found.high == 0:
        pytest.skip("no limit above zero is right")
    assert agreeing(durations, kept, *found.rounded(day)) == found.right


@pytest.mark.parametrize("seed", range(5))
def test_law_order_of_requests_does_not_matter(seed):
    durations, kept = cases(seed)
    pairs = list(zip(durations, kept, strict=True))
    Random(seed).shuffle(pairs)
    assert best_limit(*zip(*pairs, strict=True)) == best_limit(durations, kept)


@pytest.mark.parametrize(
    ("durations", "kept", "expected"),
    [
        ([10, 20, 30], [True, True, False], Limit(20, 30, 3, 3)),
        ([10, 20], [False, False], Limit(-1, 10, 2, 2)),
        ([10, 20], [True, True], Limit(20, None, 2, 2)),
        ([10, 10], [True, False], Limit(-1, 10, 1, 2)),
        ([], [], Limit(-1, None, 0, 0)),
    ],
    ids=["between", "never kept", "always kept", "contradiction", "nothing"],
)
def test_best_limit(durations, kept, expected):
    assert best_limit(durations, kept) == expected


@pytest.mark.parametrize(
    ("low", "high", "day", "expected"),
    [
        (62 * HOUR + 3540, 63 * HOUR, 9 * HOUR, (63 * HOUR, True)),
        (62 * HOUR, 62 * HOUR + 120, 9 * HOUR, (62 * HOUR, False)),
        (480480, 486000, 9 * HOUR, (486000, True)),
        (60 * HOUR, 70 * HOUR, 9 * HOUR, (63 * HOUR, False)),
        (-1, 20 * HOUR, 24 * HOUR, (12 * HOUR, False)),
        (-1, 90, 24 * HOUR, (60, False)),
        (5 * HOUR + 1, None, 8 * HOUR, (8 * HOUR, False)),
        (100, 103, 24 * HOUR, (100, False)),
    ],
    ids=["7 days", "62 h", "15 days", "day inside", "half", "minute", "open", "second"],
)
def test_rounded(low, high, day, expected):
    assert Limit(low, high, 0, 0).rounded(day) == expected


def test_strict_limit_is_itself_too_late():
    assert agreeing([10, 20], [True, False], 20, strict=True) == 2
    assert agreeing([10, 20], [True, False], 20, strict=False) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
def test_law_halves_share_nothing_and_lose_nothing(count):
    train, test = halves(count, Random(3))
    assert sorted(train + test) == list(range(count))
    assert 0 <= len(test) - len(train) <= 1


def test_halves_are_drawn_and_repeatable():
    assert halves(50, Random(1)) == halves(50, Random(1))
    assert halves(50, Random(1)) != halves(50, Random(2))


def test_fit_is_judged_on_the_other_half_only():
    """A way of counting that knows the answers of one half by heart gains nothing."""
    rng = Random(9)
    kept = [rng.random() < 0.5 for _ in range(400)]
    train, _ = halves(400, Random(1))
    learnt = [rng.randint(1, 99) for _ in kept]
    for i in train:
        learnt[i] = 10 if kept[i] else 90
    (found,) = fit([Candidate("by heart", learnt)], kept, Random(1))
    assert found.found.right == found.found.total == 200
    assert found.total == 200
    assert found.agreement < 0.65


def test_fit_finds_the_way_of_counting_that_decided():
    rng = Random(5)
    wall = [rng.randint(1, 100) for _ in range(300)]
    working = [w * rng.choice([1, 3]) for w in wall]
    kept = [w <= 90 for w in working]
    candidates = [Candidate("wall", wall), Candidate("working", working)]
    fits = fit(candidates, kept, Random(1))
    assert [one.name for one in fits] == ["wall", "working"]
    assert most_agreeing([fits]) == "working"
    assert fits[1].agreement > 0.97 > fits[0].agreement


def test_fit_of_nothing():
    (found,) = fit([Candidate("wall", [])], [], Random(1))
    assert (found.total, found.agreement) == (0, 0.0)
    assert most_agreeing([]) == ""
