"""Log mappings: what the columns and words of somebody's history mean, as data.

A history is a table of text: one row per change of a request, or one row per
request.  The mapping says which column holds what, how instants are written and
what a state means.  An instant without a zone is local time of the mapping's zone;
the hour that comes twice in autumn counts as its first pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ISO = "iso"
OTHERWISE = "*"


class Phase(StrEnum):
    """What a state of the log means for the clocks."""

    OPEN = "open"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Trouble(StrEnum):
    """Why a file or a mapping as a whole cannot be used."""

    NEEDED = "needed"  # the mapping names no column for something needed
    UNKNOWN = "unknown"  # the mapping names a column for something we do not know
    TABLE = "table"  # a mapped column needs a table of its words
    WORD = "word"  # a word in such a table that means nothing to us
    SHAPE = "shape"  # a setting of the mapping is of the wrong kind
    ZONE = "zone"  # no such time zone
    EMPTY = "empty"  # the file holds nothing
    COLUMNS = "columns"  # the file lacks a mapped column
    CSV = "csv"  # the file is no CSV


class HistoryError(Exception):
    """Refuses a file or a mapping: what is wrong, and with which part of it."""

    def __init__(self, trouble: Trouble, part: str = "") -> None:
        super().__init__(trouble, part)
        self.trouble = trouble
        self.part = part


NEEDED = ("number", "opened")
TABLES = {
    "state": "states",
    "priority": "priorities",
    "impact": "levels",
    "urgency": "levels",
    "channel": "channels",
    "label": "kept",
}
"""Columns whose words need a table in the mapping."""

WORDS: dict[str, frozenset[Any]] = {
    "states": frozenset(Phase),
    "priorities": frozenset("0123"),
    "levels": frozenset("hml"),
    "kept": frozenset((True, False)),
}
"""What the tables may say; channels are names of the caller."""

NAMES = frozenset((*NEEDED, *TABLES, "at", "resolved", "closed"))
NAMES |= frozenset(("reopens", "group", "owner"))


@dataclass(frozen=True, slots=True)
class LogMapping:
    """How to read one log: names of its columns and meaning of its words.

    ``columns`` maps our ``NAMES`` to the log's.  A table with the key ``*`` accepts
    every word.  In a ``grouped`` log the rows of one request follow one another, so
    that it is read as a stream.
    """

    columns: Mapping[str, str]
    states: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, bool] = field(default_factory=dict)
    formats: tuple[str, ...] = (ISO,)
    timezone: str = "UTC"
    delimiter: str = ","
    empty: frozenset[str] = frozenset({""})
    grouped: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "LogMapping":
        """Read parsed TOML or JSON; keys meant for other readers are ignored."""
        known = {
            key: value for key, value in data.items() if key in cls.__dataclass_fields__
        }
        _check(known)
        known["formats"] = tuple(data.get("formats", (ISO,)))
        known["empty"] = frozenset({"", *data.get("empty", ())})
        return cls(**known)


def _check(known: dict[str, Any]) -> None:
    """Refuse what would otherwise turn every row into a flaw."""
    for table in ("columns", *WORDS, "channels"):
        if not isinstance(known.get(table, {}), Mapping):
            raise HistoryError(Trouble.SHAPE, table)
    if not isinstance(known.get("formats", []), list):
        raise HistoryError(Trouble.SHAPE, "formats")
    _check_columns(known.get("columns", {}), known)
    for table, words in WORDS.items():
        for word in known.get(table, {}).values():
            if word not in words:
                raise HistoryError(Trouble.WORD, f"{table}: {word}")
    _check_zone(known.get("timezone", "UTC"))


def _check_columns(columns: Mapping[str, str], known: dict[str, Any]) -> None:
    for name in NEEDED:
        if name not in columns:
            raise HistoryError(Trouble.NEEDED, name)
    for name in columns:
        if name not in NAMES:
            raise HistoryError(Trouble.UNKNOWN, name)
        if name in TABLES and not known.get(TABLES[name]):
            raise HistoryError(Trouble.TABLE, TABLES[name])


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise HistoryError(Trouble.ZONE, name) from error


@lru_cache(maxsize=1 << 16)
def instant(text: str, formats: tuple[str, ...], timezone: str) -> int | None:
    """Epoch seconds of a written instant, ``None`` if no format fits.

    >>> instant("1/1/1970 08:01", ("%d/%m/%Y %H:%M",), "Asia/Shanghai")
    60
    """
    zone = ZoneInfo(timezone)
    for form in formats:
        try:
            return int(_moment(text, form, zone).timestamp())
        except (ValueError, OverflowError):
            continue
    return None


def _moment(text: str, form: str, zone: ZoneInfo) -> datetime:
    if form == ISO:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if "%z" in form:
        return datetime.strptime(text, form).astimezone(UTC)
    return datetime.strptime(text, form).replace(tzinfo=zone)
