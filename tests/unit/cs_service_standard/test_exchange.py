"""The exchange file: canonical form, what is refused, what differs."""

import json
from pathlib import Path

import pytest
from cs_service_standard.engine.exchange import (
    MAX_TEXT,
    Change,
    Document,
    ExchangeError,
    Flaw,
    Kind,
    Move,
    compare,
    links,
    parse,
    render,
)
from hypothesis import given
from hypothesis import strategies as st

SHAPES = {
    "gate": {
        "name": Kind.TERMS,
        "mode": Kind.TEXT,
        "active": Kind.FLAG,
        "limit": Kind.NUMBER,
        "above": Kind.LINK,
        "types": Kind.LINKS,
        "record": Kind.ANY_LINK,
    },
    "clause": {"code": Kind.TEXT},
}
texts = st.text(max_size=20)
records = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | texts.map(lambda t: {"en_US": t}),
        "mode": st.none() | texts,
        "active": st.booleans(),
        "limit": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "types": st.lists(texts).map(sorted),
        "record": st.none() | st.tuples(texts, texts).map(list),
    },
)
contents = st.dictionaries(
    st.just("gate"), st.dictionaries(st.text(min_size=1, max_size=9), records)
)


def _file(**changes):
    content = {
        "format": "cs-service-standard",
        "version": 1,
        "languages": ["en_US"],
        "records": {},
        "references": {},
    }
    return json.dumps(content | changes)


@given(contents)
def test_a_file_says_what_was_put_in(found):
    document = Document(found, {}, ("en_US",))
    text = render(document)
    assert parse(text, SHAPES) == document
    assert render(parse(text, SHAPES)) == text


def test_the_order_of_records_does_not_matter():
    one = Document({"gate": {"a": {"mode": "x"}, "b": {}}}, {}, ("zh_CN", "en_US"))
    two = Document({"gate": {"b": {}, "a": {"mode": "x"}}}, {}, ("en_US", "zh_CN"))
    assert render(one) == render(two)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        pytest.param("PK\x03\x04", Flaw.NOT_JSON, id="an archive"),
        pytest.param("", Flaw.NOT_JSON, id="nothing"),
        pytest.param('{"a": NaN}', Flaw.NOT_JSON, id="no number"),
        pytest.param("[" * 100_000, Flaw.NOT_JSON, id="too deep"),
        pytest.param("[]", Flaw.NOT_A_STANDARD, id="a list"),
        pytest.param('{"format": "x"}', Flaw.NOT_A_STANDARD, id="something else"),
        pytest.param(_file(version=2), Flaw.VERSION, id="of the future"),
        pytest.param(_file(records=[]), Flaw.VALUE, id="records as a list"),
        pytest.param(_file(languages="en_US"), Flaw.VALUE, id="languages"),
        pytest.param(_file(references={"a": {"b": 1}}), Flaw.VALUE, id="a name"),
        pytest.param(
            _file(records={"res.users": {"a": {}}}), Flaw.MODEL, id="another model"
        ),
        pytest.param(
            _file(records={"gate": {"a": {"code": "x"}}}), Flaw.FIELD, id="a field"
        ),
        pytest.param(_file(records={"gate": {"": {}}}), Flaw.VALUE, id="no key"),
        pytest.param(_file(records={"gate": {"a": []}}), Flaw.VALUE, id="no record"),
    ],
)
def test_bad_files_are_refused(text, flaw):
    with pytest.raises(ExchangeError) as caught:
        parse(text, SHAPES)
    assert caught.value.flaw is flaw


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "text"),
        ("name", {"zh_CN": "only Chinese"}),
        ("name", {"en_US": 1}),
        ("mode", 1),
        ("mode", "x" * (MAX_TEXT + 1)),
        ("active", 1),
        ("limit", True),
        ("limit", "1"),
        ("above", ["a"]),
        ("types", "a"),
        ("types", [1]),
        ("record", ["gate"]),
        ("record", ["gate", 1]),
    ],
)
def test_a_value_has_the_kind_of_its_field(name, value):
    with pytest.raises(ExchangeError) as caught:
        parse(_file(records={"gate": {"a": {name: value}}}), SHAPES)
    assert caught.value.flaw is Flaw.VALUE
    assert (caught.value.where, caught.value.detail) == ("gate a", name)


def test_what_differs():
    here = {"gate": {"a": {"mode": "off", "limit": 1}, "b": {"mode": "warn"}}}
    there = {"gate": {"a": {"mode": "block", "limit": 1}, "c": {"mode": "off"}}}
    assert compare(here, there) == [
        Change("gate", "a", Move.CHANGED, (("mode", "off", "block"),)),
        Change("gate", "c", Move.ADDED, (("mode", None, "off"),)),
        Change("gate", "b", Move.KEPT, (("mode", "warn", None),)),
    ]


def test_a_field_the_file_does_not_name_is_left_alone():
    assert (
        compare({"gate": {"a": {"mode": "off", "limit": 1}}}, {"gate": {"a": {}}}) == []
    )


@given(contents)
def test_nothing_differs_from_itself(found):
    assert compare(found, found) == []


def test_links_of_a_record():
    record = {"above": "p", "types": ["x", "y"], "record": ["gate", "g"], "mode": "a"}
    wanted = [("above", "p"), ("record", "g"), ("types", "x"), ("types", "y")]
    assert links(record, SHAPES["gate"]) == wanted
    assert links({"above": None}, SHAPES["gate"]) == []


def test_the_file_we_ship_is_an_export():
    path = Path(__file__).parents[3] / "data" / "service_standard.json"
    text = path.read_text(encoding="utf-8")
    content = json.loads(text)
    document = Document(
        content["records"], content["references"], tuple(content["languages"])
    )
    assert render(document) == text
    assert len(content["records"]["cs.standard.clause"]) == 147
    assert not [
        key
        for found in content["records"].values()
        for key in found
        if key.startswith("own.")
    ]
