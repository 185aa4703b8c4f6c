"""Agents answer reviews of their work: acknowledged, or disputed (P31)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .outcome_common import REVIEWER, OutcomeCase

NOW = "2023-10-13 06:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAcknowledge(OutcomeCase):
    def test_qac_04_the_agent_acknowledges_his_own_review_once(self):
        check = self._review()
        self.assertEqual(str(check.acknowledge_due), "2023-10-18")
        mine = check.with_user(self.agent_li)
        self.assertTrue(mine.may_acknowledge)
        self.assertFalse(check.with_user(self.leader).may_acknowledge)
        with self.assertRaises(UserError):
            check.with_user(self.leader).action_acknowledge()
        mine.action_acknowledge()
        self.assertEqual(str(check.acknowledged_at), NOW)
        with self.assertRaises(UserError):
            mine.action_acknowledge()

    def test_qac_04_nobody_reads_a_review_before_it_is_done(self):
        check = self._check()
        with self.assertRaises(AccessError):
            check.with_user(self.agent_li).action_acknowledge()

    def test_qac_04_the_leader_lists_what_is_not_acknowledged(self):
        late, fresh = self._review(), self._review(self._ticket("quality"))
        fresh.with_user(self.agent_li).action_acknowledge()
        with freeze_time("2023-10-19 06:00:00"):
            found = self.env["cs.quality.check"].with_user(self.leader)
            found = found.search([("acknowledge_late", "=", True)])
        self.assertIn(late, found)
        self.assertNotIn(fresh, found)

    def test_qac_04_days_of_zero_ask_nothing(self):
        self.profile.write({"quality_acknowledge_days": 0, "quality_dispute_days": 0})
        check = self._review()
        self.assertFalse(check.acknowledge_due)
        self.assertFalse(check.with_user(self.agent_li).may_dispute)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDispute(OutcomeCase):
    def _dispute(self, check, submit=True, **lines):
        """Li disputes marks: question name -> values of the line."""
        marks = {
            "polite": check.mark_ids.filtered(lambda m: m.question_id == self.polite),
            "clear": check.mark_ids.filtered(lambda m: m.question_id == self.clear),
            "shirking": check.mark_ids.filtered(
                lambda m: m.question_id == self.shirking
            ),
        }
        dispute = (
            self.env["cs.quality.dispute"]
            .with_user(self.agent_li)
            .create(
                {
                    "check_id": check.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "mark_id": marks[name].id,
                                "comment": "I was polite",
                                **vals,
                            },
                        )
                        for name, vals in lines.items()
                    ],
                }
            )
        )
        if submit:
            dispute.action_submit()
        return dispute

    def _decide(self, dispute, user=None, **vals):
        mine = dispute.with_user(user or self.leader)
        mine.line_ids.write({"outcome": "accepted", **vals})
        mine.action_decide()

    def _average(self):
        checks = self.env["cs.quality.check"]
        domain = [*checks._average_domain(), ("agent_id", "=", self.agent_li.id)]
        return checks._read_group(domain, [], ["score:avg"])[0][0]

    def test_pitfall_31_marks_score_result_and_average_change_at_once(self):
        other = self._review(self._ticket("quality"))
        check = self._review(polite=1)
        self.assertEqual((other.score, check.score, self._average()), (100, 40, 70))
        dispute = self._dispute(check, polite={"proposed_value": 5})
        self._decide(dispute)
        self.assertEqual((check.score, check.result), (100, "passed"))
        self.assertEqual(self._average(), 100)
        self.assertEqual((dispute.old_score, dispute.new_score), (40, 100))
        self.assertEqual(dispute.state, "decided")
        self.assertIn("40", check.change_log)

    def test_pitfall_31_one_transaction(self):
        """What fails afterwards undoes the marks as well."""
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})

        def fail(*_args):
            raise UserError("The month is closed")

        self.patch(type(dispute), "_adjustment", fail)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._decide(dispute)
        self.env.invalidate_all()
        self.assertEqual((check.score, check.result), (40, "failed"))
        self.assertEqual(dispute.state, "open")

    def test_pitfall_31_hook_of_adjustments(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})
        seen = []
        self.patch(
            type(dispute), "_adjustment", lambda _d, old, new: seen.append((old, new))
        )
        self._decide(dispute)
        self.assertEqual(
            seen,
            [
                (
                    {"score": 40, "result": "failed"},
                    {"score": 100, "result": "passed"},
                )
            ],
        )

    def test_pitfall_31_a_pass_takes_rework_and_nonconformity_back(self):
        check = self._review(polite=1)
        record = self._nonconformity()
        self.assertEqual(self.ticket.cs_rework_count, 1)
        self._decide(self._dispute(check, polite={"proposed_value": 5}))
        self.assertEqual(record.state, "withdrawn")
        self.assertFalse(record.activity_ids)
        self.assertEqual(self.ticket.cs_rework_count, 0)
        self.assertFalse(self.env["cs.gate"]._check_gate_leader_passed(self.ticket))
        notes = "".join(self.ticket.message_ids.mapped("body"))
        self.assertIn("passed after a dispute", notes)

    def test_pitfall_31_still_failed_keeps_everything(self):
        check = self._review(polite=1, clear=1)
        dispute = self._dispute(check, polite={"proposed_value": 4})
        self._decide(dispute)
        self.assertEqual((check.score, check.result), (45, "failed"))
        self.assertEqual(self._nonconformity().state, "open")

    def test_pitfall_31_partly(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})
        with self.assertRaisesRegex(UserError, "reason"):
            self._decide(dispute, outcome="partly", decided_value=3)
        with self.assertRaisesRegex(UserError, "mark"):
            self._decide(dispute, outcome="partly", reason="Once", decided_value=0)
        self._decide(dispute, outcome="partly", decided_value=3, reason="Once rude")
        self.assertEqual(check.score, 70)

    def test_pitfall_31_not_applicable_and_critical(self):
        check = self._review(polite=1, shirking=True)
        self.assertEqual(check.score, 0)
        dispute = self._dispute(check, shirking={}, polite={"proposed_na": True})
        self._decide(dispute)
        self.assertEqual((check.score, check.result), (100, "passed"))

    def test_pitfall_31_rejected_is_final_unless_a_manager_reopens(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})
        with self.assertRaisesRegex(UserError, "reason"):
            self._decide(dispute, outcome="rejected")
        self._decide(dispute, outcome="rejected", reason="The recording says so")
        self.assertEqual((check.score, dispute.state), (40, "decided"))
        self.assertFalse(check.with_user(self.agent_li).may_dispute)
        for user in (self.agent_li, self.leader):
            with self.assertRaisesRegex(UserError, "manager"):
                dispute.with_user(user).action_reopen()
        boss = dispute.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "why"):
            boss.action_reopen()
        boss.reopen_reason = "Another recording was found"
        boss.action_reopen()
        self._decide(dispute, self.other_leader)
        self.assertEqual(check.score, 100)

    def test_pitfall_31_a_decision_taken_back_restores_everything(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})
        self._decide(dispute)
        self.ticket.stage_id = self.stages["acceptance"]
        boss = dispute.with_user(self.manager)
        boss.reopen_reason = "The note was written later"
        boss.action_reopen()
        self._decide(dispute, outcome="rejected", reason="The note is of today")
        self.assertEqual((check.score, check.result), (40, "failed"))
        self.assertEqual((dispute.old_score, dispute.new_score), (100, 40))
        self.assertEqual(self._nonconformity().state, "open")
        self.assertEqual(self.ticket.cs_phase, "execution")
        self.assertEqual(self.ticket.cs_rework_count, 1)

    def test_pitfall_31_decided_by_another_person(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})
        for user in (self.reviewer, self.agent_li):
            with self.assertRaises(UserError):
                self._decide(dispute, user)
            self.assertFalse(dispute.with_user(user).may_decide)
        self.assertEqual(dispute.activity_ids.user_id, self.leader)
        self.assertTrue(dispute.with_user(self.leader).may_decide)

    def test_pitfall_31_a_leader_does_not_decide_about_himself(self):
        ticket = self._ticket("quality", user_id=self.leader.id)
        check = self._review(ticket, polite=1)
        dispute = (
            self.env["cs.quality.dispute"]
            .with_user(self.leader)
            .create({"check_id": check.id})
        )
        dispute.write(
            {
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "mark_id": check.mark_ids[0].id,
                            "comment": "Polite",
                            "proposed_value": 5,
                        },
                    )
                ]
            }
        )
        dispute.action_submit()
        self.assertNotEqual(dispute.activity_ids.user_id, self.leader)
        with self.assertRaisesRegex(UserError, "neither"):
            self._decide(dispute)

    def test_pitfall_31_window(self):
        check = self._review(polite=1)
        self.assertEqual(str(check.dispute_until), "2023-10-20")
        with freeze_time("2023-10-20 15:59:00"):
            self.assertTrue(check.with_user(self.agent_li).may_dispute)
        with freeze_time("2023-10-20 16:00:00"):  # midnight in Shanghai
            check.invalidate_recordset(["may_dispute"])
            self.assertFalse(check.with_user(self.agent_li).may_dispute)
            with self.assertRaisesRegex(UserError, "within the days"):
                self._dispute(check, polite={"proposed_value": 5})

    def test_pitfall_31_only_the_agent_disputes(self):
        check = self._review(polite=1)
        disputes = self.env["cs.quality.dispute"]
        for user in (self.leader, self.manager):
            with self.assertRaises(UserError):
                disputes.with_user(user).create({"check_id": check.id})
        with self.assertRaises(AccessError):
            disputes.with_user(self.agent_wang).create({"check_id": check.id})

    def test_pitfall_31_what_is_disputed_is_fixed_once_handed_in(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 4})
        line = dispute.line_ids.with_user(self.agent_li)
        with self.assertRaises(UserError):
            line.proposed_value = 5
        with self.assertRaises(UserError):
            line.outcome = "accepted"
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(AccessError):
            dispute.with_user(self.leader).write({"state": "decided"})

    def test_pitfall_31_marks_off_the_scale_or_of_others(self):
        check = self._review(polite=1)
        with (
            self.assertRaisesRegex(ValidationError, "1 to 5"),
            self.env.cr.savepoint(),
        ):
            self._dispute(check, polite={"proposed_value": 6})
        other = self._review(self._ticket("quality"), polite=1)
        with (
            self.assertRaisesRegex(ValidationError, "disputed review"),
            self.env.cr.savepoint(),
        ):
            self._dispute(
                check,
                polite={"mark_id": other.mark_ids[0].id, "proposed_value": 5},
            )
        with self.assertRaisesRegex(UserError, "Add the marks"):
            self._dispute(other)

    def test_pitfall_31_another_mark_has_to_be_proposed(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, submit=False, polite={"proposed_value": 1})
        line = dispute.line_ids
        for vals in ({}, {"proposed_value": 0}):
            line.write(vals)
            with self.assertRaisesRegex(UserError, "another mark"):
                dispute.action_submit()
        line.proposed_value = 2
        dispute.action_submit()
        kept = self._review(self._ticket("quality"))
        with self.assertRaisesRegex(UserError, "another mark"):
            self._dispute(kept, shirking={})

    def test_pitfall_31_marks_are_found_by_their_question(self):
        check = self._review()
        marks = check.mark_ids
        found = marks.name_search("clear", [("check_id", "=", check.id)])
        expected = marks.filtered(lambda m: m.question_id == self.clear)
        self.assertEqual([key for key, _name in found], expected.ids)

    def test_pitfall_31_a_leader_sees_what_is_handed_in(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, submit=False, polite={"proposed_value": 5})
        with self.assertRaises(AccessError):
            dispute.with_user(self.leader).read(["state"])
        dispute.action_submit()
        self.assertEqual(dispute.with_user(self.leader).state, "open")

    def test_pitfall_31_overturned_marks_per_reviewer(self):
        """Two of three marks fall; decided after one and after two days."""
        first = self._review(polite=1, clear=1)
        second = self._review(self._ticket("quality"), polite=1)
        one = self._dispute(
            first, polite={"proposed_value": 5}, clear={"proposed_value": 5}
        )
        two = self._dispute(second, polite={"proposed_value": 5})
        with freeze_time("2023-10-14 06:00:00"):
            mine = one.with_user(self.leader)
            keep, fall = mine.line_ids
            keep.write({"outcome": "rejected", "reason": "Heard it"})
            fall.outcome = "accepted"
            mine.action_decide()
        with freeze_time("2023-10-15 06:00:00"):
            self._decide(two)
        lines = self.env["cs.quality.dispute.line"].with_user(self.leader)
        groups = lines._read_group(
            [("state", "=", "decided"), ("reviewer_id", "=", self.reviewer.id)],
            ["reviewer_id"],
            ["overturned:sum", "__count", "days_to_decide:avg"],
        )
        ((_reviewer, k, n, days),) = groups
        self.assertEqual((k, n), (2, 3))
        self.assertAlmostEqual(days, 4 / 3)

    def test_pitfall_31_the_form_as_the_agent_fills_it(self):
        check = self._review(polite=1)
        action = check.with_user(self.agent_li).action_dispute()
        disputes = self.env["cs.quality.dispute"].with_user(self.agent_li)
        form = Form(disputes.with_context(**action["context"]))
        with form.line_ids.new() as line:
            line.mark_id = check.mark_ids[0]
            line.proposed_value = 5
            line.comment = "I said please"
        dispute = form.save()
        self.assertEqual(dispute.line_ids.given_text, "1 of 5")
        dispute.action_submit()
        self.assertEqual(dispute.state, "open")
        again = check.with_user(self.agent_li).action_dispute()
        self.assertEqual(again["res_id"], dispute.id)

    def test_pitfall_31_the_agent_is_told(self):
        check = self._review(polite=1)
        dispute = self._dispute(check, polite={"proposed_value": 5})
        self._decide(dispute)
        told = dispute.message_ids.filtered(
            lambda m: self.agent_li.partner_id in m.partner_ids
        )
        self.assertIn("40 becomes 100", "".join(told.mapped("body")))

    def test_qac_04_the_card_says_that_a_dispute_is_open(self):
        check = self._review(polite=1)
        self._dispute(check, polite={"proposed_value": 5})
        life = self.ticket.with_user(self.leader)._cs_life_review()
        self.assertEqual(life[self.ticket.id]["state_text"], "Dispute open")


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestCalibration(OutcomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(cls.env, "cs_second", groups=REVIEWER, name="Wu")
        cls.tickets = cls.ticket + cls._ticket("quality")

    def _session(self, **vals):
        return (
            self.env["cs.quality.calibration"]
            .with_user(self.leader)
            .create(
                {
                    "name": "October",
                    "template_id": self.card.id,
                    "ticket_ids": [(6, 0, self.tickets.ids)],
                    "reviewer_ids": [(6, 0, (self.reviewer + self.second).ids)],
                    **vals,
                }
            )
        )

    def _mark_all(self, session, marks):
        """Marks by reviewer: list per ticket of (polite, clear)."""
        for user, values in marks.items():
            checks = session.sudo().check_ids.filtered(
                lambda check, user=user: check.reviewer_id == user
            )
            for check, (polite, clear) in zip(
                checks.sorted("ticket_id"), values, strict=True
            ):
                check.with_user(user)._mark(self._answers(polite, clear))

    def test_pitfall_30_difference_agreement_and_kappa_per_question(self):
        session = self._session()
        session.action_start()
        self.assertEqual(len(session.sudo().check_ids), 4)
        self._mark_all(
            session,
            {self.reviewer: [(5, 4), (1, 4)], self.second: [(3, 4), (1, 4)]},
        )
        session.action_compare()
        polite, clear, shirking = session.line_ids
        self.assertEqual((polite.tickets, polite.difference), (2, 25))
        self.assertEqual(polite.raw_agreement, 50)
        self.assertAlmostEqual(polite.kappa, 1 / 3, places=2)
        self.assertEqual((clear.raw_agreement, clear.has_kappa), (100, False))
        self.assertEqual(clear.kappa_text, "–")
        self.assertEqual((shirking.difference, shirking.has_kappa), (0, False))
        self.assertIn("Sun 50", polite.averages)
        self.assertIn("Wu 25", polite.averages)

    def test_pitfall_30_no_consequences_and_no_average(self):
        session = self._session()
        session.action_start()
        self._mark_all(
            session,
            {self.reviewer: [(1, 1), (1, 1)], self.second: [(1, 1), (1, 1)]},
        )
        self.assertEqual(self.ticket.cs_phase, "quality")
        self.assertFalse(self._nonconformity())
        checks = session.sudo().check_ids
        self.assertEqual(set(checks.mapped("result")), {"failed"})
        counted = checks.search([*checks._average_domain(), ("id", "in", checks.ids)])
        self.assertFalse(counted)
        checks.method = "sample"
        counted = checks.search([*checks._average_domain(), ("id", "in", checks.ids)])
        self.assertFalse(counted)
        self.assertFalse(checks.filtered("acknowledge_due"))
        with self.assertRaises(AccessError):
            checks[0].with_user(self.agent_li).read(["score"])

    def test_pitfall_30_blind_until_compared(self):
        session = self._session()
        session.action_start()
        mine, theirs = (
            session.sudo().check_ids.filtered(
                lambda check, user=user: check.reviewer_id == user
            )
            for user in (self.reviewer, self.second)
        )
        self._mark_all(session, {self.second: [(5, 4), (1, 4)]})
        for record in (theirs[0], theirs.mark_ids[0]):
            self.assertFalse(record.with_user(self.reviewer).has_access("read"))
            self.assertFalse(record.with_user(self.leader).has_access("read"))
        self.assertTrue(mine[0].with_user(self.reviewer).has_access("read"))
        with self.assertRaises(AccessError):
            session.with_user(self.reviewer).state = "done"
        session.action_compare()
        self.env.invalidate_all()
        self.assertTrue(theirs[0].with_user(self.reviewer).has_access("read"))
        self.assertEqual(mine[0].state, "cancelled")

    def test_pitfall_30_needs_two_reviewers_and_no_own_work(self):
        with self.assertRaisesRegex(UserError, "two reviewers"):
            self._session(reviewer_ids=[(6, 0, self.reviewer.ids)]).action_start()
        self.ticket.user_id = self.reviewer
        with self.assertRaisesRegex(UserError, self.ticket.number):
            self._session().action_start()
        session = self._session(ticket_ids=[(6, 0, self.tickets[1].ids)])
        with self.assertRaisesRegex(UserError, "Start"):
            session.action_compare()
        session.action_start()
        with self.assertRaisesRegex(UserError, "already"):
            session.action_start()
