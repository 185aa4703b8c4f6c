"""Reading a log and its mapping; whatever is wrong with them in one sentence."""

import csv
import gzip
import io
import json
import tomllib
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cs_service_standard.engine.history import read_history
from cs_service_standard.engine.history_life import Incident
from cs_service_standard.engine.log_mapping import HistoryError, LogMapping, Trouble
from cs_service_standard.engine.log_plan import LogPlan
from cs_service_standard.engine.log_rows import Flaw, Reason

from . import ROOT, Refused

GZIP_MAGIC = b"\x1f\x8b"
TROUBLES = {
    Trouble.NEEDED: "{mapping} names no column for '{part}': add it under [columns].",
    Trouble.UNKNOWN: "{mapping} names a column for '{part}', which is nothing we "
    "read: data/README.md lists the names under [columns].",
    Trouble.TABLE: "{mapping} has no words under [{part}]: a mapped column needs them.",
    Trouble.WORD: "{mapping} holds a word without meaning, {part}: data/README.md "
    "lists the words it may use.",
    Trouble.SHAPE: "{mapping} has '{part}' in a wrong shape: see data/README.md.",
    Trouble.ZONE: "{mapping} names the time zone '{part}', which does not exist.",
    Trouble.EMPTY: "{file} is empty.",
    Trouble.COLUMNS: "{file} has no column {part}: correct [columns] in {mapping}, or "
    "the delimiter.",
    Trouble.CSV: "{file} is no CSV file (line {part}).",
}
REASONS = {
    Reason.FIELDS: "{value} fields, not as many as the header",
    Reason.MISSING: "{column} is empty",
    Reason.INSTANT: "{column} is no date and time: {value}",
    Reason.VALUE: "{column} has a word the mapping does not know: {value}",
    Reason.NUMBER: "{column} is no number: {value}",
    Reason.EARLY: "{column} is before the request was opened: {value}",
    Reason.BACKWARDS: "open again, but the reopen counter did not rise",
    Reason.RETURNED: "comes back after other requests in a grouped log",
    Reason.UNUSABLE: "no row of this request could be used: it is left out",
    Reason.OUTSIDE: "the stated instant of '{column}' lies outside the history: the "
    "row's own was taken",
}


@dataclass
class Log:
    """A log that was read to its end."""

    mapping: LogMapping
    plan: LogPlan
    incidents: list
    flaws: list
    rows: int

    @property
    def used(self):
        return sum(incident.rows for incident in self.incidents)

    @property
    def dropped(self):
        return [flaw for flaw in self.flaws if flaw.reason.drops_row]

    @property
    def judged(self):
        """How many requests have a verdict of the log itself."""
        return sum(incident.label is not None for incident in self.incidents)

    @property
    def unusable(self):
        return [flaw for flaw in self.flaws if flaw.reason == Reason.UNUSABLE]

    def words(self, priority):
        """What the log itself calls a priority."""
        found = [word for word, p in self.mapping.priorities.items() if p == priority]
        return ", ".join(found) or "none"


def say(flaw):
    """A flaw as a line of text."""
    text = REASONS[flaw.reason].format(column=flaw.column, value=flaw.value)
    number = f" ({flaw.number})" if flaw.number else ""
    return f"line {flaw.line}: {text}{number}"


def read_log(path, mapping_path=None, limit=None):
    """The whole log, or ``Refused``; nothing has been written anywhere by then.

    :param limit: stop after so many requests
    """
    with refusals(path, mapping_path):
        encoding = "utf-8-sig"
        mapping_path = mapping_path or find_mapping(path)
    with refusals(path, mapping_path):
        data = read_mapping(mapping_path)
        encoding = data.get("encoding", encoding)
        mapping, plan = LogMapping.from_dict(data), LogPlan.from_dict(data)
        incidents, flaws = [], []
        with open_log(path, encoding) as lines:
            for found in read_history(lines, mapping):
                (flaws if isinstance(found, Flaw) else incidents).append(found)
                if limit and isinstance(found, Incident) and len(incidents) >= limit:
                    break
        rows = None if limit else count_rows(path, encoding, mapping.delimiter)
    if not incidents:
        reason = f": {say(flaws[0])}" if flaws else ""
        raise Refused(f"{path} holds no usable request{reason}.")
    if rows is None:
        rows = sum(i.rows for i in incidents) + sum(f.reason.drops_row for f in flaws)
    return Log(mapping, plan, incidents, flaws, rows)


@contextmanager
def refusals(path, mapping_path):
    """Turn whatever a file can do wrong into one sentence."""
    try:
        yield
    except HistoryError as error:
        text = TROUBLES[error.trouble]
        text = text.format(file=path, mapping=mapping_path, part=error.part)
        raise Refused(text) from error
    except (EOFError, zlib.error) as error:
        raise Refused(f"{path} ends in the middle: it was not copied whole.") from error
    except gzip.BadGzipFile as error:
        raise Refused(f"{path} is a damaged gzip file.") from error
    except UnicodeDecodeError as error:
        raise Refused(
            f"{path} is not written in {error.encoding}: set encoding in the mapping, "
            'e.g. encoding = "gb18030".'
        ) from error
    except LookupError as error:
        raise Refused(f"{mapping_path}: {error.args[0]}.") from error
    except OSError as error:
        raise Refused(f"{error.filename or path}: {error.strerror}.") from error


@contextmanager
def open_log(path, encoding):
    """The lines of a file, gzipped or not; told by its content, not by its name."""
    with open(path, "rb") as raw:
        zipped = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if zipped else raw
        with io.TextIOWrapper(stream, encoding=encoding, newline="") as lines:
            yield lines


def count_rows(path, encoding, delimiter):
    """Rows below the header, counted by nothing but the CSV reader."""
    with open_log(path, encoding) as lines:
        return sum(1 for fields in csv.reader(lines, delimiter=delimiter) if fields) - 1


def read_mapping(path):
    text = Path(path).read_text(encoding="utf-8")
    try:
        data = json.loads(text) if Path(path).suffix == ".json" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}.") from error
    if not isinstance(data, dict):
        raise Refused(f"{path} holds no table: see data/README.md.")
    return data


def find_mapping(path):
    """The mapping beside the log, else the one of ours whose columns it has."""
    path = Path(path)
    stem = path.name.partition(".")[0]
    for suffix in (".mapping.toml", ".mapping.json"):
        if (beside := path.with_name(stem + suffix)).exists():
            return beside
    with open_log(path, "utf-8-sig") as lines:
        header = {name.strip() for name in next(csv.reader(lines), [])}
    if not header:
        raise HistoryError(Trouble.EMPTY)
    for ours in sorted((ROOT / "data").glob("*.mapping.toml")):
        if set(read_mapping(ours)["columns"].values()) <= header:
            return ours
    raise Refused(
        f"No mapping fits {path}: copy data/sample_log.mapping.toml to "
        f"{path.with_name(stem + '.mapping.toml')} and say there what its columns mean."
    )
