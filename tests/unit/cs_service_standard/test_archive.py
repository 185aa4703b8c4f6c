"""The seal of a dossier entry, and when two tickets are about the same product."""

import pytest
from cs_service_standard.engine import archive
from cs_service_standard.engine.archive import Promise
from hypothesis import given
from hypothesis import strategies as st

PLAIN = st.dictionaries(
    st.text(max_size=5),
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    max_size=5,
)


def promise(state):
    return Promise("resolution", 1, state, "2023-10-10 02:00:00", "")


@given(PLAIN)
def test_the_seal_does_not_depend_on_the_order(contents):
    turned = dict(reversed(contents.items()))
    assert archive.digest(turned) == archive.digest(contents)


@given(PLAIN, st.text(max_size=5), st.integers())
def test_whatever_changes_breaks_the_seal_and_is_named(contents, name, value):
    changed = {**contents, name: value}
    found = archive.differences(contents, changed)
    same = contents.get(name) == value
    assert found == (() if same else (name,))
    if not same:
        assert archive.digest(changed) != archive.digest(contents)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], (0, 0)),
        (["met"], (1, 1)),
        (["met", "missed", "met"], (2, 3)),
        (["running", "paused", "cancelled"], (0, 0)),
    ],
)
def test_only_promises_that_ended_are_counted(states, expected):
    assert archive.kept_share([promise(state) for state in states]) == expected


def test_a_promise_goes_into_the_contents_and_comes_back():
    kept = promise("met")
    assert Promise(**kept.as_plain()) == kept


@pytest.mark.parametrize(
    ("product_id", "name", "expected"),
    [
        (7, "W100", "id:7"),
        (None, "Washing  Machine ", "washing machine"),
        (False, False, ""),
        (None, "  ", ""),
    ],
)
def test_the_same_product(product_id, name, expected):
    assert archive.product_key(product_id, name) == expected


def test_a_text_is_proved_without_repeating_it():
    assert archive.fingerprint("Zhang") != archive.fingerprint("Li")
    assert "Zhang" not in archive.fingerprint("Zhang")
