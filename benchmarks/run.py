"""./dev bench: what the standard costs beside the helpdesk, in the same run.

./dev bench                all benchmarks on a fresh database
./dev bench worktime       only that one (worktime, tickets)
"""

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

NAMES = ("worktime", "tickets")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="which ones")
    parser.add_argument("--database", default="cs_bench")
    parser.add_argument("--keep", action="store_true", help="use the database as it is")
    options = parser.parse_args()
    if "CS_CONF" not in os.environ:
        sys.exit("Start it as ./dev bench: CS_CONF names no configuration.")
    if not options.keep:
        made = subprocess.run([ROOT / "dev", "newdb", options.database], check=False)
        if made.returncode:
            sys.exit(f"The database {options.database} could not be made; see above.")
    print(f"{date.today()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    with environment(options.database) as env:
        for name in options.names or NAMES:
            print(f"\n== {name}")
            benchmark(name).run(env)


def benchmark(name):
    from benchmarks import tickets, worktime

    return {"tickets": tickets, "worktime": worktime}[name]


class environment:
    """A superuser environment whose changes are rolled back."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        import odoo  # noqa: F401  sets up the namespace before the registry is asked
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry
        from odoo.tools import config

        arguments = ["-c", os.environ["CS_CONF"], "-d", self.database, "--no-http"]
        config.parse_config([*arguments, "--log-level=warn"], setup_logging=True)
        self.cr = Registry(self.database).cursor()
        return api.Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, *error):
        self.cr.rollback()
        self.cr.close()


if __name__ == "__main__":
    main()
