from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .quality_common import QualityCase


@tagged("post_install", "-at_install")
class TestQualityCheck(QualityCase):
    """Reviews: marks, results, who may mark, what never changes."""

    def test_qac_05_marks_of_25_20_25_15_give_85(self):
        check = self._check()
        check._mark(self._answers(check, 25, 20, 25, 15))
        self.assertEqual((check.score, check.result), (85, "passed"))
        self.assertEqual(check.state, "done")
        self.assertTrue(check.done_at)

    def test_qac_06_a_ticked_failure_gives_nothing_and_fails(self):
        check = self._check()
        critical = check.template_id.question_ids.filtered("critical")
        failed = {critical.id: self._bad(failed=True)}
        check._mark(self._answers(check, 25, 25, 25, 25) | failed)
        self.assertEqual((check.score, check.result), (0, "failed"))
        self.assertTrue(check.has_score)
        # what the conduct event of another addon is made of
        found = check._critical_failures()[check.id]
        self.assertEqual(found.mapped("code"), ["SHIRKING"])

    def test_qac_06_without_a_failure_there_is_nothing_to_report(self):
        check = self._check()
        check._mark(self._answers(check, 25, 25, 25, 25))
        self.assertFalse(check._critical_failures()[check.id])

    def test_pitfall_24_not_applicable_leaves_the_denominator(self):
        card = self._card([10, 20, 70], scale="5")
        check = self._check(template_id=card.id)
        check._mark(self._answers(check, 5, 3, None))
        self.assertAlmostEqual(check.score, 66.67, 2)
        other = self._check(template_id=card.id)
        other._mark(self._answers(other, None, None, None))
        self.assertFalse(other.has_score)
        self.assertFalse(other.result)
        self.assertEqual(other.state, "done")

    def test_pitfall_25_scales_are_normalised(self):
        card = self._card([50, 50], scale="4")
        check = self._check(template_id=card.id)
        answers = self._answers(check, 2, 3)
        answers[card.question_ids[0].id] |= self._bad()
        check._mark(answers)
        self.assertAlmostEqual(check.score, 50, 2)

    def test_everything_is_marked(self):
        check = self._check()
        answers = self._answers(check, 25, 20, 25, 15)
        missing = check.template_id.question_ids[1]
        del answers[missing.id]
        with self.assertRaisesRegex(ValidationError, "Clear and brief: not marked"):
            check._mark(answers)
        for value in (26, -1, None):
            with self.assertRaisesRegex(ValidationError, "not marked"):
                check._mark(answers | {missing.id: {"value": value}})
        self.assertEqual(check.state, "todo")

    def test_a_bad_mark_is_explained(self):
        check = self._check()
        question = check.template_id.question_ids[0]
        answers = self._answers(check, 12, 20, 25, 15)
        with self.assertRaisesRegex(ValidationError, "comment is missing"):
            check._mark(answers)
        answers[question.id]["comment"] = "Interrupted"
        with self.assertRaisesRegex(ValidationError, "cause is missing"):
            check._mark(answers)
        answers[question.id]["cause_id"] = self.cause.id
        check._mark(answers)
        self.assertEqual(check.mark_ids[0].cause_id, self.cause)

    def test_a_critical_failure_is_explained(self):
        check = self._check()
        critical = check.template_id.question_ids.filtered("critical")
        answers = self._answers(check, 25, 25, 25, 25)
        with self.assertRaisesRegex(ValidationError, "comment is missing"):
            check._mark(answers | {critical.id: {"failed": True}})

    def test_evidence_is_asked_for_and_belongs_to_the_ticket(self):
        question = self.card.question_ids[0]
        question.evidence_required = True
        check = self._check()
        answers = self._answers(check, 5, 20, 25, 15)
        answers[question.id] |= self._bad()
        self.ticket.message_post(
            body="We call you", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        with self.assertRaisesRegex(ValidationError, "evidence is missing"):
            check._mark(answers)
        strange = self._create_ticket().message_post(body="Elsewhere")
        evidence = {"model": "mail.message", "id": strange.id}
        with self.assertRaisesRegex(ValidationError, "another ticket"):
            check._mark(
                answers | {question.id: answers[question.id] | {"evidence": evidence}}
            )
        file = self.env["ir.attachment"].create(
            {"name": "call.mp3", "res_model": "res.partner", "res_id": 1}
        )
        answers[question.id]["evidence"] = {"model": "ir.attachment", "id": file.id}
        with self.assertRaisesRegex(ValidationError, "another ticket"):
            check._mark(answers)
        file.write({"res_model": "helpdesk.ticket", "res_id": self.ticket.id})
        check._mark(answers)
        self.assertEqual(check.mark_ids[0].evidence_file_id, file)

    def test_where_there_is_nothing_to_point_to_the_comment_has_to_do(self):
        question = self.card.question_ids[0]
        question.evidence_required = True
        check = self._check(ticket_id=False, team_id=self.team.id, method="mystery")
        answers = self._answers(check, 5, 20, 25, 15)
        answers[question.id] |= self._bad()
        check._mark(answers)
        self.assertEqual(check.state, "done")

    def test_a_question_of_another_scorecard_is_refused(self):
        check = self._check()
        with self.assertRaisesRegex(UserError, "not on its scorecard"):
            check._mark(self._answers(check, 25, 20, 25, 15) | {0: {"value": 1}})

    def test_nobody_reviews_own_work(self):
        with self.assertRaisesRegex(ValidationError, self.ticket.number):
            self._check(reviewer_id=self.agent_li.id)
        check = self._check(reviewer_id=False)
        with self.assertRaises(ValidationError):
            check.reviewer_id = self.agent_li
        leader = self._create_ticket(user_id=self.leader.id)
        own = self._check(ticket_id=leader.id, reviewer_id=False).with_user(self.leader)
        with self.assertRaises(AccessError):
            own._mark(self._answers(own, 25, 25, 25, 25))

    def test_the_agent_is_fixed_when_the_review_is_made(self):
        check = self._check()
        self.ticket.user_id = self.agent_wang
        self.assertEqual(check.agent_id, self.agent_li)
        self.assertEqual(check.team_id, self.team)

    def test_only_the_reviewer_marks_and_whoever_comes_first_takes_it(self):
        check = self._check().with_user(self.leader)
        answers = self._answers(check, 25, 20, 25, 15)
        with self.assertRaisesRegex(UserError, "Sun"):
            check._mark(answers)
        free = self._check(reviewer_id=False).with_user(self.leader)
        free._mark(answers)
        self.assertEqual(free.reviewer_id, self.leader)

    def test_marks_stand_once_saved(self):
        check = self._check()
        own = check.with_user(self.reviewer)
        answers = self._answers(check, 25, 20, 25, 15)
        own._mark(answers)
        with self.assertRaisesRegex(UserError, "closed already"):
            own._mark(answers)
        with self.assertRaises(AccessError):
            own.mark_ids[0].value = 1
        with self.assertRaises(AccessError):
            own.mark_ids[0].unlink()
        for values in ({"score": 99}, {"result": "passed"}, {"state": "todo"}):
            with self.assertRaises(AccessError):
                own.write(values)
        with self.assertRaisesRegex(UserError, "stands"):
            own.reviewer_id = self.leader
        with self.assertRaises(AccessError):
            self.env["cs.quality.check"].with_user(self.reviewer).create(
                {"ticket_id": self.ticket.id, "state": "done", "score": 100}
            )

    def test_a_dispute_changes_marks_and_score_together(self):
        check = self._check()
        check._mark(self._answers(check, 25, 20, 15, 15))
        self.assertEqual((check.score, check.result), (75, "failed"))
        old, new = check._change_marks(
            {check.mark_ids[2].id: {"value": 25}}, "Heard the call again"
        )
        self.assertEqual((old, new), (75, 85))
        self.assertEqual((check.score, check.result), (85, "passed"))
        self.assertIn("75.00 changed to 85.00", check.change_log)
        nothing = {mark.id: {"not_applicable": True} for mark in check.mark_ids}
        self.assertEqual(check._change_marks(nothing, "Not his call"), (85, None))
        self.assertFalse(check.has_score)

    def test_a_dispute_changes_nothing_else(self):
        check, other = self._check(), self._check()
        change = {"value": 25}
        other._mark(self._answers(other, 25, 25, 25, 25))
        with self.assertRaises(UserError):
            check._change_marks({}, "Not done yet")
        check._mark(self._answers(check, 25, 20, 25, 15))
        for changes in ({other.mark_ids[0].id: change}, {0: change}):
            with self.assertRaises(UserError):
                check._change_marks(changes, "Another review")
        first = check.mark_ids[0].id
        with self.assertRaises(UserError):
            check._change_marks({first: {"comment": "Other words"}}, "Words")
        with self.assertRaises(ValidationError):
            check._change_marks({first: {"value": 26}}, "Too much")

    def test_after_done_is_called_once_for_all(self):
        checks = self._check() + self._check()
        marks = self.env["cs.quality.mark"]
        for check in checks:
            answers = self._answers(check, 25, 20, 25, 15)
            marks.create(
                [
                    marks._prepare_vals(check, question, answers.get(question.id))
                    for question in check.template_id.question_ids
                ]
            )
        model = type(self.env["cs.quality.check"])
        with patch.object(model, "_after_done", autospec=True) as after_done:
            checks.action_done()
        after_done.assert_called_once_with(checks)
        self.assertEqual(checks.mapped("score"), [85, 85])

    def test_the_random_sample_alone_counts_for_the_average(self):
        methods = ("sample", "targeted", "spot", "mystery", "recording", "tracking")
        for method in methods:
            check = self._check(method=method)
            check._mark(self._answers(check, 25, 25, 25, 25))
        empty = self._check(method="sample")
        empty._mark(self._answers(empty, None, None, None, None))
        self._check(method="sample")
        domain = self.env["cs.quality.check"]._average_domain()
        found = self.env["cs.quality.check"].search(
            [*domain, ("ticket_id", "=", self.ticket.id)]
        )
        self.assertEqual(found.mapped("method"), ["sample"])

    def test_leaving_out_is_for_reviews_to_do(self):
        check, done = self._check(), self._check()
        done._mark(self._answers(done, 25, 20, 25, 15))
        (check + done).with_user(self.reviewer).action_cancel()
        self.assertEqual((check.state, done.state), ("cancelled", "done"))

    def test_a_review_without_scorecard_says_so(self):
        self.card.action_retire()
        check = self._check()
        self.assertFalse(check.template_id)
        with self.assertRaisesRegex(UserError, "no scorecard"):
            check._mark({})

    def test_a_batch_costs_as_many_queries_as_one(self):
        def done(count):
            tickets = self.env["helpdesk.ticket"].browse(
                [
                    self._create_ticket(user_id=self.agent_li.id).id
                    for _index in range(count)
                ]
            )
            model = self.env["cs.quality.check"]
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            checks = model.create(
                [
                    {"ticket_id": ticket.id, "reviewer_id": self.reviewer.id}
                    for ticket in tickets
                ]
            )
            self.env.flush_all()
            made = self.cr.sql_log_count - start
            marks = self.env["cs.quality.mark"]
            marks.create(
                [
                    {"check_id": check.id, "question_id": question.id, "value": 20}
                    for check in checks
                    for question in check.template_id.question_ids
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            with patch.object(type(model), "_after_done"):
                checks.action_done()
            self.env.flush_all()
            return made, self.cr.sql_log_count - start

        done(1)
        self.assertEqual(done(1), done(50))
