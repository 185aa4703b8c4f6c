"""Acceptance: what a form needs, whose word counts, when silence does."""

from datetime import datetime, timedelta

import pytest
from cs_service_standard.engine.acceptance import (
    NO,
    REQUIRED,
    TACIT,
    YES,
    Deadlines,
    Word,
    after_reminder,
    is_due,
    last_word,
    missing,
)
from cs_service_standard.engine.facts import Fact, FactKind
from cs_service_standard.engine.metrics import METRICS, Repeat
from hypothesis import given
from hypothesis import strategies as st

MON = datetime(2023, 10, 9, 8, 40)
FULL = {"result": "It runs", "score": "5", "agreement": "12 months"}


def test_qac_03_complete_form():
    assert missing(FULL) == ()


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("empty", ["", " ", None])
def test_qac_03_each_field_is_required(name, empty):
    assert missing({**FULL, name: empty}) == (name,)


@given(st.dictionaries(st.sampled_from(REQUIRED), st.text()))
def test_missing_and_filled_make_the_form(values):
    filled = {name for name in REQUIRED if (values.get(name) or "").strip()}
    assert filled | set(missing(values)) == set(REQUIRED)
    assert not filled & set(missing(values))


@pytest.mark.parametrize(
    ("words", "since", "says"),
    [
        pytest.param([], None, "", id="nobody said anything"),
        pytest.param([(0, YES)], None, YES, id="yes"),
        pytest.param([(0, YES), (1, NO)], None, NO, id="changed his mind"),
        pytest.param([(1, YES), (0, NO)], None, YES, id="whatever the order"),
        pytest.param([(0, YES)], 1, "", id="older than the rework"),
        pytest.param([(1, TACIT)], 1, TACIT, id="at the very instant"),
    ],
)
def test_last_word(words, since, says):
    hour = timedelta(hours=1)
    said = [Word(MON + at * hour, text) for at, text in words]
    limit = None if since is None else MON + since * hour
    assert last_word(said, limit) == says


@pytest.mark.parametrize(
    ("at", "due"),
    [(None, False), (MON, True), (MON + timedelta(seconds=1), False)],
)
def test_is_due(at, due):
    assert is_due(at, MON) is due


@given(st.integers(0, 30 * 86400), st.integers(0, 10 * 86400))
def test_silence_never_counts_sooner_than_promised(late, notice):
    deadlines = Deadlines(MON, MON + timedelta(days=2))
    reminded = MON + timedelta(seconds=late)
    at = after_reminder(deadlines, reminded, timedelta(seconds=notice))
    assert at >= deadlines.tacit_at
    assert at >= reminded + timedelta(seconds=notice)


def test_silence_that_never_counts_stays_so():
    assert after_reminder(Deadlines(MON, None), MON, timedelta(days=2)) is None


def test_acc_04_final_solution_runs_again_with_every_no():
    metric = METRICS["final_solution"]
    assert metric.repeat == Repeat.EACH
    assert metric.stops == {FactKind.SOLUTION, FactKind.RESOLVED, FactKind.CLOSED}


def test_qac_03_metric_of_acceptance():
    metric = METRICS["acceptance"]
    assert metric.starts == {FactKind.ACCEPTANCE}
    assert metric.stops >= {FactKind.SIGNED, FactKind.DISSATISFIED, FactKind.CLOSED}
    assert Fact(0, FactKind.SIGNED).kind == "signed"
