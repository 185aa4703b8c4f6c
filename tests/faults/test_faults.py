"""The scheduler under faults: killed, doubled, starved, disturbed, cut off.

Each test makes its own tickets on one database and looks at the rows afterwards:
every notice exactly once, nothing left over, no clock lost.  The seed of what is
random is printed; CS_FAULT_SEED repeats a run.
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).resolve().parent)]

from worker import Odoo, finish  # noqa: E402

DATABASE = "cs_faults"
CLOCKS = 5000
KILLS = 20
SEED = int(os.environ.get("CS_FAULT_SEED") or time.time())
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}

pytestmark = pytest.mark.skipif(
    "CS_CONF" not in os.environ, reason="no database: run it with ./dev test"
)


@pytest.fixture(scope="module")
def odoo():
    """Odoo on a new database, dropped at the end."""
    print(f"CS_FAULT_SEED={SEED}")
    random.seed(SEED)
    made = subprocess.run([ROOT / "dev", "newdb", DATABASE], capture_output=True)
    assert made.returncode == 0, made.stderr.decode()[-2000:]
    yield Odoo(DATABASE)
    drop(DATABASE)


def drop(name):
    from odoo import sql_db
    from odoo.modules.registry import Registry

    Registry.delete(name)
    sql_db.close_all()
    command = [sys.executable, "-m", "odoo", "db", "-c", os.environ["CS_CONF"], "drop"]
    subprocess.run([*command, name], check=False, capture_output=True)


@pytest.fixture
def desk(odoo):
    """Makes late tickets on a team of its own; clears the database afterwards."""
    yield Desk(odoo)
    with odoo.environment() as env:
        env["helpdesk.ticket"].search([]).unlink()


class Desk:
    def __init__(self, odoo):
        self.odoo = odoo
        with odoo.environment() as env:
            leader = env.ref("base.user_admin")
            leader.email = "leader@example.com"
            calendar = env["resource.calendar"].create({"name": "Desk", "tz": "UTC"})
            profile = env["cs.service.profile"].create(
                {"name": "Faults", "code": f"F{time.time_ns()}", "state": "in_force"}
            )
            ladder = env["cs.sla.ladder"].create(
                {"name": "Faults", "ignore_quiet_hours": True}
            )
            env["cs.sla.ladder.level"].create(
                [
                    {"ladder_id": ladder.id, "share": share, "to_leader": True}
                    | {"by_activity": True, "by_mail": True}
                    for share in (50, 100)
                ]
            )
            env["cs.sla.target"].create(
                {
                    "profile_id": profile.id,
                    "metric": "resolution",
                    "limit_value": 1,
                    "mode": "working_hours",
                    "ladder_id": ladder.id,
                }
            )
            team = env["helpdesk.ticket.team"].create(
                {
                    "name": "Faults",
                    "cs_profile_id": profile.id,
                    "cs_calendar_id": calendar.id,
                    "user_id": leader.id,
                }
            )
            self.team_id, self.calendar_id = team.id, calendar.id
        odoo.sweep()  # a new ladder is worked in first
        self.ticket_ids = []

    def late_tickets(self, count):
        """Tickets long overdue, as after an outage of the scheduler."""
        self.ticket_ids += self._tickets(count, cs_received_at="2023-10-09 08:00:00")

    def open_tickets(self, count):
        """Tickets that have just come in."""
        return self._tickets(count)

    def _tickets(self, count, **vals):
        vals |= {"name": "Fault", "description": "Fault", "team_id": self.team_id}
        made = []
        for start in range(0, count, 500):
            with self.odoo.environment() as env:
                tickets = env["helpdesk.ticket"].with_context(**QUIET)
                number = min(500, count - start)
                made += tickets.create([dict(vals)] * number).ids
        return made

    def check(self, poisoned=0):
        """Every clock has told its highest level once, and nothing waits."""
        with self.odoo.environment() as env:
            clocks = env["cs.ticket.clock"].search(
                [("ticket_id", "in", self.ticket_ids)]
            )
            assert len(clocks) == len(self.ticket_ids)
            well = clocks.filtered(lambda clock: not clock.error)
            assert len(clocks) - len(well) == poisoned
            assert not any(well.mapped("next_event_at"))
            notices = well.notice_ids
            assert notices.clock_id == well and len(notices) == len(well)
            assert len(set(notices.mapped("level"))) == 1, "the whole ladder at once"
            assert set(notices.mapped("times")) == {1}
            assert not any(notices.mapped("deliver_at"))
            people = notices.recipient_ids
            assert len(people) == len(well)
            assert not any(people.mapped("mail_due"))
            todos = env["mail.activity"].search_count(
                [
                    ("res_model", "=", "helpdesk.ticket"),
                    ("res_id", "in", well.ticket_id.ids),
                ]
            )
            assert todos == len(well)
            letters = env["mail.mail"].search([("state", "!=", "cancel")])
            text = " ".join(letters.mapped("body_html"))
            # a long letter names some and counts all, in its subject
            told = Counter(re.findall(r"<a[^>]*>\s*(\d{11,})", text))
            assert told.keys() <= set(well.ticket_id.mapped("number"))
            assert set(told.values()) == {1}, told.most_common(3)
            counted = [int(re.search(r"\d+", mail.subject)[0]) for mail in letters]
            assert sum(counted) == len(well)
            letters.unlink()
            return well

    def due(self, ticket_ids):
        with self.odoo.environment() as env:
            clocks = env["cs.ticket.clock"].search([("ticket_id", "in", ticket_ids)])
            return clocks.mapped("due_at")

    def check_rebuilt(self, ticket_ids):
        """What is stored is what the facts say."""
        with self.odoo.environment() as env:
            tickets = env["helpdesk.ticket"].browse(ticket_ids)
            service = env["cs.clock.service"]
            stored = service._stored(tickets)
            states = service._fold(service._facts(tickets))
            for ticket in tickets:
                for state in states[ticket.id]:
                    clock = stored.pop((ticket.id, state.metric, state.cycle))
                    vals = service._prepare_clock_vals(state)
                    for name in ("state", "due_at", "started_at", "levels"):
                        assert (clock[name] or False) == (vals[name] or False), name
            assert not stored


def test_killed_at_random_moments_each_notice_is_given_once(odoo, desk):
    desk.late_tickets(CLOCKS)
    killed = 0
    for _turn in range(KILLS):
        child = odoo.fork(odoo.sweep)
        time.sleep(random.uniform(0.03, 0.6))
        os.kill(child, signal.SIGKILL)
        killed += finish(child) == -signal.SIGKILL
    assert killed >= KILLS // 2, "the worker was too quick to be killed"
    assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check()


def test_ten_runs_more_say_nothing_more(odoo, desk):
    desk.late_tickets(50)
    for _turn in range(10):
        assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check()


def test_two_workers_share_the_work(odoo, desk):
    desk.late_tickets(1000)
    children = [odoo.fork(odoo.sweep) for _worker in range(2)]
    assert [finish(child) for child in children] == [0, 0]
    assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check()


@pytest.mark.parametrize("shift", [-300, 300])
def test_node_whose_clock_is_off_tells_nothing_twice(odoo, desk, shift):
    desk.late_tickets(200)
    children = [odoo.fork(odoo.sweep), odoo.fork(odoo.sweep, shift)]
    assert [finish(child) for child in children] == [0, 0]
    assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check()


def test_users_write_the_same_tickets_meanwhile(odoo, desk):
    desk.late_tickets(1000)
    writer = odoo.fork(odoo.write, desk.ticket_ids, 6)
    assert finish(odoo.fork(odoo.sweep)) == 0, "the job failed"
    assert finish(writer) == 0, "a user got an error"
    assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check()
    desk.check_rebuilt(desk.ticket_ids)


def test_one_poisoned_clock_stops_nobody_and_says_why(odoo, desk):
    desk.late_tickets(300)
    with odoo.environment() as env:
        clock = env["cs.ticket.clock"].search([("ticket_id", "=", desk.ticket_ids[7])])
        clock.levels = [[key, "yesterday"] for key, _at in clock.levels]
    assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check(poisoned=1)


def test_holidays_entered_meanwhile_move_what_is_open_and_nothing_else(odoo, desk):
    desk.late_tickets(500)
    coming = desk.open_tickets(200)
    late, before = desk.due(desk.ticket_ids), desk.due(coming)
    editor = odoo.fork(odoo.edit_calendar, desk.calendar_id, 10)
    assert finish(odoo.fork(odoo.sweep)) == 0
    assert finish(editor) == 0
    desk.check()
    assert desk.due(desk.ticket_ids) == late
    assert all(new > old for new, old in zip(desk.due(coming), before, strict=True))
    desk.check_rebuilt(desk.ticket_ids + coming)


def test_database_gone_for_a_moment(odoo, desk):
    """Connections cut and refused for two seconds: what a restart looks like."""
    desk.late_tickets(1500)
    child = odoo.fork(odoo.sweep)
    time.sleep(0.5)
    outage(2)
    assert finish(child) in (0, 1)
    assert finish(odoo.fork(odoo.sweep)) == 0
    desk.check()


def outage(seconds):
    from odoo import sql_db

    def maintain(statement, *values):
        with sql_db.db_connect("postgres").cursor() as cr:
            cr.connection.autocommit = True
            cr.execute(statement, values)

    sql_db.close_all()
    maintain(f'ALTER DATABASE "{DATABASE}" ALLOW_CONNECTIONS false')
    try:
        maintain(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            DATABASE,
        )
        time.sleep(seconds)
    finally:
        maintain(f'ALTER DATABASE "{DATABASE}" ALLOW_CONNECTIONS true')
