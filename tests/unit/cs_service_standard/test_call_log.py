"""Lists of calls: what is read, what is told."""

from datetime import datetime

import pytest
from cs_service_standard.engine.call_log import Call, Flaw, Problem, read_calls
from hypothesis import given
from hypothesis import strategies as st

HEAD = "number,started,answered\n"
START = datetime(2023, 10, 9, 8)


def _flaws(text):
    return [(problem.line, problem.flaw) for problem in read_calls(text)[1]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ccs_07_separators_and_byte_order_mark(separator, mark):
    text = mark + HEAD + "13812345678,2023-10-09 08:00:00,2023-10-09T08:00:09\n"
    calls, problems = read_calls(text.replace(",", separator))
    answered = datetime(2023, 10, 9, 8, 0, 9)
    assert calls == [Call(2, "13812345678", START, answered)]
    assert problems == []


def test_call_nobody_answered():
    (call,), _problems = read_calls(HEAD + "1,2023-10-09 08:00,")
    assert call.answered is None


def test_columns_in_any_order_and_more_of_them():
    text = "Answered,who,Started,NUMBER\n,x,2023-10-09 08:00,77"
    assert read_calls(text)[0] == [Call(2, "77", START, None)]


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        ("1,,", Flaw.STARTED),
        ("1,yesterday,", Flaw.STARTED),
        ("1,2023-10-09 08:00+02:00,", Flaw.STARTED),
        ("1,2023-10-09 08:00,soon", Flaw.ANSWERED),
        ("1,2023-10-09 08:00,2023-10-09 07:59", Flaw.ORDER),
        ("1", Flaw.STARTED),
    ],
)
def test_flaws_name_their_line(row, flaw):
    text = HEAD + "1,2023-10-09 08:00,\n" + row
    assert _flaws(text) == [(3, flaw)]
    assert len(read_calls(text)[0]) == 1


@pytest.mark.parametrize("text", ["", "number\n1", "a,b\n"])
def test_missing_columns(text):
    calls, (problem,) = read_calls(text)
    assert calls == []
    assert (problem.line, problem.flaw) == (1, Flaw.COLUMN)


def test_empty_lines_are_nothing():
    assert read_calls(HEAD + ",,\n\n") == ([], [])


@given(st.text(max_size=200))
def test_law_any_text_is_read_without_an_error(text):
    calls, problems = read_calls(HEAD + text.replace("\x00", ""))
    assert all(isinstance(call, Call) for call in calls)
    assert all(isinstance(problem, Problem) for problem in problems)


@given(st.lists(st.tuples(st.integers(0, 99999), st.integers(0, 600)), max_size=30))
def test_law_as_many_calls_as_lines(rows):
    stamp = START.isoformat(" ")
    lines = [
        f"{number},{stamp},{START.replace(second=wait % 60)}" for number, wait in rows
    ]
    calls, problems = read_calls(HEAD + "\n".join(lines))
    assert (len(calls), problems) == (len(rows), [])
