import pytest
from cs_service_standard.engine.policy_diff import (
    Kind,
    changed_names,
    difference,
    same_figures,
)
from hypothesis import given
from hypothesis import strategies as st


def line(key, record=None, **values):
    return {"id": record or key, "key": key, "metric": "first_contact", **values}


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ({"limit": 60}, {"limit": 60}, ()),
        ({"limit": 60}, {"limit": 30}, ("limit",)),
        ({"limit": 60, "strict": False}, {"limit": 60}, ()),
        ({"tags": []}, {}, ()),
        ({"tags": [3]}, {"tags": [3, 4], "mode": "elapsed"}, ("mode", "tags")),
        ({"id": 1, "key": 1}, {"id": 9, "key": 9}, ()),
    ],
)
def test_changed_names(before, after, names):
    assert changed_names(before, after) == names
    assert same_figures(before, after) == (not names)


def test_a_replaced_line_is_one_change():
    before = [line(1, limit=14400), line(2, limit=60), line(3, limit=5)]
    after = [line(1, record=11, limit=7200), line(2, record=12, limit=60), line(4)]
    found = difference(before, after)
    assert [(c.key, c.kind, c.names) for c in found] == [
        (1, Kind.CHANGED, ("limit",)),
        (4, Kind.ADDED, ()),
        (3, Kind.REMOVED, ()),
    ]
    assert found[0].before["limit"] == 14400
    assert found[2].before["limit"] == 5


LINES = st.dictionaries(
    st.integers(1, 6), st.fixed_dictionaries({"limit": st.integers(1, 3)})
).map(lambda found: [dict(values, key=key, id=key) for key, values in found.items()])


@given(LINES)
def test_law_nothing_differs_from_itself(lines):
    assert difference(lines, list(reversed(lines))) == ()


@given(LINES, LINES)
def test_law_there_and_back(before, after):
    swap = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    there = {(c.key, c.kind) for c in difference(before, after)}
    back = {(c.key, swap.get(c.kind, c.kind)) for c in difference(after, before)}
    assert there == back
