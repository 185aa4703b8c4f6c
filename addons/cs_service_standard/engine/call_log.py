"""Calls as a telephone system lists them: one a line, as comma-separated values."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

COLUMNS = ("number", "started", "answered")
SEPARATORS = ",;\t"


class Flaw(StrEnum):
    """What is wrong with a line."""

    COLUMN = "column"  # a column is missing; line 1
    STARTED = "started"  # no time, or not one
    ANSWERED = "answered"  # not a time
    ORDER = "order"  # answered before it rang


@dataclass(frozen=True, slots=True)
class Call:
    """A call; times as the telephone system writes them, in its own zone."""

    line: int
    number: str
    started: datetime
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    flaw: Flaw
    text: str


def read_calls(text: str) -> tuple[list[Call], list[Problem]]:
    """Calls of a file, and what could not be read.

    >>> read_calls("number;started;answered\\n123;2023-10-09 08:00;")[0][0].answered
    """
    lines = text.lstrip("\ufeff").splitlines()
    head = lines[0] if lines else ""
    separator = max(SEPARATORS, key=head.count)
    rows = csv.DictReader(lines, delimiter=separator)
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        return [], [Problem(1, Flaw.COLUMN, ", ".join(missing))]
    calls: list[Call] = []
    problems: list[Problem] = []
    for found in _read_rows(rows, names):
        if isinstance(found, Call):
            calls.append(found)
        else:
            problems.append(found)
    return calls, problems


def _read_rows(
    rows: "csv.DictReader[str]", names: dict[str, str]
) -> Iterator[Call | Problem]:
    for row in rows:
        values = {name: (row[names[name]] or "").strip() for name in COLUMNS}
        if any(values.values()):
            yield _read_row(rows.line_num, values)


def _read_row(line: int, values: dict[str, str]) -> Call | Problem:
    started = _moment(values["started"])
    if started is None:
        return Problem(line, Flaw.STARTED, values["started"])
    answered = _moment(values["answered"])
    if answered is None and values["answered"]:
        return Problem(line, Flaw.ANSWERED, values["answered"])
    if answered is not None and answered < started:
        return Problem(line, Flaw.ORDER, values["answered"])
    return Call(line, values["number"], started, answered)


def _moment(text: str) -> datetime | None:
    """A time as ISO 8601, with a blank or a T in between; a zone is not understood."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo else moment
