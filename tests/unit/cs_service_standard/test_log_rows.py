"""Reading the lines of a log by a mapping: what is understood, what is refused."""

import pytest
from cs_service_standard.engine.log_mapping import (
    HistoryError,
    LogMapping,
    Phase,
    Trouble,
    instant,
)
from cs_service_standard.engine.log_rows import Flaw, Reason, Row, read_rows

PLAIN = {
    "columns": {
        "number": "id",
        "opened": "opened",
        "at": "changed",
        "state": "status",
        "reopens": "reopens",
        "priority": "prio",
        "label": "ok",
    },
    "states": {"New": "open", "Wait": "paused", "Done": "closed"},
    "priorities": {"P1": "3", "P2": "1"},
    "kept": {"yes": True, "no": False},
    "empty": ["-"],
}
HEADER = "id,opened,changed,status,reopens,prio,ok,free text"
GOOD = "7,2023-10-09 08:00,2023-10-09 09:00,New,0,P2,yes,anything"
MONDAY_8 = 1696838400  # 9 October 2023, 08:00 UTC


def read(*lines, **changes):
    mapping = LogMapping.from_dict({**PLAIN, **changes})
    return list(read_rows([f"{line}\n" for line in (HEADER, *lines)], mapping))


def test_row_is_read():
    assert read(GOOD) == [
        Row(
            line=2,
            number="7",
            opened=MONDAY_8,
            at=MONDAY_8 + 3600,
            phase=Phase.OPEN,
            reopens=0,
            priority="1",
            label=True,
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason", "column", "value"),
    [
        pytest.param(",anything", "", Reason.FIELDS, "", "7", id="field missing"),
        pytest.param("anything", "a,b", Reason.FIELDS, "", "9", id="field too many"),
        pytest.param("7,", "-,", Reason.MISSING, "id", "", id="no number"),
        pytest.param("2023-10-09 08:00", "", Reason.MISSING, "opened", "", id="opened"),
        pytest.param("09:00", "25:00", Reason.INSTANT, "changed", None, id="hour 25"),
        pytest.param("2023-10-09 09", "9.10.23 9", Reason.INSTANT, "changed", None),
        pytest.param("09:00", "07:59", Reason.EARLY, "changed", None, id="too early"),
        pytest.param("New", "-100", Reason.VALUE, "status", "-100", id="state"),
        pytest.param("New", "", Reason.MISSING, "status", "", id="no state"),
        pytest.param("P2", "P9", Reason.VALUE, "prio", "P9", id="priority"),
        pytest.param("yes", "maybe", Reason.VALUE, "ok", "maybe", id="label"),
        pytest.param(",0,", ",x,", Reason.NUMBER, "reopens", "x", id="count"),
        pytest.param(",0,", ",-1,", Reason.NUMBER, "reopens", "-1", id="negative"),
    ],
)
def test_row_that_cannot_be_understood_is_named(old, new, reason, column, value):
    (flaw,) = read(GOOD.replace(old, new, 1))
    assert isinstance(flaw, Flaw)
    assert (flaw.line, flaw.reason, flaw.column) == (2, reason, column)
    assert value is None or flaw.value == value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("09:00", "08:00", id="changed in the second it was opened"),
        pytest.param("P2", "-", id="priority unknown"),
        pytest.param("yes", "", id="no verdict"),
        pytest.param("7,", " 7 ,", id="blanks around"),
    ],
)
def test_row_that_is_just_good_enough(old, new):
    (row,) = read(GOOD.replace(old, new, 1))
    assert isinstance(row, Row)
    assert row.number == "7"


def test_flaws_do_not_hide_the_rows_around_them():
    found = read(GOOD, GOOD.replace("New", "?"), "", GOOD)
    assert [type(one) for one in found] == [Row, Flaw, Row]
    assert [one.line for one in found] == [2, 3, 5]


def test_line_number_of_a_quoted_field_over_two_lines():
    lines = (GOOD.replace("anything", '"two'), 'lines"', GOOD.replace("7,", ",", 1))
    assert [one.line for one in read(*lines)] == [3, 4]


def test_star_accepts_every_word():
    (row,) = read(GOOD.replace("New", "Odd"), states={"Done": "closed", "*": "open"})
    assert row.phase == Phase.OPEN


def test_without_a_state_column_the_stated_instants_tell_the_phase():
    mapping = LogMapping.from_dict(
        {"columns": {n: n for n in ("number", "opened", "resolved", "closed")}}
    )
    lines = [
        "number,opened,resolved,closed\n",
        "1,2023-10-09 08:00,,\n",
        "2,2023-10-09 08:00,2023-10-09 09:00,\n",
        "3,2023-10-09 08:00,2023-10-09 09:00,2023-10-09 10:00\n",
    ]
    rows = list(read_rows(lines, mapping))
    assert [row.phase for row in rows] == [Phase.OPEN, Phase.RESOLVED, Phase.CLOSED]
    assert [row.at - MONDAY_8 for row in rows] == [0, 3600, 7200]


@pytest.mark.parametrize(
    ("text", "formats", "zone", "expected"),
    [
        ("9/10/2023 16:00", ("%d/%m/%Y %H:%M",), "Asia/Shanghai", MONDAY_8),
        ("2023-10-09T08:00:00Z", ("iso",), "Asia/Shanghai", MONDAY_8),
        ("2023-10-09 10:00 +0200", ("%Y-%m-%d %H:%M %z",), "UTC", MONDAY_8),
        ("20231009 0800", ("iso", "%Y%m%d %H%M"), "UTC", MONDAY_8),
        ("29/10/2023 02:30", ("%d/%m/%Y %H:%M",), "Europe/Berlin", 1698539400),
        ("31/02/2023 08:00", ("%d/%m/%Y %H:%M",), "UTC", None),
        ("", ("iso",), "UTC", None),
    ],
    ids=["zone", "zulu", "offset", "second format", "hour twice", "31 Feb", "empty"],
)
def test_instant(text, formats, zone, expected):
    assert instant(text, formats, zone) == expected


@pytest.mark.parametrize(
    ("changes", "trouble", "part"),
    [
        ({"columns": {"opened": "o"}}, Trouble.NEEDED, "number"),
        ({"columns": {"number": "n"}}, Trouble.NEEDED, "opened"),
        ({"columns": PLAIN["columns"] | {"prio": "p"}}, Trouble.UNKNOWN, "prio"),
        ({"columns": ["number"]}, Trouble.SHAPE, "columns"),
        ({"formats": "%d"}, Trouble.SHAPE, "formats"),
        ({"states": {}}, Trouble.TABLE, "states"),
        ({"states": {"New": "fresh"}}, Trouble.WORD, "states: fresh"),
        ({"priorities": {"P1": "4"}}, Trouble.WORD, "priorities: 4"),
        ({"kept": {"yes": "true"}}, Trouble.WORD, "kept: true"),
        ({"timezone": "Mars/Olympus"}, Trouble.ZONE, "Mars/Olympus"),
    ],
)
def test_mapping_that_makes_no_sense_is_refused(changes, trouble, part):
    with pytest.raises(HistoryError) as caught:
        LogMapping.from_dict({**PLAIN, **changes})
    assert (caught.value.trouble, caught.value.part) == (trouble, part)


@pytest.mark.parametrize(
    ("lines", "trouble", "part"),
    [
        ([], Trouble.EMPTY, ""),
        (["\n"], Trouble.EMPTY, ""),
        (["id,opened,status,reopens,prio\n"], Trouble.COLUMNS, "changed, ok"),
        ([HEADER + "\n", '7,"never ended\n'], Trouble.CSV, ""),
    ],
    ids=["nothing", "blank line", "columns", "open quote"],
)
def test_file_that_is_no_log_is_refused(lines, trouble, part):
    with pytest.raises(HistoryError) as caught:
        list(read_rows(lines, LogMapping.from_dict(PLAIN)))
    assert caught.value.trouble == trouble
    assert part in caught.value.part
