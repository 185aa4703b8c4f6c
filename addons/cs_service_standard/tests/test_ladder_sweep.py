"""The cost of the scheduler: it reads what is due, whatever else there is."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from .ladder_common import LadderCase

START = datetime(2023, 10, 9, 4, 0)
DUE = datetime(2023, 10, 9, 5, 0, 1)
LATER = datetime(2023, 10, 9, 5, 1)


@tagged("post_install", "-at_install")
class TestLadderSweep(LadderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_contact", 1, limit_unit="hour", warn_percent=0)
        with freeze_time(START):
            cls.ticket = cls._create_ticket(user_id=cls.agent_li.id)
        cls.clock = cls.ticket.cs_clock_ids
        cls.env.flush_all()

    def _copy_clocks(self, number, due, cycle=100):
        """More clocks like the first one, by the database alone."""
        skip = {"id", "cycle", "next_event_at"}
        names = [
            SQL.identifier(name)
            for name, field in self.clock._fields.items()
            if field.store and field.column_type and name not in skip
        ]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_ticket_clock (cycle, next_event_at, %(names)s)
                SELECT n, %(due)s, %(names)s FROM cs_ticket_clock,
                    generate_series(%(first)s, %(last)s) AS n
                WHERE id = %(clock)s
                RETURNING id
                """,
                names=SQL(", ").join(names),
                due=due,
                first=cycle,
                last=cycle + number - 1,
                clock=self.clock.id,
            )
        )
        self.env.invalidate_all()

    def _count(self, call):
        """Queries of a call, after a first one that fills the caches."""
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _batch_cost(self, number, cycle):
        self._copy_clocks(number, DUE, cycle)
        with freeze_time(LATER):
            return self._count(self.env["cs.ticket.clock"]._sweep_batch)

    def test_case_46_a_thousand_clocks_cost_what_one_costs(self):
        self.clock.next_event_at = False
        self._batch_cost(1, 100)
        one = self._batch_cost(1, 200)
        many = self._batch_cost(1000, 1000)
        self.assertEqual(one, many)
        self.assertLessEqual(many, 6)
        self.assertEqual(len(self.clock.search([("fired", "!=", False)])), 1002)

    def test_case_46_nothing_due_costs_the_same_with_10_000_open_clocks(self):
        self.clock.next_event_at = False
        with freeze_time(LATER):
            self._count(self._run)
            few = self._count(self._run)
            self._copy_clocks(10_000, datetime(2024, 1, 1))
            many = self._count(self._run)
        self.assertEqual(few, many)

    def _run(self):
        """One run of the job as the scheduler does it, without committing."""
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *a, **kw: 1
        ):
            self.env["cs.ticket.clock"]._cron_sweep()

    def test_case_41_told_within_a_minute_at_10_000_open_tickets(self):
        self.clock.next_event_at = False
        self._copy_clocks(10_000, datetime(2024, 1, 1))
        self._copy_clocks(1, DUE, cycle=50)
        self.assertEqual(self.cron.interval_type, "minutes")
        self.assertEqual(self.cron.interval_number, 1)
        with freeze_time(LATER):
            self._run()
        notice = self.ticket.cs_notice_ids
        self.assertEqual(len(notice), 1)
        self.assertLess((notice.delivered_at - DUE).total_seconds(), 60)

    def test_case_46_due_clocks_are_found_by_the_partial_index(self):
        self.clock.next_event_at = False
        self._copy_clocks(10_000, datetime(2024, 1, 1))
        self.env.cr.execute("ANALYZE cs_ticket_clock")
        queries = []
        original = type(self.env.cr).execute

        def spy(cr, query, *args, **kwargs):
            queries.append(query)
            return original(cr, query, *args, **kwargs)

        with freeze_time(LATER), patch.object(type(self.env.cr), "execute", spy):
            self.env["cs.ticket.clock"]._take_due()
        taken = next(query for query in queries if "SKIP LOCKED" in str(query))
        rows = self.env.execute_query(SQL("EXPLAIN %s", taken))
        found = "\n".join(row for (row,) in rows)
        self.assertIn("cs_ticket_clock_next_event_idx", found)
        self.assertNotIn("Seq Scan on cs_ticket_clock", found)

    def test_delivery_of_50_costs_little_more_than_of_1(self):
        """What grows are the messages to followers, none of the look-ups."""
        self.clock.next_event_at = False
        costs = []
        for number, cycle in ((1, 100), (1, 200), (50, 300)):
            self._copy_clocks(number, DUE, cycle)
            with freeze_time(LATER):
                self.env["cs.ticket.clock"]._sweep_batch()
                costs.append(self._count(self.env["cs.clock.notice"]._deliver_batch))
        self.assertEqual(costs[1], costs[2], costs)
