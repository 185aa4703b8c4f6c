"""What follows a failed review: rework, reopening, the gate, the correction."""

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .outcome_common import OutcomeCase

NOW = "2023-10-13 06:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestQualityOutcome(OutcomeCase):
    """QAC-04: failed checks go back to execution, no second complaint."""

    def _move(self, ticket, stage, user=None):
        ticket.with_user(user or self.leader).stage_id = self.stages[stage]

    def test_qac_04_failed_goes_back_to_execution_with_rework_1(self):
        self._gate()
        self._review(polite=1)
        self.assertEqual(self.ticket.cs_phase, "execution")
        self.assertEqual(self.ticket.cs_rework_count, 1)
        with self.assertRaisesRegex(ValidationError, self.ticket.number):
            self._move(self.ticket, "acceptance", self.agent_li)

    def test_qac_04_put_right_and_verified_opens_the_way(self):
        self._gate()
        self._review(polite=1)
        record = self._nonconformity()
        record.with_user(self.agent_li).correction = "Called"
        record.with_user(self.agent_li).action_corrected()
        with self.assertRaises(ValidationError):
            self._move(self.ticket, "acceptance", self.agent_li)
        record.with_user(self.leader).action_verify()
        self._move(self.ticket, "acceptance", self.agent_li)
        self.assertEqual(self.ticket.cs_phase, "acceptance")
        self.assertEqual(self.ticket.cs_rework_count, 1)

    def test_qac_04_the_gate_asks_drawn_tickets_alone(self):
        self._gate()
        free = self._ticket("quality")
        self._move(free, "acceptance", self.agent_li)
        self._check()
        with self.assertRaisesRegex(ValidationError, "quality review"):
            self._move(self.ticket, "acceptance", self.agent_li)

    def test_qac_04_a_passed_review_opens_the_gate(self):
        self._gate()
        self._review(polite=4)
        self.assertEqual(self.ticket.cs_phase, "quality")
        self.assertFalse(self._nonconformity())
        self._move(self.ticket, "acceptance", self.agent_li)

    def test_qac_04_a_spot_check_to_come_stops_nobody(self):
        self._gate()
        self._check(method="spot")
        self._move(self.ticket, "acceptance", self.agent_li)

    def test_qac_04_short_path_is_not_asked(self):
        self._gate()
        self.ticket.type_id = self.env["helpdesk.ticket.type"].create(
            {"name": "Question", "cs_path": "short"}
        )
        self._check()
        self._move(self.ticket, "acceptance", self.agent_li)

    def test_qac_04_the_pass_mark_is_the_border(self):
        self.card.copy()
        for polite, clear, failed in ((4, 4, True), (4, 5, False), (5, 3, False)):
            ticket = self._ticket("quality")
            check = self._review(ticket, polite, clear)
            with self.subTest(score=check.score):
                self.assertEqual(bool(self._nonconformity(ticket)), failed)

    def test_qac_04_failed_draw_after_closing_reopens_and_tells(self):
        ticket = self._ticket("closed")
        before = len(self._letters(ticket))
        self._review(ticket, polite=1)
        self.assertEqual(ticket.cs_phase, "execution")
        self.assertFalse(ticket.closed_date)
        self.assertEqual(ticket.cs_rework_count, 1)
        letters = self._letters(ticket)[before:]
        self.assertEqual(len(letters), 1)
        self.assertIn("up again", letters.subject)

    def test_qac_04_rule_of_the_profile_after_closing(self):
        self.profile.quality_reopen = "record"
        ticket = self._ticket("closed")
        self._review(ticket, polite=1)
        self.assertEqual(ticket.cs_phase, "closed")
        self.assertEqual(ticket.cs_rework_count, 0)
        self.assertEqual(self._nonconformity(ticket).state, "open")

    def test_qac_04_letter_only_if_the_profile_says_so(self):
        self.profile.quality_reopen_letter = False
        ticket = self._ticket("closed")
        before = len(self._letters(ticket))
        self._review(ticket, polite=1)
        self.assertEqual(ticket.cs_phase, "execution")
        self.assertEqual(len(self._letters(ticket)), before)

    def test_qac_04_an_open_ticket_goes_back_without_a_letter(self):
        before = len(self._letters())
        self._review(polite=1)
        self.assertEqual(len(self._letters()), before)

    def test_qac_04_resolved_but_not_closed_goes_back(self):
        ticket = self._ticket("acceptance")
        self.profile.quality_reopen = "record"
        self._review(ticket, polite=1)
        self.assertEqual(ticket.cs_phase, "execution")

    def test_qac_04_before_execution_nothing_is_done_again(self):
        for stage in ("analysis", "cancelled"):
            ticket = self._ticket(stage)
            self._review(ticket, polite=1, method="targeted")
            with self.subTest(stage=stage):
                self.assertEqual(ticket.stage_id, self.stages[stage])
                self.assertEqual(ticket.cs_rework_count, 0)
                self.assertTrue(self._nonconformity(ticket))

    def test_qac_04_rework_is_a_fact_with_its_count(self):
        first = self._review(polite=1)
        self._move(self.ticket, "quality")
        second = self._review(polite=1)
        facts = self.ticket.cs_event_ids.filtered(lambda e: e.kind == "rework")
        self.assertEqual(
            [event.payload for event in facts.sorted("id")],
            [
                {"check": first.id, "count": 1},
                {"check": second.id, "count": 2},
            ],
        )
        self.assertEqual(self.ticket.cs_rework_count, 2)

    def test_qac_04_effect_and_result_are_asked_anew(self):
        for check, phase in (("effect", "acceptance"), ("result_told", "closed")):
            self._gate(check, phase)
        sheet = self.ticket._cs_executions(create=True)[self.ticket.id]
        with freeze_time("2023-10-13 05:00:00"):
            sheet.effect_note = "Runs"
            sheet.action_effect_right()
            sheet._note_told(fields.Datetime.now(), "yes")
        gates = self.env["cs.gate"]
        self.assertFalse(gates._check_gate_effect(self.ticket))
        self.assertFalse(gates._check_gate_result_told(self.ticket))
        self._review(polite=1)
        self.assertTrue(gates._check_gate_effect(self.ticket))
        self.assertTrue(gates._check_gate_result_told(self.ticket))

    def test_qac_04_plain_tickets_stay_where_they_are(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        stage = plain.stage_id
        self._review(plain, polite=1, agent_id=self.agent_li.id)
        self.assertEqual(plain.stage_id, stage)
        self.assertEqual(plain.cs_rework_count, 0)

    def test_qac_04_rework_can_be_searched(self):
        self._review(polite=1)
        free = self._ticket("quality")
        both = self.ticket + free
        tickets = self.env["helpdesk.ticket"]

        def found(*condition):
            return tickets.search([("id", "in", both.ids), condition])

        self.assertEqual(found("cs_rework_count", ">", 0), self.ticket)
        self.assertEqual(found("cs_rework_count", ">=", 0), both)
        self.assertEqual(found("cs_rework_count", "=", 0), free)
        self.assertEqual(found("cs_rework_count", "=", 1), self.ticket)

    def test_qac_04_card_of_the_course(self):
        def card(user, ticket=None):
            life = (ticket or self.ticket).with_user(user)._cs_life_review()
            return life.get((ticket or self.ticket).id)

        check = self._check()
        self.assertIsNone(card(self.agent_li))
        self.assertEqual(card(self.leader)["state_text"], "Drawn")
        check.with_user(self.reviewer)._mark(self._answers(1, 5))
        for user in (self.agent_li, self.leader):
            part = card(user)
            self.assertEqual(part["state_text"], "Not passed")
            self.assertIn(["Score", "40"], part["lines"])
            self.assertIn(["Rework", "1"], part["lines"])
        self.assertTrue(card(self.agent_li)["next"])
        self.assertIsNone(card(self.agent_wang))
        self._put_right()
        self.assertEqual(card(self.agent_li)["state_text"], "Put right")
        fine = self._ticket("quality")
        self._review(fine)
        self.assertEqual(card(self.leader, fine)["state_text"], "Passed")

    def test_qac_04_queries_do_not_grow_with_the_tickets(self):
        gates = self.env["cs.gate"]
        tickets = self.ticket.union(*(self._ticket("quality") for _ in range(9)))
        for ticket in tickets:
            self._check(ticket)
        counts = []
        for some in (tickets[:1], tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("cs_path")
            before = self.env.cr.sql_log_count
            self.assertEqual(len(gates._check_gate_leader_passed(some)), len(some))
            some.sudo(False)._cs_life_review()
            some.mapped("cs_rework_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestNonconformity(OutcomeCase):
    """A non-conformity stays open until it was corrected and verified."""

    def test_qac_04_what_it_says(self):
        self._review(polite=2)
        record = self._nonconformity()
        self.assertEqual(record.clause_ids, self.clause)
        self.assertEqual(record.cause, "Not trained")
        self.assertIn("Polite?: Was rude", record.what)
        self.assertNotIn("Clear?", record.what)
        self.assertEqual(record.responsible_id, self.agent_li)
        self.assertEqual(str(record.due_date), "2023-10-16")
        self.assertEqual((record.state, record.is_rework), ("open", True))
        activity = record.activity_ids
        self.assertEqual(activity.user_id, self.agent_li)
        self.assertEqual(str(activity.date_deadline), "2023-10-16")

    def test_qac_04_days_of_the_profile(self):
        self.profile.quality_correct_days = 10
        self._review(polite=1)
        self.assertEqual(str(self._nonconformity().due_date), "2023-10-23")

    def test_qac_04_mediocre_marks_are_named_when_none_is_bad(self):
        self._review(polite=4, clear=4)
        self.assertIn("Polite?", self._nonconformity().what)
        self.assertIn("Clear?", self._nonconformity().what)

    def test_qac_04_nobody_verifies_his_own_correction(self):
        self._review(polite=1)
        record = self._nonconformity()
        record.responsible_id = self.leader
        lead = record.with_user(self.leader)
        lead.correction = "Done"
        lead.action_corrected()
        self.assertFalse(lead.may_verify)
        with self.assertRaisesRegex(UserError, "somebody else"):
            lead.action_verify()
        record.with_user(self.other_leader).action_verify()
        self.assertEqual(record.verified_by, self.other_leader)

    def test_qac_04_agents_do_not_verify(self):
        self._review(polite=1)
        record = self._nonconformity()
        record.agent_id = self.agent_wang
        record.responsible_id = self.agent_li
        record.with_user(self.agent_li).write({"correction": "Done"})
        record.with_user(self.agent_li).action_corrected()
        with self.assertRaisesRegex(UserError, "team leader"):
            record.with_user(self.agent_wang).action_verify()

    def test_qac_04_no_step_is_left_out(self):
        self._review(polite=1)
        record = self._nonconformity().with_user(self.leader)
        for action in ("action_verify", "action_close"):
            with self.assertRaises(UserError):
                getattr(record, action)()
        with self.assertRaisesRegex(UserError, "put right"):
            record.with_user(self.agent_li).action_corrected()
        self._put_right()
        record.action_close()
        self.assertEqual(record.state, "closed")
        with self.assertRaises(UserError):
            record.action_close()

    def test_qac_04_a_correction_that_does_not_hold(self):
        self._review(polite=1)
        record = self._nonconformity()
        record.with_user(self.agent_li).correction = "Done"
        record.with_user(self.agent_li).action_corrected()
        self.assertFalse(record.activity_ids)
        lead = record.with_user(self.leader)
        with self.assertRaisesRegex(UserError, "Still Wrong"):
            lead.action_reject()
        lead.finding = "No report"
        lead.action_reject()
        self.assertEqual(record.state, "open")
        self.assertEqual(record.activity_ids.user_id, self.agent_li)

    def test_qac_04_the_state_is_not_typed(self):
        self._review(polite=1)
        record = self._nonconformity()
        for vals in ({"state": "closed"}, {"is_rework": False}, {"verified_by": 1}):
            with self.assertRaises(AccessError):
                record.with_user(self.leader).write(vals)
        mine = self.env["cs.nonconformity"].with_user(self.leader)
        made = mine.create(
            {"what": "Late", "state": "closed", "ticket_id": self.ticket.id}
        )
        self.assertEqual((made.state, made.team_id), ("open", self.team))
        made.what = "Two days late"
        with self.assertRaises(AccessError):
            record.with_user(self.agent_li).what = "Nothing"
        with self.assertRaises(AccessError):
            record.with_user(self.manager).unlink()

    def test_qac_04_overdue_ones_reach_the_leader_once(self):
        self._review(polite=1)
        record = self._nonconformity()
        with freeze_time("2023-10-16 06:00:00"):
            self._job("ir_cron_nonconformity")
        self.assertEqual(record.activity_ids.user_id, self.agent_li)
        for _run in range(2):
            with freeze_time("2023-10-17 06:00:00"):
                self.assertTrue(record.is_overdue)
                self._job("ir_cron_nonconformity")
        told = record.activity_ids.filtered(lambda a: a.user_id == self.leader)
        self.assertEqual(len(told), 1)

    def test_qac_04_one_that_fails_does_not_stop_the_others(self):
        model = type(self.env["cs.nonconformity"])
        broken, fine = self._ticket("quality"), self._ticket("quality")
        for ticket in (broken, fine):
            self._review(ticket, polite=1)
        bad = self._nonconformity(broken)
        origin = model._prepare_overdue_vals

        def prepare(record):
            if record == bad:
                raise ValueError("Nobody there")
            return origin(record)

        self.patch(model, "_prepare_overdue_vals", prepare)
        with freeze_time("2023-10-20 06:00:00"):
            self._job("ir_cron_nonconformity")
        self.assertIn("Nobody there", bad.error)
        told = self._nonconformity(fine).activity_ids.user_id
        self.assertIn(self.leader, told)

    def test_qac_04_hook_of_the_improvement(self):
        self._review(polite=1)
        values = self._nonconformity()._improvement_values()
        self.assertEqual(values["clause_ids"], self.clause.ids)
        self.assertEqual(values["ticket_id"], self.ticket.id)
        self.assertIn("40 of 100", values["problem"])

    def test_qac_04_follow_up_costs_the_same_for_many(self):
        """Apart from the e-mails to those who have to put it right."""
        quiet = {"tracking_disable": True, "mail_activity_quick_update": True}
        counts = []
        for number in (1, 1, 50):
            checks = self.env["cs.quality.check"].union(
                *(self._check(self._ticket("execution")) for _ in range(number))
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            checks.with_context(**quiet)._follow_up_failure()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)
