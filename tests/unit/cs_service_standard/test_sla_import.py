"""Filters of another addon's policies: taken over exactly, or handed back."""

import pytest
from cs_service_standard.engine.sla_import import Limit, limits, read_domain
from hypothesis import given
from hypothesis import strategies as st

PRIORITIES = [
    (("priority", "=", "3"), 3, 3),
    (("priority", ">=", "2"), 2, 3),
    (("priority", ">", "1"), 2, 3),
    (("priority", "<=", "1"), 0, 1),
    (("priority", "<", "1"), 0, 0),
    (("priority", "in", ["1", "2"]), 1, 2),
]


@pytest.mark.parametrize(("term", "low", "high"), PRIORITIES)
def test_priority_becomes_a_range(term, low, high):
    reading = read_domain([term])
    assert (reading.priority_min, reading.priority_max) == (low, high)
    assert reading.lost == []


def test_terms_joined_by_and_are_taken_over():
    terms = ["&", ("channel_id", "=", 4), ["tag_ids", "in", [2, 3]]]
    reading = read_domain(terms)
    assert reading.sets == {
        "channel_ids": frozenset({4}),
        "tag_ids": frozenset({2, 3}),
    }
    assert reading.lost == []
    assert reading.priority_min is None


@pytest.mark.parametrize(
    "term",
    [
        ("priority", "in", ["0", "3"]),
        ("priority", "!=", "1"),
        ("priority", "=", "urgent"),
        ("priority", "=", "7"),
        ("channel_id", "!=", 4),
        ("channel_id", "=", False),
        ("channel_id", "in", []),
        ("channel_id.name", "=", "Mail"),
        ("name", "ilike", "broken"),
        ("user_id", "=", 5),
        (1, "=", 1),
        (),
    ],
)
def test_what_a_target_cannot_ask_is_handed_back(term):
    reading = read_domain([term])
    assert reading.lost == [term]
    assert reading.sets == {}
    assert not reading.asks_priority


@pytest.mark.parametrize("sign", ["|", "!"])
def test_alternatives_are_handed_back_as_a_whole(sign):
    terms = [sign, ("priority", "=", "3"), ("channel_id", "=", 4)]
    assert read_domain(terms).lost == terms


def test_second_term_about_the_same_field_is_not_guessed():
    reading = read_domain([("team_id", "=", 1), ("team_id", "=", 2)])
    assert reading.sets == {"team_ids": frozenset({1})}
    assert reading.lost == [("team_id", "=", 2)]


def test_days_are_working_days_of_the_calendar_of_the_team():
    teams = [(1, 10, 8.0), (2, 10, 8.0), (3, 11, 7.5)]
    assert limits(2, 1, teams) == [
        Limit(10, 17 * 3600, (1, 2)),
        Limit(11, 16 * 3600, (3,)),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["priority", "channel_id", "tag_ids", "name"]),
            st.sampled_from(["=", "in", ">=", "ilike"]),
            st.one_of(st.integers(), st.text(), st.lists(st.integers()), st.none()),
        ),
        max_size=5,
    )
)
def test_nothing_gets_lost_without_a_word(terms):
    """Each term is taken over or handed back, and none makes an empty condition."""
    reading = read_domain(terms)
    taken = len(reading.sets) + any(t[0] == "priority" for t in terms)
    assert taken + len(reading.lost) >= min(len(terms), 1)
    assert all(reading.sets.values())
    assert reading.priorities
