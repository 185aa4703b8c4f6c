"""Taking a person out of texts; the states and deadline of a request."""

from datetime import date

import pytest
from cs_service_standard.engine import privacy
from hypothesis import given
from hypothesis import strategies as st

LETTERS = st.text("abcxyz 张三丰", min_size=2, max_size=8).filter(lambda t: t.strip())


@given(LETTERS.map(str.strip).filter(lambda t: len(t) > 1), st.text(max_size=20))
def test_a_name_never_stays(name, around):
    text = f"{around} {name}, {name}。"
    assert f" {name}," not in privacy.scrub(text, privacy.traces([name]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三丰来电，张三丰很满意", "***来电，***很满意"),
        ("Call 13812345678", "Call 138****5678"),
        ("Write to anna@example.com", "Write to a***@example.com"),
        ("Bergen is a town, Berg a name", "Bergen is a town, *** a name"),
        ("Anna   Berg", "***"),
    ],
)
def test_scrub(text, expected):
    assert privacy.scrub(text, privacy.traces(["张三丰", "Berg", "Anna Berg"])) == (
        expected
    )


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("new", {"checked"}),
        ("checked", {"approved", "refused"}),
        ("approved", {"done"}),
        ("refused", set()),
        ("done", set()),
    ],
)
def test_nothing_is_decided_before_the_identity_is_checked(state, allowed):
    found = {other for other in privacy.NEXT if privacy.may_become(state, other)}
    assert found == allowed


def test_the_deadline_counts_from_the_day_of_receipt():
    assert privacy.deadline(date(2023, 10, 9), 30) == date(2023, 11, 8)
    assert privacy.deadline(date(2023, 10, 9), -1) == date(2023, 10, 9)
