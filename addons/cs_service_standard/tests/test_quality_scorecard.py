from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .quality_common import QualityCase


@tagged("post_install", "-at_install")
class TestQualityScorecard(QualityCase):
    """Scorecards: weights, versions, which one a review takes."""

    def test_qac_05_seeded_communication_has_four_criteria_of_100(self):
        card = self.env.ref("cs_service_standard.cs_quality_template_communication")
        weighted = card.question_ids.filtered(lambda q: not q.critical)
        self.assertEqual(weighted.mapped("weight"), [25, 25, 25, 25])
        self.assertEqual(card.weight_total, 100)
        self.assertEqual(set(weighted.clause_id.mapped("code")), {"QAC-05"})
        self.assertTrue(all(card.question_ids.mapped("clause_id")))

    def test_qac_06_seeded_cards_have_three_critical_questions(self):
        for name in ("communication", "operation"):
            card = self.env.ref(f"cs_service_standard.cs_quality_template_{name}")
            critical = card.question_ids.filtered("critical")
            self.assertEqual(
                critical.mapped("code"), ["SHIRKING", "PERFUNCTORY", "DELAY"]
            )
            self.assertEqual(set(critical.clause_id.mapped("code")), {"QAC-06"})
            self.assertEqual(card.version, 1)

    def test_qac_02_seeded_operation_norm_has_two_sections(self):
        card = self.env.ref("cs_service_standard.cs_quality_template_operation")
        weighted = card.question_ids.filtered(lambda q: not q.critical)
        self.assertEqual(
            set(weighted.mapped("section")), {"Operating standard", "Customer feedback"}
        )
        self.assertEqual(card.method, "sample")

    def test_qac_05_weights_of_95_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "95"):
            self._card([25, 25, 25, 20])
        with self.assertRaisesRegex(ValidationError, "105"):
            self._card([25, 25, 25, 30])
        self._card([25, 25, 25, 25], critical=3)

    def test_qac_05_a_scorecard_without_questions_is_not_put_in_force(self):
        card = self.env["cs.quality.template"].create({"name": "Empty"})
        with self.assertRaises(ValidationError):
            card.action_put_in_force()

    def test_qac_05_a_question_of_a_scorecard_in_force_keeps_the_sum(self):
        question = self.card.question_ids[0]
        with self.assertRaises(ValidationError):
            question.weight = 20
        with self.assertRaises(ValidationError):
            self.card.question_ids = [Command.delete(question.id)]

    def test_qac_05_a_question_without_weight_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Clear and brief"):
            self._card([100, 0])

    def test_a_version_that_was_used_does_not_change(self):
        check = self._check()
        self.assertFalse(self.card.is_used)
        self.card.pass_mark = 75
        check._mark(self._answers(check, 25, 20, 25, 15))
        self.card.invalidate_recordset(["is_used"])
        for values in (
            {"pass_mark": 60},
            {"question_ids": [Command.update(self.card.question_ids[0].id, {})]},
        ):
            with self.assertRaisesRegex(UserError, "new version"):
                self.card.write(values)
        with self.assertRaisesRegex(UserError, "new version"):
            self.card.question_ids[0].name = "Other words"
        with self.assertRaises(UserError):
            self.card.unlink()
        with self.assertRaises(UserError):
            self.card.question_ids[0].unlink()
        with self.assertRaises(UserError):
            self.env["cs.quality.question"].create(
                {"template_id": self.card.id, "name": "One more", "critical": True}
            )
        self.card.name = "Talking"

    def test_a_new_version_counts_at_once_and_reviews_keep_theirs(self):
        before = self._check()
        action = self.card.action_new_version()
        draft = self.env["cs.quality.template"].browse(action["res_id"])
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        self.assertEqual(len(draft.question_ids), len(self.card.question_ids))
        self.assertEqual(self.card.action_new_version()["res_id"], draft.id)
        self.assertEqual(self._check().template_id, self.card)
        draft.action_put_in_force()
        self.assertEqual((draft.state, self.card.state), ("in_force", "retired"))
        self.assertEqual(before.template_id, self.card)
        self.assertEqual(self._check().template_id, draft)
        before._mark(self._answers(before, 25, 20, 25, 15))
        self.assertEqual(before.score, 85)

    def test_the_first_scorecard_that_fits_is_taken(self):
        ticket_type = self.env["helpdesk.ticket.type"].create({"name": "Repair"})
        special = {
            "of_type": {"type_ids": [Command.set(ticket_type.ids)], "sequence": 3},
            "of_team": {"team_ids": [Command.set(self.team_plain.ids)], "sequence": 2},
            "of_method": {"method": "recording", "sequence": 1},
        }
        cards = {name: self._card([100], **vals) for name, vals in special.items()}
        for card in cards.values():
            card.action_put_in_force()
        self.assertEqual(self._check().template_id, self.card)
        self.assertEqual(
            self._check(method="recording").template_id, cards["of_method"]
        )
        plain = self._check(ticket_id=False, team_id=self.team_plain.id)
        self.assertEqual(plain.template_id, cards["of_team"])
        self.ticket.type_id = ticket_type
        self.assertEqual(self._check().template_id, cards["of_type"])

    def test_a_scorecard_in_force_is_retired_not_deleted(self):
        with self.assertRaisesRegex(UserError, "in force"):
            self.card.unlink()
        self.card.action_retire()
        self.card.unlink()

    def test_seeded_scorecards_start_once(self):
        card = self.env.ref("cs_service_standard.cs_quality_template_operation")
        name = "cs_quality_template_operation"
        self.assertEqual(card.state, "retired")
        self.env["cs.quality.template"]._start_seeded([name, "not_there"])
        self.assertEqual(card.state, "retired")
