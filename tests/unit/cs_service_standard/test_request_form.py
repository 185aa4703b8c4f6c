import pytest
from cs_service_standard.engine.request_form import (
    ContactKind,
    Problem,
    contact_kind,
    problems,
)

REQUIRED = ("name", "contact", "subject", "description", "consent")
GOOD = {
    "name": "Anna Berg",
    "contact": "anna@example.com",
    "subject": "E3",
    "description": "It will not start.",
    "consent": "1",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna@example.com", ContactKind.EMAIL),
        ("  anna@example.co.uk ", ContactKind.EMAIL),
        ("李@例子.中国", ContactKind.EMAIL),
        ("anna@example", None),
        ("anna@example.com, eve@example.com", None),
        ("13812345678", ContactKind.PHONE),
        ("+49 (0)30 / 123-45", ContactKind.PHONE),
        ("030 12345 ext. 12", ContactKind.PHONE),
        ("12345", ContactKind.PHONE),
        ("1234", None),
        ("call me on 12345", None),
        ("", None),
    ],
)
def test_contact_kind(text, expected):
    assert contact_kind(text) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, {}, id="complete"),
        pytest.param(
            {"contact": ""}, {"contact": Problem.MISSING}, id="int-10 contact"
        ),
        pytest.param(
            {"consent": ""}, {"consent": Problem.MISSING}, id="prv-01 consent"
        ),
        pytest.param({"name": "  "}, {"name": Problem.MISSING}, id="blank is missing"),
        pytest.param(
            {"contact": "tomorrow"},
            {"contact": Problem.UNUSABLE},
            id="no way of contact",
        ),
    ],
)
def test_problems(change, expected):
    assert problems({**GOOD, **change}, REQUIRED) == expected


def test_problems_come_in_the_order_asked():
    assert list(problems({}, REQUIRED)) == list(REQUIRED)
