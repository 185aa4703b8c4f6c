"""The sides: helpdesk alone, with the peer, with us; each in a process of its own.

A process has one registry, its own caches and its own collector, as a worker of a
server has: what is measured in one side never warms another.
"""

import gc
import multiprocessing
import os
import subprocess
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARE, PEER, OURS = "bare", "peer", "ours"
ADDONS = {
    BARE: ["helpdesk_mgmt"],
    PEER: ["helpdesk_mgmt", "helpdesk_mgmt_sla"],
    OURS: [],
}
ONCE = ["--stop-after-init", "--no-http", "--max-cron-threads=0", "--log-level=warn"]


class Sides:
    """The databases of one run and the processes that work in them."""

    def __init__(self, prefix, keep=False):
        self.databases = {side: f"{prefix}_{side}" for side in ADDONS}
        if not keep:
            self._make()
        self._workers = {}

    def _make(self):
        for side, database in self.databases.items():
            if side == OURS:
                _dev("newdb", database)
                continue
            _drop(database)
            _dev("odoo", "-d", database, "-i", ",".join(ADDONS[side]), *ONCE)

    def call(self, side, function, /, **arguments):
        """Run ``function(env, **arguments)`` of a module here in the side's process."""
        if side not in self._workers:
            self._workers[side] = _Worker(self.databases[side])
        return self._workers[side].call(function, arguments)

    def rest(self):
        """End the processes, so that a server may have the memory and connections."""
        for worker in self._workers.values():
            worker.end()
        self._workers = {}


class _Worker:
    def __init__(self, database):
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, database), daemon=True
        )
        self._process.start()
        theirs.close()

    def call(self, function, arguments):
        self._pipe.send((function, arguments))
        try:
            succeeded, result = self._pipe.recv()
        except EOFError:
            sys.exit("A measuring process ended by itself; see the lines above.")
        if not succeeded:
            self.end()
            sys.exit(f"The benchmark failed:\n{result[-3000:]}")
        return result

    def end(self):
        # said in words: processes started later hold this end of the pipe open, too
        self._pipe.send(None)
        self._process.join()


def _serve(pipe, database):
    """Answer calls until told to end."""
    from odoo import api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    arguments = ["-c", os.environ["CS_CONF"], "-d", database, "--no-http"]
    config.parse_config([*arguments, "--log-level=error"], setup_logging=True)
    registry = Registry(database)
    with registry.cursor() as cr:
        user = api.Environment(cr, api.SUPERUSER_ID, {}).ref("base.user_admin")
        env = api.Environment(cr, user.id, {})
        gc.collect()
        gc.freeze()  # as a server's worker after its start: the registry is for good
        while call := pipe.recv():
            function, arguments = call
            gc.collect()
            try:
                pipe.send((True, function(env, **arguments)))
            except Exception:  # noqa: BLE001  whatever fails is shown by the other end
                pipe.send((False, traceback.format_exc()))
            cr.rollback()


def _dev(*arguments):
    if subprocess.run([ROOT / "dev", *arguments], check=False).returncode:
        sys.exit(f"./dev {' '.join(arguments)} failed; see above.")


def _drop(database):
    subprocess.run(
        ["dropdb", "--if-exists", "--force", database],
        check=False,
        stdout=subprocess.DEVNULL,
    )
