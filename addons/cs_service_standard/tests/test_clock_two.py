"""Two at once: two writers of one ticket, two workers of the sweep."""

from contextlib import contextmanager
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestClockTwo(BaseCase):
    """On committed data and real cursors: what is made here is removed again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self._transaction() as env:
            profile = env["cs.service.profile"].create(
                {"name": "Two", "code": "TWO-AT-ONCE", "state": "in_force"}
            )
            env["cs.sla.target"].create(
                [
                    {"profile_id": profile.id, "metric": metric, "limit_value": 1}
                    for metric in ("first_contact", "next_reply")
                ]
            )
            team = env["helpdesk.ticket.team"].create(
                {"name": "Two at once", "cs_profile_id": profile.id}
            )
            vals = {"name": "Two", "description": "Two", "team_id": team.id}
            self.tickets = env["helpdesk.ticket"].create([dict(vals)] * 3).ids
            self.made = [team, profile]
            env["helpdesk.ticket"].browse(self.tickets[0])._cs_record_fact("contact")
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

    def _ticket(self, env):
        return env["helpdesk.ticket"].browse(self.tickets[0])

    def _refuse_second(self, kind):
        conflict = self.assertRaises(psycopg2.errors.SerializationFailure)
        with conflict, self._transaction() as second:
            self._ticket(second).cs_event_ids.fetch(["kind"])
            with self._transaction() as first:
                self._ticket(first)._cs_record_fact(kind)
            self._ticket(second)._cs_record_fact(kind)

    @mute_logger("odoo.sql_db")
    def test_second_writer_is_tried_again_and_sees_the_first(self):
        self._refuse_second("customer")
        with self._transaction() as again:
            self._ticket(again)._cs_record_fact("customer")
            kinds = self._ticket(again).cs_event_ids.mapped("kind")
            self.assertEqual(kinds.count("customer"), 2)
            clocks = self._ticket(again).cs_clock_ids
            self.assertEqual(
                sorted(clocks.mapped("metric")), ["first_contact", "next_reply"]
            )

    @mute_logger("odoo.sql_db")
    def test_facts_of_different_clocks_meet_too(self):
        self._refuse_second("stranger")

    def _make_due(self):
        with self._transaction() as env:
            env["cs.ticket.clock"].search(
                [("ticket_id", "in", self.tickets), ("state", "=", "running")]
            ).write(
                {
                    "due_at": "2023-01-01 00:00:00",
                    "levels": [["breach", 1672531200]],
                    "next_event_at": "2023-01-01 00:00:00",
                }
            )

    def _notices(self):
        with self._transaction() as env:
            found = env["cs.clock.notice"].search([("ticket_id", "in", self.tickets)])
            return len(found), len(found.clock_id)

    def _sweep_mine(self, env):
        mine = [
            ("next_event_at", "<=", fields.Datetime.now()),
            ("ticket_id", "in", self.tickets),
        ]
        clocks = env["cs.ticket.clock"]
        with patch.object(type(clocks), "_due_domain", lambda self: mine):
            return clocks._sweep_batch()

    @mute_logger("odoo.sql_db")
    def test_two_workers_tell_each_clock_once(self):
        self._make_due()
        with self._transaction() as first:
            self.assertEqual(self._sweep_mine(first), 2)
            first.flush_all()
            with self._transaction() as second:
                self.assertEqual(self._sweep_mine(second), 0)
        self.assertEqual(self._notices(), (2, 2))

    def test_a_killed_sweep_leaves_nothing_half_done(self):
        self._make_due()
        with self.assertRaises(KeyboardInterrupt), self._transaction() as env:
            self._sweep_mine(env)
            env.flush_all()
            raise KeyboardInterrupt
        self.assertEqual(self._notices(), (0, 0))
        with self._transaction() as env:
            self._sweep_mine(env)
        self.assertEqual(self._notices(), (2, 2))

    @mute_logger("odoo.sql_db")
    def test_clock_changed_meanwhile_is_looked_at_again(self):
        """The sweep rolls back, takes a fresh look and acts on what is there now."""
        self._make_due()
        mine = [
            ("next_event_at", "<=", fields.Datetime.now()),
            ("ticket_id", "in", self.tickets),
        ]
        with self._transaction() as env:
            clocks = env["cs.ticket.clock"]
            original = type(clocks)._take_due
            answered = []

            def take(clocks):
                if not answered:
                    answered.append(True)
                    with self._transaction() as other:
                        other["helpdesk.ticket"].browse(
                            self.tickets[1]
                        )._cs_record_fact("contact")
                return original(clocks)

            with (
                patch.object(type(clocks), "_due_domain", lambda self: mine),
                patch.object(type(clocks), "_take_due", take),
            ):
                clocks._cron_sweep()
        self.assertEqual(self._notices(), (1, 1))

    @mute_logger("odoo.sql_db")
    def test_ticket_deleted_during_a_sweep_leaves_no_notice(self):
        """Whoever deletes waits for the sweep, and is tried again with its notices."""
        self._make_due()
        conflict = self.assertRaises(psycopg2.errors.SerializationFailure)
        with conflict, self._transaction() as deleting:
            tickets = deleting["helpdesk.ticket"].browse(self.tickets)
            tickets.fetch(["name"])
            with self._transaction() as sweeping:
                self._sweep_mine(sweeping)
            tickets.unlink()
        self.assertEqual(self._notices(), (2, 2))
        with self._transaction() as again:
            again["helpdesk.ticket"].browse(self.tickets).unlink()
        self.assertEqual(self._notices(), (0, 0))

    def _deliver_mine(self, env):
        mine = [
            ("deliver_at", "<=", fields.Datetime.now()),
            ("ticket_id", "in", self.tickets),
        ]
        notices = env["cs.clock.notice"]
        with patch.object(type(notices), "_deliver_domain", lambda self: mine):
            done = notices._deliver_batch()
        env.flush_all()
        return done

    def _todos(self):
        with self._transaction() as env:
            return len(env["helpdesk.ticket"].browse(self.tickets).activity_ids)

    @mute_logger("odoo.sql_db")
    def test_two_workers_deliver_each_notice_once(self):
        self._make_due()
        with self._transaction() as env:
            self._sweep_mine(env)
        with self._transaction() as first:
            self.assertEqual(self._deliver_mine(first), 2)
            with self._transaction() as second:
                self.assertEqual(self._deliver_mine(second), 0)
        with self._transaction() as third:
            self.assertEqual(self._deliver_mine(third), 0)
        self.assertEqual(self._todos(), 2)

    def test_a_killed_delivery_is_done_again_and_once(self):
        self._make_due()
        with self._transaction() as env:
            self._sweep_mine(env)
        with self.assertRaises(KeyboardInterrupt), self._transaction() as env:
            self._deliver_mine(env)
            raise KeyboardInterrupt
        self.assertEqual(self._todos(), 0)
        for _run in range(2):
            with self._transaction() as env:
                self._deliver_mine(env)
        self.assertEqual(self._todos(), 2)
