"""A process that forks workers of the scheduler, so that tests can kill them.

Loading Odoo takes seconds, a fork milliseconds: the parent loads it once, closes its
connections as Odoo's own prefork server does, and each child opens its own.
"""

import os
import random
import signal
import time
import traceback
from contextlib import contextmanager
from datetime import datetime, timedelta


class Odoo:
    """Odoo on one database, loaded in this process."""

    def __init__(self, database):
        import odoo  # noqa: F401  sets up the namespace before anything of it
        from odoo.tools import config

        self.database = database
        config.parse_config(
            ["-c", os.environ["CS_CONF"], "-d", database, "--no-http"]
            + ["--log-level=critical"],
            setup_logging=True,
        )
        with self.environment():
            pass

    @contextmanager
    def environment(self):
        """A superuser environment; committed when left without an error."""
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry

        # as each request of Odoo: hear of what others changed, tell them of changes
        registry = Registry(self.database).check_signaling()
        with registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
        registry.signal_changes()

    def fork(self, work, *arguments):
        """Run ``work`` in a child; return its process id."""
        from odoo import sql_db

        sql_db.close_all()
        child = os.fork()
        if child:
            return child
        sql_db._Pool = sql_db._Pool_readonly = None
        status = 1
        try:
            work(*arguments)
            status = 0
        finally:
            if status:
                traceback.print_exc()
            os._exit(status)

    # what children do

    def sweep(self, shift=0):
        """The scheduler's job until nothing is due, on a machine whose clock is off.

        :param shift: seconds by which this machine is ahead
        """
        with self.clock_off_by(shift):
            for _turn in range(50):
                with self.environment() as env:
                    clocks = env["cs.ticket.clock"]
                    clocks._cron_sweep()
                    if not self.waiting(env):
                        return

    @staticmethod
    def waiting(env):
        clocks, notices = env["cs.ticket.clock"], env["cs.clock.notice"]
        return clocks.search_count(clocks._due_domain()) + notices.search_count(
            notices._deliver_domain()
        )

    def write(self, ticket_ids, seconds):
        """A user who works on the same tickets, tried again as requests are."""
        from odoo.service.model import retrying

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self.environment() as env:
                ticket = env["helpdesk.ticket"].browse(random.choice(ticket_ids))
                retrying(lambda t=ticket: t._cs_record_fact("customer"), env)
            time.sleep(0.02)

    def edit_calendar(self, calendar_id, count):
        """An administrator who enters holidays meanwhile, and the job that follows."""
        today = datetime.utcnow().replace(hour=0, minute=0, second=0, microsecond=0)
        for number in range(count):
            start = today + timedelta(days=number)
            with self.environment() as env:
                env["resource.calendar.leaves"].create(
                    {
                        "name": f"Holiday {number}",
                        "calendar_id": calendar_id,
                        "date_from": start,
                        "date_to": start + timedelta(days=1),
                    }
                )
            with self.environment() as env:
                env["cs.clock.job"]._cron_run()

    @contextmanager
    def clock_off_by(self, seconds):
        if not seconds:
            yield
            return
        from freezegun import freeze_time

        now = datetime.utcnow() + timedelta(seconds=seconds)
        with freeze_time(now, tick=True, ignore=["threading", "psycopg2", "queue"]):
            yield


def finish(child, seconds=120):
    """Wait for a child; return its exit status, negative for a signal."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError(f"A worker did not end within {seconds} s.")
