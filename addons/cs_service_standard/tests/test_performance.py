"""Cost: equal for one ticket and for fifty, and little more than the helpdesk's."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestPerformance(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for metric in ("first_contact", "first_response", "resolution"):
            cls._target(metric, 3600)
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))

    def _queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create(self, count, team=None):
        team = team or self.team
        vals_list = [
            self._prepare_ticket_vals(team_id=team.id) for _number in range(count)
        ]
        return self.env["helpdesk.ticket"].create(vals_list)

    def test_creation_costs_no_more_queries_than_the_helpdesk(self):
        for team in (self.team, self.team_plain):
            self._create(2, team)
        for count in (1, 50):
            ours = self._queries(lambda n=count: self._create(n))
            plain = self._queries(lambda n=count: self._create(n, self.team_plain))
            self.assertLessEqual(ours, plain + 2, f"{count} tickets")

    def test_creation_costs_the_same_for_one_and_fifty(self):
        self._create(2)
        one = self._queries(lambda: self._create(1))
        self.assertEqual(self._queries(lambda: self._create(50)), one)

    def test_more_targets_cost_no_more_queries(self):
        self._create(2)
        three = self._queries(lambda: self._create(50))
        for metric in ("record", "solution_proposed", "closure"):
            self._target(metric, 3600)
        self._create(2)
        self.assertEqual(self._queries(lambda: self._create(50)), three)

    def test_facts_cost_the_same_for_one_and_fifty(self):
        tickets = self._create(51)
        tickets[0]._cs_record_fact("contact")
        one = self._queries(lambda: tickets[0]._cs_record_fact("progress"))
        fifty = self._queries(lambda: tickets[1:]._cs_record_fact("progress"))
        self.assertLessEqual(fifty, one + 1)

    def _stage(self, name):
        return self.env.ref(f"cs_service_standard.helpdesk_ticket_stage_{name}")

    def _moves(self, tickets, stage):
        """Queries of moving one and the others."""
        one = self._queries(lambda: tickets[0].write({"stage_id": stage.id}))
        many = self._queries(lambda: tickets[1:].write({"stage_id": stage.id}))
        return one, many

    def test_a_move_that_moves_no_clock_adds_one_query(self):
        self.profile.gate_ids.unlink()
        tickets, plain = self._create(51), self._create(51, self.team_plain)
        for each in (tickets, plain):
            each[0].write({"stage_id": each[0].stage_id.id})
        ours = self._moves(tickets, self._stage("analysis"))
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        bare = self._moves(plain, stage)
        self.assertEqual(
            [mine - its for mine, its in zip(ours, bare, strict=True)], [1, 1]
        )

    def test_a_pause_costs_the_same_for_one_and_fifty(self):
        tickets = self._create(51)
        waiting = self._stage("waiting")
        tickets[0].stage_id = waiting
        tickets[0].stage_id = tickets[1].stage_id
        one, many = self._moves(tickets, waiting)
        self.assertLessEqual(many, one + 2)

    def test_a_new_first_stage_is_used_at_once(self):
        first = self._create(1).stage_id
        other = first.copy({"name": "Before", "sequence": first.sequence - 1})
        self.assertEqual(self._create(1).stage_id, other)

    def test_a_number_is_looked_up_by_its_index(self):
        asked, original = [], type(self.env).execute_query

        def spy(env, query):
            asked.append(query)
            return original(env, query)

        with patch.object(type(self.env), "execute_query", spy):
            self._create(1)
        query = next(query for query in asked if "generate_series" in query.code)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = str(self.env.execute_query(SQL("EXPLAIN %s", query)))
        self.assertIn("_cs_number_uniq", plan)

    def test_a_new_number_format_is_used_at_once(self):
        self._create(1)
        sequence = self.env["ir.sequence"].search([("code", "=", "cs.ticket.number")])
        sequence[:1].prefix = "N%(range_year)s%(range_month)s%(range_day)s"
        self.assertEqual(self._create(1).number[0], "N")
        own = sequence[:1].copy({"company_id": self.env.company.id})
        own.prefix = "C%(range_year)s%(range_month)s%(range_day)s"
        self.assertEqual(self._create(1).number[0], "C")
        own.unlink()
        self.assertEqual(self._create(1).number[0], "N")

    def test_queue_reads_the_same_for_one_and_fifty(self):
        tickets = self._create(50)
        names = ["number", "cs_due_badge", "cs_is_late", "cs_name_masked"]
        one = self._queries(lambda: tickets[0].read(names))
        fifty = self._queries(lambda: tickets.read(names))
        self.assertLessEqual(fifty, one)

    def test_sweep_costs_the_same_for_one_and_fifty(self):
        tickets = self._create(51)
        clocks = tickets.cs_clock_ids.filtered(lambda c: c.metric == "resolution")
        costs = []
        for due in (clocks[0], clocks[1], clocks[2:]):
            due.sudo().write(
                {
                    "levels": [["breach", 1672531200]],
                    "next_event_at": "2023-01-01 00:00:00",
                }
            )
            self.env.flush_all()
            costs.append(self._queries(clocks.sudo()._sweep_batch))
        self.assertEqual(costs[1], costs[2])


@tagged("post_install", "-at_install")
class TestRows(StandardCase):
    """Rows that skip the usual way are found in cache, database and computes alike."""

    def test_clocks_of_new_tickets_are_in_the_lists_of_the_ticket(self):
        self._target("resolution", 3600)
        ticket = self._create_ticket()
        cached = ticket.cs_clock_ids
        self.assertEqual(ticket.cs_next_metric, "resolution")
        read = {name: cached.read()[0][name] for name in ("state", "due_at", "levels")}
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(ticket.cs_clock_ids, cached)
        self.assertEqual(
            {name: cached.read()[0][name] for name in read}, read, "as in the database"
        )
        self.assertEqual(ticket.cs_sla_state, "running")

    def test_a_fact_joins_the_list_that_is_in_the_cache(self):
        ticket = self._create_ticket()
        known = ticket.cs_event_ids
        fact = ticket._cs_record_fact("progress")
        self.assertEqual(ticket.cs_event_ids, known + fact)
        self.assertEqual(fact.payload, False)

    def test_rows_come_back_in_order_also_when_there_are_many(self):
        ticket = self._create_ticket()
        facts = self.env["cs.ticket.event"]._append(
            [
                {"ticket_id": ticket.id, "kind": "progress", "payload": {"n": number}}
                for number in range(1500)
            ]
        )
        self.env.invalidate_all()
        numbers = [fact.payload["n"] for fact in facts]
        self.assertEqual(numbers, list(range(1500)))

    def test_only_what_a_write_may_change_is_compared(self):
        tickets = self.env["helpdesk.ticket"]
        self.assertEqual(tickets._cs_watched({"stage_id": 1}), ("stage_id",))
        self.assertEqual(tickets._cs_watched({"color": 1, "name": "x"}), ())
        for name in ("team_id", "partner_id", "cs_urgency", "user_id"):
            self.assertIn("cs_profile_id", tickets._cs_watched({name: 1}), name)
