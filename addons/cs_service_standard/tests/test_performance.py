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

    def _extra(self, ours, bare):
        """Queries of a move beyond those of the helpdesk, of one ticket and of fifty.

        :param ours, bare: where a ticket of ours and a plain one are moved to
        """
        self.profile.gate_ids.unlink()
        ours, bare = self._stage(ours), self.env.ref(f"helpdesk_mgmt.{bare}")
        bare.mail_template_id = False
        tickets, plain = self._create(52), self._create(52, self.team_plain)
        # what is remembered from the first move on is no cost of a move
        for each, stage in ((tickets, ours), (plain, bare)):
            each[0].write({"stage_id": stage.id})
        found = self._moves(tickets[1:], ours), self._moves(plain[1:], bare)
        return [mine - its for mine, its in zip(*found, strict=True)]

    def test_a_move_that_ends_clocks_adds_four_queries_at_most(self):
        extra = self._extra("followup", "helpdesk_ticket_stage_done")
        self.assertLessEqual(max(extra), 4, extra)

    def test_closing_adds_four_queries_at_most(self):
        """The line in the dossier is made by a job."""
        extra = self._extra("closed", "helpdesk_ticket_stage_done")
        self.assertLessEqual(max(extra), 4, extra)

    def test_a_move_that_pauses_clocks_adds_four_queries_at_most(self):
        extra = self._extra("waiting", "helpdesk_ticket_stage_awaiting")
        self.assertLessEqual(max(extra), 4, extra)

    def test_more_clocks_cost_no_more_queries_when_they_end(self):
        three = self._extra("closed", "helpdesk_ticket_stage_done")
        for metric in ("record", "solution_proposed", "closure"):
            self._target(metric, 3600, pausable=True)
        self.assertEqual(self._extra("closed", "helpdesk_ticket_stage_done"), three)

    def test_a_new_first_stage_is_used_at_once(self):
        first = self._create(1).stage_id
        other = first.copy({"name": "Before", "sequence": first.sequence - 1})
        self.assertEqual(self._create(1).stage_id, other)

    def test_a_number_is_looked_up_by_its_index(self):
        asked, original = [], type(self.env).execute_query

        def spy(env, query):
            asked.append(query)
            return original(env, query)

        self._create(300)
        self.env.flush_all()
        self.env.cr.execute("ANALYZE helpdesk_ticket")
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

    def test_clocks_that_change_are_the_same_in_cache_and_database(self):
        for metric in ("first_contact", "first_response", "resolution"):
            self._target(metric, 3600, pausable=metric == "resolution")
        ticket = self._create_ticket()
        waiting = self.env.ref("cs_service_standard.helpdesk_ticket_stage_waiting")
        known = ticket.cs_clock_ids
        names = [name for name in known._fold_fields() if name != "notice_ids"]
        names.append("is_late")
        for action in (
            lambda: ticket.write({"stage_id": waiting.id}),
            lambda: ticket._cs_record_fact("contact"),
            lambda: ticket.write({"user_id": self.agent_li.id}),
            lambda: ticket._cs_record_fact("resolved"),
        ):
            action()
            cached = known.sorted("id").read(names)
            listed = ticket.cs_clock_ids
            summed = ticket.cs_next_due_at, ticket.cs_next_metric, ticket.cs_sla_state
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(known.sorted("id").read(names), cached)
            self.assertEqual(ticket.cs_clock_ids, listed)
            self.env.add_to_compute(ticket._fields["cs_next_due_at"], ticket)
            self.assertEqual(
                (ticket.cs_next_due_at, ticket.cs_next_metric, ticket.cs_sla_state),
                summed,
            )

    def test_a_pause_is_the_same_in_cache_and_database(self):
        ticket = self._create_ticket()
        ticket.stage_id = self.env.ref(
            "cs_service_standard.helpdesk_ticket_stage_waiting"
        )
        pause = ticket.cs_pause_id
        names = [name for name in pause._fields if name != "display_name"]
        cached, silent = pause.read(names), ticket.cs_silent_since
        self.assertTrue(pause.create_uid)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(pause.read(names), cached)
        self.assertEqual(ticket.cs_pause_id, pause)
        self.assertEqual(ticket.cs_pause_ids, pause)
        self.assertEqual(ticket.cs_silent_since, silent)
        self.env.add_to_compute(pause._fields["evidence_missing"], pause)
        self.assertEqual(pause.evidence_missing, cached[0]["evidence_missing"])
        ticket._cs_record_fact("resumed")
        cached = pause.read(names)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(pause.read(names), cached)
        self.assertEqual(pause.ended_how, "hand")
        self.assertFalse(ticket.cs_pause_id)

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
