"""Two workers end pauses, one is killed: run where HttpCase tests run.

On committed data and real cursors: what is made here is removed again.
"""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

WAITING = "cs_service_standard.helpdesk_ticket_stage_waiting"


@tagged("post_install", "-at_install")
class TestPauseThreads(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self._transaction() as env:
            profile = env["cs.service.profile"].create(
                {"name": "Pauses", "code": "PAUSES-AT-ONCE", "state": "in_force"}
            )
            team = env["helpdesk.ticket.team"].create(
                {"name": "Pauses at once", "cs_profile_id": profile.id}
            )
            vals = {"name": "Two", "description": "Two", "team_id": team.id}
            tickets = env["helpdesk.ticket"].create([dict(vals)] * 3)
            tickets.write({"stage_id": env.ref(WAITING).id})
            self.tickets = tickets.ids
            env["cs.ticket.pause"].search([("ticket_id", "in", tickets.ids)]).write(
                {"until": fields.Datetime.now() - timedelta(minutes=1)}
            )
            self._mine(env).resume_at = fields.Datetime.now() - timedelta(minutes=1)
        self.addCleanup(self._remove, team.id, profile.id)

    def _remove(self, team_id, profile_id):
        with self._transaction() as env:
            tickets = env["helpdesk.ticket"].browse(self.tickets).exists()
            tickets.activity_ids.unlink()
            tickets.unlink()
            env["helpdesk.ticket.team"].browse(team_id).unlink()
            env["cs.service.profile"].browse(profile_id).unlink()

    @contextmanager
    def _transaction(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _mine(self, env):
        return env["cs.ticket.pause"].search([("ticket_id", "in", self.tickets)])

    def _resume(self, env):
        """One batch of the job, over the pauses of this test only."""
        pauses = env["cs.ticket.pause"]
        mine = [
            ("resume_at", "<=", fields.Datetime.now()),
            ("ticket_id", "in", self.tickets),
        ]
        with patch.object(type(pauses), "_due_domain", lambda self: mine):
            return pauses._resume_batch()

    def _told(self):
        """Tickets still paused, facts of going on, to-dos."""
        with self._transaction() as env:
            tickets = env["helpdesk.ticket"].browse(self.tickets)
            resumed = tickets.cs_event_ids.filtered(lambda e: e.kind == "resumed")
            paused = tickets.filtered("cs_pause_id")
            return len(paused), len(resumed), len(tickets.activity_ids)

    @mute_logger("odoo.sql_db")
    def test_case_16_two_workers_resume_each_ticket_once(self):
        with self._transaction() as first:
            self.assertEqual(self._resume(first), 3)
            first.flush_all()
            with self._transaction() as second:
                self.assertEqual(self._resume(second), 0)
        self.assertEqual(self._told(), (0, 3, 3))

    def test_case_16_a_killed_job_leaves_nothing_half_done(self):
        with self.assertRaises(KeyboardInterrupt), self._transaction() as env:
            self._resume(env)
            env.flush_all()
            raise KeyboardInterrupt
        self.assertEqual(self._told(), (3, 0, 0))
        with self._transaction() as env:
            self.assertEqual(self._resume(env), 3)
        with self._transaction() as env:
            self.assertEqual(self._resume(env), 0)
        self.assertEqual(self._told(), (0, 3, 3))

    @mute_logger("odoo.sql_db")
    def test_case_16_a_ticket_written_meanwhile_is_tried_again(self):
        conflict = self.assertRaises(psycopg2.errors.SerializationFailure)
        with conflict, self._transaction() as job:
            job["helpdesk.ticket"].browse(self.tickets).fetch(["cs_pause_id"])
            with self._transaction() as user:
                user["helpdesk.ticket"].browse(self.tickets[0])._cs_resume("hand")
            job["helpdesk.ticket"].browse(self.tickets)._cs_resume("automatic")
        with self._transaction() as env:
            self.assertEqual(self._resume(env), 2)
        self.assertEqual(self._told(), (0, 3, 2))
