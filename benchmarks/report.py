"""The figures of a run beside their targets, printed and as a page of the docs."""

import os
import platform
import subprocess
from datetime import date
from itertools import groupby

TITLES = {
    "A": "Creating tickets",
    "B": "Moving 100 tickets to another stage",
    "C": "Finding what is late or due soon",
    "D": "Working time, and what the scheduler does",
    "F": "Requests over HTTP",
    "G": "The scheduled job",
}
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
VERDICTS = {True: "met", False: "NOT met", None: ""}


def machine():
    """Date and class of the machine; nothing that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{date.today()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, "
        f"Python {platform.python_version()}, PostgreSQL {_postgres()}"
    )


def _postgres():
    asked = ["psql", "-d", "postgres", "-Atc"]
    shown = [
        subprocess.run(
            [*asked, f"SHOW {name}"], capture_output=True, text=True, check=True
        ).stdout.strip()
        for name in ("server_version", "shared_buffers", "synchronous_commit")
    ]
    version, buffers, commit = shown
    return f"{version} (shared buffers {buffers}, synchronous commit {commit})"


def show(rows):
    """What was promised, and whether it is true."""
    promised = [row for row in rows if row.target]
    print("\n== targets")
    for row in promised:
        print(
            f"{row.section} {row.what:58} {row.figure:>14} "
            f"{row.target:>10} {VERDICTS[row.met]}"
        )
    print(f"{sum(bool(row.met) for row in promised)} of {len(promised)} met")


def write(path, machine, rows):
    """Put the figures between the two marks of the page; the words around stay."""
    page = path.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    lines = [BEGIN, "", f"Measured {machine}."]
    for section, found in groupby(sorted(rows, key=_section), key=_section):
        lines += ["", f"### {section}. {TITLES[section]}", "", *_table(found)]
    text = "\n".join([*lines, "", END])
    path.write_text(f"{head}{text}{tail}", encoding="utf-8")


def _section(row):
    return row.section


def _table(rows):
    yield "| what | figure | target | |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        target = row.target.replace("<", "&lt;").replace(">", "&gt;")
        yield f"| {row.what} | {row.figure} | {target} | {VERDICTS[row.met]} |"
