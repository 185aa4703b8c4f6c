"""Log rows: reading the lines of a recorded history by a mapping.

A row that cannot be understood becomes a ``Flaw`` with its line number, never a
guess and never silence; a table that lacks a mapped column is refused as a whole.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .log_mapping import OTHERWISE, HistoryError, LogMapping, Phase, Trouble, instant


class Reason(StrEnum):
    """Why a row is not used as it stands."""

    FIELDS = "fields"  # more or fewer fields than the header
    MISSING = "missing"  # a needed value is empty
    INSTANT = "instant"  # not an instant in any of the mapping's formats
    VALUE = "value"  # a word the mapping does not know
    NUMBER = "number"  # not a whole number
    EARLY = "early"  # before the request was opened
    BACKWARDS = "backwards"  # open again although the reopen counter stands still
    RETURNED = "returned"  # rows of one request stand apart in a grouped log
    UNUSABLE = "unusable"  # no row of the request could be used
    OUTSIDE = "outside"  # resolved or closed outside its history: the row's own holds

    @property
    def drops_row(self) -> bool:
        """Whether a row is lost: the last two speak of a request, not of a row."""
        return self not in (Reason.UNUSABLE, Reason.OUTSIDE)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing in the log that is not used as it stands, and where it is."""

    line: int
    reason: Reason
    number: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One understood row; instants in epoch seconds, empty text: not known."""

    line: int
    number: str
    opened: int
    at: int
    phase: Phase
    resolved: int | None = None
    closed: int | None = None
    reopens: int | None = None
    priority: str = ""
    impact: str = ""
    urgency: str = ""
    channel: str = ""
    group: str = ""
    owner: str = ""
    label: bool | None = None


class _Unreadable(Exception):
    """Carries (reason, column, value) out of the reading of one row."""


class _RowReader:
    """Turns the fields of a line into a ``Row``; knows the header."""

    def __init__(self, header: list[str], mapping: LogMapping) -> None:
        self.mapping = mapping
        self.width = len(header)
        places = {name.strip(): place for place, name in enumerate(header)}
        missing = [name for name in mapping.columns.values() if name not in places]
        if missing:
            raise HistoryError(Trouble.COLUMNS, ", ".join(missing))
        self.places = {ours: places[name] for ours, name in mapping.columns.items()}

    def row(self, line: int, fields: list[str]) -> Row | Flaw:
        if len(fields) != self.width:
            return Flaw(line, Reason.FIELDS, value=str(len(fields)))
        number = self._text(fields, "number")
        try:
            return self._row(line, number, fields)
        except _Unreadable as unreadable:
            reason, column, value = unreadable.args
            return Flaw(line, reason, number, column, value)

    def _row(self, line: int, number: str, fields: list[str]) -> Row:
        mapping = self.mapping
        if not number:
            raise _Unreadable(Reason.MISSING, mapping.columns["number"], "")
        opened = self._instant(fields, "opened")
        if opened is None:
            raise _Unreadable(Reason.MISSING, mapping.columns["opened"], "")
        resolved = self._instant(fields, "resolved")
        closed = self._instant(fields, "closed")
        at = self._instant(fields, "at")
        at = max(filter(None, (opened, resolved, closed))) if at is None else at
        if at < opened:
            raise _Unreadable(Reason.EARLY, *self._named(fields, "at"))
        return Row(
            line=line,
            number=number,
            opened=opened,
            at=at,
            phase=self._phase(fields, resolved, closed),
            resolved=resolved,
            closed=closed,
            reopens=self._count(fields, "reopens"),
            priority=self._known(fields, "priority", mapping.priorities),
            impact=self._known(fields, "impact", mapping.levels),
            urgency=self._known(fields, "urgency", mapping.levels),
            channel=self._known(fields, "channel", mapping.channels),
            group=self._text(fields, "group"),
            owner=self._text(fields, "owner"),
            label=self._label(fields),
        )

    def _text(self, fields: list[str], name: str) -> str:
        place = self.places.get(name)
        text = "" if place is None else fields[place].strip()
        return "" if text in self.mapping.empty else text

    def _named(self, fields: list[str], name: str) -> tuple[str, str]:
        """Column and value for a flaw."""
        return self.mapping.columns.get(name, name), self._text(fields, name)

    def _instant(self, fields: list[str], name: str) -> int | None:
        text = self._text(fields, name)
        if not text:
            return None
        found = instant(text, self.mapping.formats, self.mapping.timezone)
        if found is None:
            raise _Unreadable(Reason.INSTANT, *self._named(fields, name))
        return found

    def _count(self, fields: list[str], name: str) -> int | None:
        text = self._text(fields, name)
        if text and not text.isdecimal():
            raise _Unreadable(Reason.NUMBER, *self._named(fields, name))
        return int(text) if text else None

    def _known(self, fields: list[str], name: str, table: Mapping[str, str]) -> str:
        """What the mapping makes of a word."""
        text = self._text(fields, name)
        if not text:
            return ""
        if text not in table and OTHERWISE not in table:
            raise _Unreadable(Reason.VALUE, *self._named(fields, name))
        return table.get(text, table.get(OTHERWISE, ""))

    def _phase(
        self, fields: list[str], resolved: int | None, closed: int | None
    ) -> Phase:
        if "state" in self.places:
            found = self._known(fields, "state", self.mapping.states)
            if not found:
                raise _Unreadable(Reason.MISSING, self.mapping.columns["state"], "")
            return Phase(found)
        if closed is not None:
            return Phase.CLOSED
        return Phase.OPEN if resolved is None else Phase.RESOLVED

    def _label(self, fields: list[str]) -> bool | None:
        text = self._text(fields, "label")
        if not text:
            return None
        if text not in self.mapping.kept:
            raise _Unreadable(Reason.VALUE, *self._named(fields, "label"))
        return self.mapping.kept[text]


def read_rows(lines: Iterable[str], mapping: LogMapping) -> Iterator[Row | Flaw]:
    """Rows and flaws of a log in the order of its lines; blank lines are no rows.

    :param lines: the decoded text, line by line, header first
    :raise HistoryError: no header, a mapped column is missing, or no CSV at all
    """
    table = csv.reader(lines, delimiter=mapping.delimiter, strict=True)
    try:
        header = next(table, None)
        if not header:
            raise HistoryError(Trouble.EMPTY)
        reader = _RowReader(header, mapping)
        for fields in table:
            if fields:
                yield reader.row(table.line_num, fields)
    except csv.Error as error:
        raise HistoryError(Trouble.CSV, f"{table.line_num}: {error}") from error
