"""./dev replay as people start it: results, clear refusals, nothing left behind.

The real log is read where it lies beside the checkout, and skipped where it does
not; its figures are those of data/README.md.
"""

import gzip
import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import replay as cli  # noqa: E402

from odoo.exceptions import UserError  # noqa: E402

SAMPLE = ROOT / "data" / "sample_log.csv"
REAL = ROOT.parent / "shared" / "data" / "incident_log" / "incident_events.csv.gz"
DATABASE = "cs_replay_test"
needs_database = pytest.mark.skipif(
    "CS_CONF" not in os.environ, reason="no database: run it with ./dev test"
)
needs_real_log = pytest.mark.skipif(
    not REAL.exists(), reason=f"the real log is not at {REAL}"
)


def replay(*arguments):
    """A run of the engine alone, in this process: it needs no Odoo."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main([*map(str, arguments), "--no-database"])
    return SimpleNamespace(
        returncode=code, stdout=out.getvalue(), stderr=err.getvalue()
    )


def replay_in_database(*arguments, name=DATABASE):
    command = [sys.executable, ROOT / "scripts" / "replay.py", *arguments]
    return subprocess.run(
        [*map(str, command), "--database", name],
        capture_output=True,
        text=True,
        check=False,
    )


def row(output, name):
    """Cells of the first table row that begins with a name."""
    line = next(ln for ln in output.splitlines() if ln.strip().startswith(f"{name}  "))
    return re.split(r"\s{2,}", line.strip())


def invariants(output):
    found = re.findall(r"^  (ok|BROKEN) +(.*?):", output, re.M)
    return {name: state for state, name in found}


def maintain(statement):
    """First column of what PostgreSQL says, outside of any transaction."""
    script = (
        "import os, sys, odoo; from odoo.tools import config;"
        "config.parse_config(['-c', os.environ['CS_CONF']]);"
        "cr = odoo.sql_db.db_connect('postgres').cursor();"
        "cr.connection.autocommit = True; cr._obj.execute(sys.argv[1]);"
        "print(cr.fetchall()[0][0] if cr._obj.description and cr.rowcount else '')"
    )
    command = [sys.executable, "-c", script, statement]
    return subprocess.check_output(command, text=True).strip()


def drop_database():
    maintain(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    filestore = Path(os.environ["CS_CONF"]).parent / "data" / "filestore" / DATABASE
    shutil.rmtree(filestore, ignore_errors=True)


def database_exists():
    return maintain(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'") == "1"


@pytest.fixture
def database():
    drop_database()
    yield
    drop_database()


def test_sample_is_what_its_generator_makes():
    made = subprocess.run(
        [sys.executable, ROOT / "data" / "make_sample_log.py"],
        capture_output=True,
        check=True,
    )
    assert made.stdout == SAMPLE.read_bytes()


def test_sample_without_database():
    done = replay("--fit")
    assert done.returncode == 0, done.stderr
    assert "303 rows: 295 used, 8 malformed; 60 incidents, 1 without" in done.stdout
    assert "line 32: status has a word the mapping does not know" in done.stdout
    assert row(done.stdout, "all")[1:6] == ["60", "37", "19", "4", "66.07 %"]
    assert "Repair desk hours *" in done.stdout
    assert set(invariants(done.stdout).values()) == {"ok"}
    assert "100%" in done.stderr


@needs_database
def test_sample_in_a_database(database):
    done = replay_in_database()
    assert done.returncode == 0, done.stderr
    assert row(done.stdout, "all")[1:6] == ["60", "37", "19", "4", "66.07 %"]
    assert "events per second" in done.stdout
    found = invariants(done.stdout)
    assert set(found.values()) == {"ok"}
    assert len(found) == 6
    assert database_exists()
    drop = "import sys; from replaying.database import Database; Database(sys.argv[1])"
    command = [sys.executable, "-c", f"{drop}.drop()", DATABASE]
    subprocess.run(command, cwd=ROOT / "scripts", check=True)
    assert not database_exists()


class BrokenDatabase:
    """Stands in for a database: is made, fails while it is filled, is dropped."""

    seen = []

    def __init__(self, name):
        self.seen.append(name)

    def create(self):
        self.seen.append("created")

    def environment(self):
        raise self.error

    def drop(self):
        self.seen.append("dropped")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (UserError("There is no channel 'pigeon'."), 2, "no channel 'pigeon'"),
        (cli.Refused("It cannot be made."), 2, "It cannot be made."),
        (KeyboardInterrupt(), 130, "no database was left behind"),
    ],
    ids=["refused by the addon", "refused by us", "Ctrl-C"],
)
def test_failure_on_the_way_leaves_no_database(error, code, sentence, monkeypatch):
    monkeypatch.setattr(cli, "Database", BrokenDatabase)
    monkeypatch.setattr(BrokenDatabase, "error", error, raising=False)
    monkeypatch.setattr(BrokenDatabase, "seen", [])
    err = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(err):
        assert cli.main([str(SAMPLE)]) == code
    assert sentence in err.getvalue()
    assert BrokenDatabase.seen == ["cs_replay", "created", "dropped"]


def test_fault_of_ours_leaves_no_database_and_is_not_hidden(monkeypatch):
    monkeypatch.setattr(cli, "Database", BrokenDatabase)
    monkeypatch.setattr(BrokenDatabase, "error", ZeroDivisionError(), raising=False)
    monkeypatch.setattr(BrokenDatabase, "seen", [])
    with redirect_stderr(io.StringIO()), pytest.raises(ZeroDivisionError):
        cli.main([str(SAMPLE)])
    assert BrokenDatabase.seen[-1] == "dropped"


@needs_database
def test_database_of_somebody_else_is_not_touched(database):
    maintain(f"CREATE DATABASE {DATABASE}")
    done = replay_in_database()
    assert done.returncode == 2
    assert "was not made by a replay" in done.stderr
    assert database_exists()


def test_log_of_one_row_per_request(tmp_path):
    """An export without history: only when it was opened, solved and closed."""
    log = tmp_path / "tickets.csv"
    log.write_text(
        "Id;Opened;Solved;Closed;Ok\n"
        "1;09.10.2023 08:00;09.10.2023 09:00;09.10.2023 10:00;ja\n"
        "2;09.10.2023 08:00;09.10.2023 12:00;09.10.2023 12:01;nein\n"
        "3;09.10.2023 08:00;;;\n"
    )
    (tmp_path / "tickets.mapping.toml").write_text(
        'delimiter = ";"\nformats = ["%d.%m.%Y %H:%M"]\ntimezone = "Europe/Berlin"\n'
        '[columns]\nnumber = "Id"\nopened = "Opened"\nresolved = "Solved"\n'
        'closed = "Closed"\nlabel = "Ok"\n'
        "[kept]\nja = true\nnein = false\n"
        "[[targets]]\nhours = 4\n"
    )
    done = replay(log)
    assert done.returncode == 0, done.stderr
    cells = row(done.stdout, "none")
    assert cells[1:6] == ["3", "1", "1", "1", "50.00 %"]
    assert cells[-1] == "100.00 %"


def test_fit_needs_verdicts(tmp_path):
    (tmp_path / "log.csv").write_text("id,opened\n1,2023-10-09 08:00\n")
    mapping = '[columns]\nnumber = "id"\nopened = "opened"\n'
    (tmp_path / "log.mapping.toml").write_text(mapping)
    done = replay(tmp_path / "log.csv", "--fit")
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no verdicts to fit" in done.stderr


def text(content):
    return lambda path: path.write_text(content, encoding="utf-8")


def zipped(content, cut=None):
    return lambda path: path.write_bytes(gzip.compress(content)[:cut])


SAMPLE_BYTES = SAMPLE.read_bytes()
BROKEN = {
    "empty": (text(""), "is empty"),
    "header alone": (
        lambda path: path.write_bytes(SAMPLE_BYTES.partition(b"\n")[0]),
        "holds no usable request",
    ),
    "column missing": (
        lambda path: path.write_bytes(SAMPLE_BYTES.replace(b"status", b"stand", 1)),
        "has no column status",
    ),
    "other delimiter": (
        lambda path: path.write_bytes(SAMPLE_BYTES.replace(b",", b";")),
        "has no column ticket, changed",
    ),
    "not CSV": (text('{"ticket": 1}\n'), "has no column ticket"),
    "open quote": (
        lambda path: path.write_bytes(SAMPLE_BYTES + b'"R-1,'),
        "is no CSV file (line 305",
    ),
    "binary": (
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        "is not written in utf-8",
    ),
    "wrong encoding": (
        lambda path: path.write_bytes(SAMPLE_BYTES + "工单".encode("gb18030")),
        'encoding = "gb18030"',
    ),
    "truncated gzip": (zipped(SAMPLE_BYTES, cut=-200), "ends in the middle"),
    "half of a gzip": (zipped(SAMPLE_BYTES, cut=1000), "ends in the middle"),
    "damaged gzip": (
        lambda path: path.write_bytes(b"\x1f\x8b\x07" + bytes(40)),
        "is a damaged gzip file",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_refused_in_one_sentence(case, tmp_path):
    write, sentence = BROKEN[case]
    log = tmp_path / "log.csv"
    write(log)
    mapping = ROOT / "data" / "sample_log.mapping.toml"
    done = replay(log, "--mapping", mapping)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("replay: ")
    assert sentence in line
    assert str(log) in line


def test_whole_gzip_and_byte_order_mark_are_read(tmp_path):
    log = tmp_path / "sample_log.csv"
    log.write_bytes(gzip.compress(b"\xef\xbb\xbf" + SAMPLE_BYTES))
    done = replay(log)
    assert done.returncode == 0, done.stderr
    assert row(done.stdout, "all")[1] == "60"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("[columns]", "[columns"), "cannot be read"),
        (('number = "ticket"', ""), "names no column for 'number'"),
        (('at = "changed"', 'when = "changed"'), "'when', which is nothing we read"),
        (('"Closed" = "closed"', '"Closed" = "shut"'), "states: shut"),
        (("Asia/Shanghai", "Asia/Shangri-La"), "time zone 'Asia/Shangri-La'"),
        (("hours = 4\n", "hours = -4\n"), "targets: -4"),
        (("hours = 4\n", ""), "'targets' in a wrong shape"),
        (('metric = "closure"', 'metric = "joy"'), "metric: joy"),
        (("hours = [[8, 12]", "hours = [[8, 25]"), "calendars: Repair desk hours"),
        (('name = "Sample', 'encoding = "klingon"\nname = "Sample'), "klingon"),
    ],
)
def test_mapping_that_makes_no_sense_is_refused(change, sentence, tmp_path):
    mapping = tmp_path / "my.mapping.toml"
    whole = (ROOT / "data" / "sample_log.mapping.toml").read_text()
    assert change[0] in whole
    mapping.write_text(whole.replace(*change, 1))
    done = replay(SAMPLE, "--mapping", mapping)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert sentence in line
    assert str(mapping) in line


def test_file_that_is_not_there_and_log_without_mapping(tmp_path):
    missing = replay(tmp_path / "nowhere.csv")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "nowhere.csv: No such file" in missing.stderr
    log = tmp_path / "foreign.csv"
    log.write_text("a,b\n1,2\n")
    unmapped = replay(log)
    assert unmapped.returncode == 2
    assert "No mapping fits" in unmapped.stderr
    assert "foreign.mapping.toml" in unmapped.stderr


@needs_real_log
def test_real_log_and_the_limits_that_explain_it():
    done = replay(REAL, "--fit")
    assert done.returncode == 0, done.stderr
    assert "84 378 rows: 84 371 used, 7 malformed; 14 795 incidents" in done.stdout
    assert row(done.stdout, "all")[1:5] == ["14 795", "9 358", "5 437", "0"]
    assert row(done.stdout, "all")[-1] == "99.91 %"
    fits = re.findall(r"^  (\d) .*?(\d+\.\d\d) %  +(\d+\.\d\d) % of", done.stdout, re.M)
    held_out = {}
    for priority, _trained, other_half in fits:
        held_out.setdefault(priority, []).append(float(other_half))
    wall, working = zip(*(held_out[name] for name in "34"), strict=True)
    assert wall[0] > 97.5
    assert working[0] > 99.8
    assert working[1] > 99.5


@needs_real_log
@needs_database
def test_slice_of_the_real_log_in_a_database(database):
    done = replay_in_database(REAL, "--limit", "600")
    assert done.returncode == 0, done.stderr
    assert row(done.stdout, "all")[1] == "600"
    assert set(invariants(done.stdout).values()) == {"ok"}
