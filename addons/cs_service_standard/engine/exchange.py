"""A whole standard as one file: its canonical form, its check, and what differs.

The file is JSON with sorted keys, so that the same standard always gives the same
bytes.  Records stand under a stable key; a record names another one by its key.  A
text that is translated is a mapping from language to text.  What a file does not
name is left alone; ``null`` empties a field.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT = "cs-service-standard"
VERSION = 1
MAX_TEXT = 20_000
MAX_KEY = 200
LANGUAGE = "en_US"

Record = dict[str, Any]
Records = dict[str, dict[str, Record]]


class Kind(StrEnum):
    """What the value of a field looks like in the file."""

    TEXT = "text"
    TERMS = "terms"  # a text in several languages
    NUMBER = "number"
    FLAG = "flag"
    LINK = "link"  # key of a record
    LINKS = "links"  # sorted keys of records
    ANY_LINK = "any_link"  # model and key


class Flaw(StrEnum):
    NOT_JSON = "not_json"
    NOT_A_STANDARD = "not_a_standard"
    VERSION = "version"
    MODEL = "model"
    FIELD = "field"
    VALUE = "value"


class ExchangeError(ValueError):
    """A file that cannot be read; ``where`` and ``detail`` say what is wrong."""

    def __init__(self, flaw: Flaw, where: str = "", detail: str = "") -> None:
        super().__init__(flaw.value, where, detail)
        self.flaw = flaw
        self.where = where
        self.detail = detail


class Move(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"  # only here: stays as it is


@dataclass(frozen=True, slots=True)
class Change:
    """One record that differs; ``fields``: name, value here, value in the file."""

    model: str
    key: str
    move: Move
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: records, names of what they refer to, languages."""

    records: Records
    references: dict[str, dict[str, str]]
    languages: tuple[str, ...]


def render(document: Document) -> str:
    """The file, the same bytes for the same content."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "languages": sorted(document.languages),
        "records": document.records,
        "references": document.references,
    }
    return (
        json.dumps(
            content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False
        )
        + "\n"
    )


def parse(text: str, shapes: Mapping[str, Mapping[str, Kind]]) -> Document:
    """Read a file, or say what is wrong with it.

    :param shapes: dict model -> dict field -> kind of its value
    """
    try:
        content = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(Flaw.NOT_JSON, detail=str(error)[:200]) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ExchangeError(Flaw.NOT_A_STANDARD)
    if content.get("version") != VERSION:
        raise ExchangeError(Flaw.VERSION, detail=str(content.get("version"))[:20])
    records = _mapping(content.get("records"), "records")
    for model, found in records.items():
        if model not in shapes:
            raise ExchangeError(Flaw.MODEL, model[:MAX_KEY])
        for key, record in _mapping(found, model).items():
            _check_record(f"{model} {key}", key, record, shapes[model])
    return Document(
        records,
        _references(content.get("references", {})),
        _languages(content.get("languages", [])),
    )


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ExchangeError(Flaw.VALUE, where, "no mapping")
    return value


def _references(value: object) -> dict[str, dict[str, str]]:
    found = _mapping(value, "references")
    for model, names in found.items():
        for key, name in _mapping(names, model).items():
            if not isinstance(name, str) or len(name) > MAX_KEY or len(key) > MAX_KEY:
                raise ExchangeError(Flaw.VALUE, f"{model} {key}"[:MAX_KEY], "name")
    return found


def _languages(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(c, str) for c in value):
        raise ExchangeError(Flaw.VALUE, "languages", "no list")
    return tuple(value)


def _check_record(
    where: str, key: str, record: object, shape: Mapping[str, Kind]
) -> None:
    where = where[:MAX_KEY]
    if not key or len(key) > MAX_KEY:
        raise ExchangeError(Flaw.VALUE, where, "key")
    for name, value in _mapping(record, where).items():
        if name not in shape:
            raise ExchangeError(Flaw.FIELD, where, name[:MAX_KEY])
        if value is not None and not _fits(value, shape[name]):
            raise ExchangeError(Flaw.VALUE, where, name)


def _fits(value: object, kind: Kind) -> bool:
    if kind is Kind.FLAG:
        return isinstance(value, bool)
    if kind is Kind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is Kind.TERMS:
        return (
            isinstance(value, dict)
            and LANGUAGE in value
            and all(_is_text(text) for text in value.values())
        )
    if kind is Kind.LINKS:
        return isinstance(value, list) and all(_is_text(key) for key in value)
    if kind is Kind.ANY_LINK:
        return (
            isinstance(value, list)
            and len(value) == 2
            and all(_is_text(part) for part in value)
        )
    return _is_text(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT


def compare(here: Records, there: Records) -> list[Change]:
    """What a file would change, and what stays although the file does not name it.

    >>> compare({"m": {"a": {"x": 1}}}, {"m": {"a": {"x": 2}}})[0].fields
    (('x', 1, 2),)
    """
    changes: list[Change] = []
    for model in sorted(here.keys() | there.keys()):
        ours, theirs = here.get(model, {}), there.get(model, {})
        for key in sorted(theirs):
            if key not in ours:
                fields = tuple((n, None, v) for n, v in sorted(theirs[key].items()))
                changes.append(Change(model, key, Move.ADDED, fields))
            elif fields := _differences(ours[key], theirs[key]):
                changes.append(Change(model, key, Move.CHANGED, fields))
        for key in sorted(ours.keys() - theirs.keys()):
            fields = tuple(
                (name, value, None) for name, value in sorted(ours[key].items())
            )
            changes.append(Change(model, key, Move.KEPT, fields))
    return changes


def _differences(here: Record, there: Record) -> tuple[tuple[str, Any, Any], ...]:
    return tuple(
        (name, here.get(name), value)
        for name, value in sorted(there.items())
        if here.get(name) != value
    )


def links(record: Record, shape: Mapping[str, Kind]) -> list[tuple[str, str]]:
    """Fields and keys of everything a record refers to, in order of the fields."""
    found: list[tuple[str, str]] = []
    for name, value in sorted(record.items()):
        kind = shape[name]
        if value is None:
            continue
        if kind is Kind.LINK:
            found.append((name, value))
        elif kind is Kind.LINKS:
            found += [(name, key) for key in value]
        elif kind is Kind.ANY_LINK:
            found.append((name, value[1]))
    return found
