"""Letters: which placeholders a text has, and which of them cannot be read."""

import pytest
from cs_service_standard.engine.letter import (
    Fault,
    nearest,
    of_body,
    of_subject,
    read,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("object.number", [("object", "number")]),
        (" object.ticket_id.number ", [("object", "ticket_id", "number")]),
        ("object.a or object.b.c", [("object", "a"), ("object", "b", "c")]),
        ("object._day('x')", [("object", "_day")]),
        ("object.name.upper().title()", [("object", "name", "upper")]),
        ("date[0]", [("date",)]),
        ("format_date(option.day)", [("format_date",), ("option", "day")]),
        ("[x.name for x in object.lines]", [("object", "lines")]),
        ("filter(lambda l: l.done, object.l)", [("filter",), ("object", "l")]),
        ("'object.number'", []),
        ("object.a if object.b else ''", [("object", "b"), ("object", "a")]),
    ],
)
def test_paths(text: str, paths: list[tuple[str, ...]]) -> None:
    found = read(text, "t-out")
    assert found.fault is None
    assert sorted(found.paths) == sorted(paths)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("object.", Fault.SYNTAX),
        ("", Fault.SYNTAX),
        ("a b", Fault.SYNTAX),
        ("x = 1", Fault.SYNTAX),
        ("object.__class__", Fault.FORBIDDEN),
        ("__import__('os')", Fault.FORBIDDEN),
        ("env['res.users']", Fault.FORBIDDEN),
        ("object.env", Fault.FORBIDDEN),
        ("object.sudo().name", Fault.FORBIDDEN),
        ("object.write({'name': 1})", Fault.FORBIDDEN),
        ("(a := object.name)", Fault.FORBIDDEN),
        ("object.name", None),
    ],
)
def test_faults(text: str, fault: Fault | None) -> None:
    assert read(text, "t-out").fault is fault


def test_subject() -> None:
    letter = of_subject("Your {{ object.number ||| request }}: {{object.name}}")
    assert [found.text for found in letter.placeholders] == [
        "object.number",
        "object.name",
    ]
    assert letter.has_number
    assert not letter.has_link
    assert of_subject("Good morning").placeholders == ()


@pytest.mark.parametrize("text", ["{{ object.number", "object.number }}", "{{ }} }}"])
def test_braces_that_stay_open(text: str) -> None:
    faults = {found.fault for found in of_subject(text).placeholders}
    assert Fault.SYNTAX in faults


def test_body() -> None:
    letter = of_body(
        [
            [("t-foreach", "object.option_ids"), ("t-as", "option"), ("class", "a")],
            [("t-out", "option.name")],
            [("t-set", "lines"), ("t-value", "object._lines()")],
            [("t-att-href", "object._link()"), ("t-attf-class", "a #{x.b} {{y}}")],
            [("t-else", "")],
        ]
    )
    assert [found.text for found in letter.placeholders] == [
        "object.option_ids",
        "option.name",
        "object._lines()",
        "object._link()",
        "x.b",
        "y",
    ]
    names = dict(letter.names)
    assert names["option"] == ("object", "option_ids")
    assert names["option_index"] == names["lines"] == ()
    assert letter.has_link
    assert not letter.has_number


def test_braces_of_a_subject_in_the_body() -> None:
    letter = of_body([], "Hello {{ object.name }}, good morning")
    assert [found.fault for found in letter.placeholders] == [Fault.MISPLACED]


def test_nearest() -> None:
    assert nearest("nmber", ["name", "number"]) == "number"
    assert nearest("zzz", ["name", "number"]) is None


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    of_subject(text)
    of_body([[("t-out", text), ("t-as", text), ("t-attf-x", text)]], text)


names = st.from_regex(r"[a-df-z][a-z]{0,8}", fullmatch=True).map("x_{}".format)


@given(st.lists(names, min_size=1))
def test_a_path_is_read_back(path: list[str]) -> None:
    assert read(".".join(["object", *path]), "").paths == (("object", *path),)
