"""./dev bench: what the standard costs beside the helpdesk, in the same run.

./dev bench                  every section, on three fresh databases
./dev bench creation stage   only these
./dev bench --quick          fewer rounds, no large tables
./dev bench --report         also writes the figures into docs/benchmarks.md
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of this folder, whose names are for us alone

SECTIONS = ("creation", "stage", "worktime", "web", "search", "sweep", "cron")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--report", action="store_true", help="docs/benchmarks.md")
    parser.add_argument("--prefix", default="cs_bench", help="names of the databases")
    parser.add_argument("--keep", action="store_true", help="use them as they are")
    options = parser.parse_args()
    if "CS_CONF" not in os.environ:
        sys.exit("Start it as ./dev bench: CS_CONF names no configuration.")
    from benchmarks import data, report
    from benchmarks.sides import Sides

    sides = Sides(options.prefix, options.keep)
    machine = report.machine()
    print(machine)
    teams = {
        side: sides.call(side, data.prepare, side=side) for side in sides.databases
    }
    rows = []
    for name in options.sections or SECTIONS:
        start = monotonic()
        print(f"\n== {name}")
        section = import_module(f"benchmarks.{name}")
        rows += section.run(sides, teams, options.quick)
        print(f"({monotonic() - start:.0f} s)")
    sides.rest()
    report.show(rows)
    if options.report:
        report.write(ROOT / "docs" / "benchmarks.md", machine, rows)


if __name__ == "__main__":
    main()
