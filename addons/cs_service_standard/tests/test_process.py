from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import tagged

from .process_common import ProcessCase

CODES = {"ENQUIRY", "COMPLAINT", "BUSINESS", "SUGGESTION", "KNOWLEDGE"}


@tagged("post_install", "-at_install")
class TestProcess(ProcessCase):
    def test_int_09_enquiry_has_four_steps(self):
        ticket = self._create_ticket(type_id=self._seeded("enquiry").id)
        self.assertEqual(
            ticket.cs_step_ids.mapped("name"),
            ["Greet", "Ask for the need", "Answer", "Record the question"],
        )
        self.assertEqual(ticket.cs_current_step_id.name, "Greet")
        self.assertEqual(ticket.cs_step_summary, "0 / 4")

    def test_int_09_open_record_step_blocks_closing(self):
        self._gate("closed")
        ticket = self._create_ticket(type_id=self._seeded("enquiry").id)
        record = self._steps(ticket, "Record the question")
        (ticket.cs_step_ids - record).with_user(self.agent_li).action_done()
        with self._refused(ValidationError, "Record the question"):
            self._move(ticket, "closed")
        record.with_user(self.agent_li).action_done()
        self._move(ticket, "closed")
        self.assertTrue(ticket.closed)

    def test_int_09_only_open_steps_are_named(self):
        self._gate("closed")
        ticket = self._create_ticket(type_id=self._seeded("enquiry").id)
        self._steps(ticket, "Greet").action_done()
        with self._refused(ValidationError, "^((?!Greet).)*Answer((?!Greet).)*$"):
            self._move(ticket, "closed")

    def test_gates_of_two_phases_ask_for_each_step_once(self):
        early, late = self._gate("solution"), self._gate("closed")
        ticket = self._create_ticket(type_id=self._seeded("logistics").id)
        self.assertEqual(len(early._missing(ticket)[ticket.id]), 3)
        self.assertEqual(late._missing(ticket), {ticket.id: ["Follow the delivery"]})
        early.mode = "warn"
        self.assertEqual(len(late._missing(ticket)[ticket.id]), 4)

    def test_cls_07_each_unconfirmed_point_blocks_solution(self):
        self._gate("solution")
        names = (
            "Confirm the dispatch time",
            "Confirm the address",
            "Confirm the carrier",
        )
        for name in names:
            ticket = self._create_ticket(type_id=self._seeded("logistics").id)
            ticket.cs_step_ids.evidence = "agreed by telephone"
            self._steps(ticket, *(set(names) - {name})).action_done()
            self._move(ticket, "analysis")
            with self._refused(ValidationError, name):
                self._move(ticket, "solution")
            self._steps(ticket, name).action_done()
            self._move(ticket, "solution")
            self.assertEqual(ticket.stage_id, self.stage["solution"])

    def test_cls_07_anomaly_adds_the_receipt_problem(self):
        ticket = self._create_ticket(type_id=self._seeded("logistics").id)
        self.assertTrue(ticket.cs_tracks_delivery)
        self.assertFalse(self._steps(ticket, "Settle the receipt problem"))
        ticket.cs_logistics_anomaly = "damaged"
        self.assertTrue(self._steps(ticket, "Settle the receipt problem"))
        ticket.cs_logistics_anomaly = False
        self.assertFalse(self._steps(ticket, "Settle the receipt problem"))

    def test_cls_13_five_processes_with_steps_and_types(self):
        refs = [f"cs_service_standard.cs_process_{code.lower()}" for code in CODES]
        for process in map(self.env.ref, refs):
            self.assertGreaterEqual(len(process.step_ids), 3, process.name)
            self.assertTrue(process.type_ids, process.name)

    def test_cls_13_suggestion_and_business_request_have_their_own_flow(self):
        flows = [
            self._create_ticket(type_id=self._seeded(name).id).cs_process_id
            for name in ("suggestion", "business")
        ]
        self.assertEqual([f.code for f in flows], ["SUGGESTION", "BUSINESS"])

    def test_process_of_the_profile_comes_first(self):
        special = self.process.copy({"profile_id": self.profile.id, "sequence": 99})
        special.type_ids = self.type_repair
        ticket = self._create_ticket(type_id=self.type_repair.id)
        self.assertEqual(ticket.cs_process_id, special)
        other = self.env["cs.service.profile"].create({"name": "Other", "code": "O"})
        special.profile_id = other
        ticket = self._create_ticket(type_id=self.type_repair.id)
        self.assertEqual(ticket.cs_process_id, self.process)

    def test_ticket_without_standard_has_no_steps(self):
        ticket = self._create_ticket(
            type_id=self.type_repair.id, team_id=self.team_plain.id
        )
        self.assertFalse(ticket.cs_process_id)
        self.assertFalse(ticket.cs_step_ids)

    def test_type_change_keeps_what_was_done(self):
        ticket = self._create_ticket(type_id=self._seeded("enquiry").id)
        self._steps(ticket, "Greet").action_done()
        ticket.type_id = self.type_repair
        self.assertEqual(
            ticket.cs_step_ids.mapped("name"),
            ["Greet", "diagnose", "repair", "call back"],
        )
        ticket.type_id = self._seeded("enquiry")
        self.assertEqual(len(ticket.cs_step_ids), 4)
        self.assertEqual(self._steps(ticket, "Greet").state, "done")

    def test_done_step_says_who_and_when(self):
        ticket = self._create_ticket(type_id=self.type_repair.id)
        step = ticket.cs_current_step_id
        with freeze_time("2023-10-09 03:00:00"):
            step.with_user(self.agent_li).action_done()
        self.assertEqual(step.done_by, self.agent_li)
        self.assertEqual(step.done_at, Datetime.to_datetime("2023-10-09 03:00:00"))
        step.action_reopen()
        self.assertFalse(step.done_by)
        self.assertEqual(ticket.cs_current_step_id, step)

    def test_skipping_wants_a_reason(self):
        ticket = self._create_ticket(type_id=self.type_repair.id)
        step = self._steps(ticket, "call back").with_user(self.agent_li)
        with self._refused(ValidationError, "why step 'call back'"):
            step.action_skip()
        step.evidence = "customer asked for no call"
        step.action_skip()
        self.assertEqual(step.state, "skipped")

    def test_required_step_is_skipped_by_a_leader_only(self):
        ticket = self._create_ticket(type_id=self.type_repair.id)
        step = self._steps(ticket, "repair")
        step.evidence = "nothing to repair"
        with self._refused(UserError, "ask a team leader"):
            step.with_user(self.agent_li).action_skip()
        step.with_user(self.leader).action_skip()
        self.assertEqual(step.state, "skipped")

    def test_step_with_evidence_is_not_done_without(self):
        ticket = self._create_ticket(type_id=self._seeded("logistics").id)
        step = self._steps(ticket, "Confirm the carrier")
        with self._refused(ValidationError, "needs evidence"):
            step.action_done()
        step.write({"evidence": "by rail", "state": "done"})
        self.assertEqual(step.state, "done")

    def test_used_step_is_archived_not_deleted(self):
        self._create_ticket(type_id=self.type_repair.id)
        with self._refused(UserError, "archive it"):
            self.process.step_ids[0].unlink()
        self.process.step_ids[0].active = False
        ticket = self._create_ticket(type_id=self.type_repair.id)
        self.assertEqual(ticket.cs_step_ids.mapped("name"), ["repair", "call back"])

    def test_steps_of_50_tickets_cost_what_one_costs(self):
        # two steps each: the ORM inserts at most 100 rows in one query
        self.process.step_ids[2].active = False
        self._count_queries(1)
        self.assertEqual(self._count_queries(50), self._count_queries(1))

    def _count_queries(self, count):
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals() for _index in range(count)]
        )
        tickets.with_context(cs_backdated=True).type_id = self.type_repair
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tickets._cs_sync_steps()
        self.env.flush_all()
        self.assertEqual(len(tickets.cs_step_ids), 2 * count)
        return self.env.cr.sql_log_count - before
