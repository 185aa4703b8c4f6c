"""Histories: a recorded log as requests with their facts, every row accounted for.

A row is either part of exactly one request or named by a ``Flaw``.  A grouped log
is read as a stream, one request at a time; any other is collected first.  Edges: a
request without any usable row is a flaw of its own; in a grouped log rows that come
back to an earlier request are flaws.
"""

from collections.abc import Iterable, Iterator

from .history_life import Incident, tell
from .log_mapping import LogMapping
from .log_rows import Flaw, Reason, Row, read_rows


def _groups(rows: Iterable[Row | Flaw], grouped: bool) -> Iterator[list[Row] | Flaw]:
    """Rows of one request together; a grouped log holds one request at a time."""
    current: dict[str, list[Row]] = {}
    done: set[str] = set()
    flawed: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Flaw):
            flawed.setdefault(row.number, row.line)
            yield row
        elif row.number in done:
            yield Flaw(row.line, Reason.RETURNED, row.number)
        else:
            if grouped and current and row.number not in current:
                done.update(current)
                yield from current.values()
                current = {}
            current.setdefault(row.number, []).append(row)
    yield from current.values()
    done.update(current)
    for number, line in flawed.items():
        if number and number not in done:
            yield Flaw(line, Reason.UNUSABLE, number)


def read_history(
    lines: Iterable[str], mapping: LogMapping
) -> Iterator[Incident | Flaw]:
    """Requests and flaws of a log; every row is used by one or named by the other.

    :param lines: the decoded text, line by line, header first
    :raise HistoryError: the file as a whole cannot be used
    """
    for group in _groups(read_rows(lines, mapping), mapping.grouped):
        if isinstance(group, Flaw):
            yield group
        else:
            incident, flaws = tell(group)
            yield from flaws
            yield incident
