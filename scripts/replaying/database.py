"""The database of a replay: made, filled through the addon's services, dropped."""

import os
import subprocess
import sys
from contextlib import contextmanager, suppress

from . import ROOT, Refused

MARK = "made by ./dev replay"


class Database:
    """A database of our own making: an earlier one of the same name is replaced.

    One that somebody else made is never touched.
    """

    def __init__(self, name):
        import odoo  # noqa: F401  a broken log is told before Odoo takes its second
        from odoo.tools import config

        self.name = name
        self.made = False
        conf = os.environ.get("CS_CONF")
        if not conf:
            raise Refused("Start it as ./dev replay: CS_CONF names no configuration.")
        self.conf = conf
        config.parse_config(
            ["-c", conf, "-d", name, "--no-http", "--log-level=warn"],
            setup_logging=True,
        )

    def create(self):
        mark = self._mark()
        if mark not in (None, MARK):
            raise Refused(
                f"The database {self.name} was not made by a replay: name another one "
                "with --database, or drop it (./dev odoo db drop NAME)."
            )
        self.made = True
        made = subprocess.run([ROOT / "dev", "newdb", self.name], check=False)
        if made.returncode:
            raise Refused(f"The database {self.name} could not be made; see above.")
        with self._maintenance() as cr:
            cr.execute(f"COMMENT ON DATABASE \"{self.name}\" IS '{MARK}'")
            cr.commit()

    def drop(self):
        """Drop what a replay made, and nothing else."""
        import odoo

        if not self.made and self._mark() != MARK:
            return
        with suppress(Exception):
            odoo.modules.registry.Registry.delete(self.name)
        odoo.sql_db.close_db(self.name)
        command = [sys.executable, "-m", "odoo", "db", "-c", self.conf, "drop"]
        subprocess.run([*command, self.name], check=False, capture_output=True)

    def _mark(self):
        """The comment on the database; empty if it has none, ``None`` without one."""
        with self._maintenance() as cr:
            cr.execute(
                "SELECT COALESCE(shobj_description(oid, 'pg_database'), '')"
                " FROM pg_database WHERE datname = %s",
                [self.name],
            )
            found = cr.fetchone()
        return found and found[0]

    @contextmanager
    def environment(self):
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry

        with Registry(self.name).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    @contextmanager
    def _maintenance(self):
        import odoo

        with odoo.sql_db.db_connect("postgres").cursor() as cr:
            yield cr
