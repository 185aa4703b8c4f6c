from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .need_common import NeedCase


@tagged("post_install", "-at_install")
class TestNeedAnalysis(NeedCase):
    """What an analysis asks, and what it takes to complete it."""

    def _missing(self, analysis, *words):
        with self.assertRaises(UserError) as caught:
            analysis.action_complete()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertIn(analysis.ticket_id.number, str(caught.exception))

    def test_ned_01_category_decides_the_four_questions(self):
        analysis = self._analysis()
        self.assertEqual(analysis.set_id, self.set_slow)
        self.assertEqual(
            analysis.answer_ids.mapped("name"),
            ["Model?", "Scene?", "How often?", "Restarted?"],
        )
        self.assertEqual(analysis.understanding, "Error E3")

    def test_ned_01_three_of_four_answered_is_not_complete(self):
        analysis = self._fill(self._analysis())
        restarted = analysis.answer_ids.filtered(lambda a: a.kind == "yes_no")
        restarted.yes_no = False
        self._missing(analysis, "Restarted?")
        self.assertEqual(analysis.missing, "“Restarted?”")
        restarted.yes_no = "no"
        analysis.action_complete()
        self.assertEqual(analysis.state, "complete")

    def test_ned_01_seeded_set_of_the_slow_product(self):
        seeded = self.env.ref("cs_service_standard.cs_need_question_set_slow")
        self.assertEqual(len(seeded.question_ids), 4)
        self.assertEqual(
            seeded.question_ids.mapped("kind"), ["text", "text", "choice", "yes_no"]
        )
        self.assertTrue(all(seeded.question_ids.mapped("required")))

    def test_ned_01_every_seeded_set_has_three_to_five_questions(self):
        for code in ("slow", "problem", "repair", "complaint", "personalised"):
            seeded = self.env.ref(f"cs_service_standard.cs_need_question_set_{code}")
            self.assertIn(len(seeded.question_ids), (3, 4, 5))

    def test_ned_01_most_specific_set_is_proposed(self):
        by_type = self._question_set(
            "Type", [{"name": "?"}], type_ids=[Command.set(self.fault_type.ids)]
        )
        product = self.env["product.product"].create({"name": "WM-7"})
        by_product = self._question_set(
            "Product", [{"name": "?"}], product_ids=[Command.set(product.ids)]
        )
        tickets = [
            self._create_ticket(type_id=self.fault_type.id),
            self._create_ticket(
                type_id=self.fault_type.id, category_id=self.category.id
            ),
            self._create_ticket(category_id=self.category.id, cs_product_id=product.id),
            self._create_ticket(type_id=self.wish_type.id),
        ]
        tickets = self.env["helpdesk.ticket"].union(*tickets)
        proposed = self.env["cs.need.question.set"]._of_tickets(tickets)
        self.assertEqual(
            [proposed[ticket] for ticket in tickets],
            [by_type, self.set_slow, by_product, by_type.browse()],
        )

    def test_ned_01_set_of_another_company_is_not_proposed(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.set_slow.company_id = other
        self.assertFalse(self._analysis().set_id)

    def test_ned_01_other_set_keeps_what_was_answered(self):
        analysis = self._analysis()
        analysis.answer_ids[:1].text = "WM-7"
        analysis.set_id = self._question_set("Other", [{"name": "Why?"}])
        self.assertEqual(analysis.answer_ids.mapped("name"), ["Model?", "Why?"])

    def test_ned_01_answers_fit_their_kind(self):
        number = self._question_set("N", [{"name": "How many?", "kind": "number"}])
        analysis = self._analysis(set_id=number.id)
        with self._refused(ValidationError, "is no number"):
            analysis.answer_ids.text = "many"
        analysis.answer_ids.text = "0"
        self.assertTrue(analysis.answer_ids.is_answered)
        other = self.env["cs.need.choice"].create({"name": "Blue"})
        ticket = self._create_ticket(
            category_id=self.category.id, user_id=self.agent_li.id
        )
        answers = self._analysis(ticket).answer_ids
        with self._refused(ValidationError, "none of the answers"):
            answers.filtered(lambda a: a.kind == "choice").choice_id = other

    def test_ned_01_choice_without_choices_is_refused(self):
        with self._refused(ValidationError, "nothing to choose from"):
            self._question_set("C", [{"name": "Which?", "kind": "choice"}])

    def test_ned_02_fault_without_cross_check_is_blocked(self):
        analysis = self._fill(self._analysis(), cross_checked=False, cross_note=False)
        self._missing(analysis, "Checked against Our Data")
        analysis.cross_checked = True
        self._missing(analysis, "What Our Data Say")
        analysis.cross_note = "No entry in the log"
        analysis.steps = " "
        self._missing(analysis, "Steps that Lead to It")
        analysis.steps = "Press start"
        analysis.action_complete()

    def test_ned_02_other_types_need_no_scene(self):
        self.ticket.type_id = self.wish_type
        analysis = self._analysis()
        self._answer(analysis)
        analysis.write({"grade": "innovative", "cause_ids": False})
        analysis.action_complete()
        self.assertEqual(analysis.state, "complete")

    def test_ned_03_extension_is_asked_every_time(self):
        extension = self.env.ref("cs_service_standard.cs_need_question_set_extension")
        self.assertEqual(len(extension.question_ids), 2)
        self.assertEqual(set(extension.question_ids.mapped("section")), {"extension"})
        extension.active = True
        analysis = self._analysis()
        self.assertEqual(len(analysis.answer_ids), 6)
        sections = analysis.answer_ids.mapped("section")
        self.assertEqual(sections, ["probe"] * 4 + ["extension"] * 2)

    def test_ned_03_expedite_is_told_to_the_solution(self):
        expedite = self.env.ref("cs_service_standard.cs_need_latent_expedite")
        function = self.env.ref("cs_service_standard.cs_need_latent_function")
        analysis = self._analysis(latent_ids=[Command.set(function.ids)])
        self.assertFalse(analysis.wants_expedite)
        analysis.latent_ids += expedite
        self.assertTrue(analysis.wants_expedite)

    def test_ned_04_no_grade_is_not_complete(self):
        analysis = self._fill(self._analysis(), grade=False)
        self._missing(analysis, "Grade")

    def test_ned_05_basic_need_without_form(self):
        analysis = self._fill(self._analysis(), delivery_form=False)
        self._missing(analysis, "Delivery Form")
        analysis.operation = False
        self._missing(analysis, "Operating Steps")
        analysis.write({"operation": "Reset", "delivery_form": "video"})
        analysis.action_complete()

    def test_ned_06_improvement_is_assessed_and_sees_the_like(self):
        analysis = self._fill(self._analysis(), grade="improvement")
        self._missing(analysis, "Fits the Product", "Others Need It, Too")
        analysis.write({"fits_product": "no", "similar_needs": "yes"})
        analysis.action_complete()

    def test_ned_06_similar_tickets_are_counted(self):
        self.ticket.cs_product_name = "WM-7"
        alike = {"type_id": self.fault_type.id, "cs_product_name": "wm-7"}
        self._create_ticket(**alike)
        hidden = self._create_team("Far", user_ids=False)
        self._create_ticket(**alike, team_id=hidden.id)
        self._create_ticket(type_id=self.wish_type.id, cs_product_name="WM-7")
        self._create_ticket(type_id=self.fault_type.id, cs_product_name="WM-8")
        analysis = self._analysis()
        self.assertEqual(analysis.similar_count, 2)
        tickets = self.env["helpdesk.ticket"].with_user(self.agent_li)
        self.assertEqual(len(tickets.search(analysis.action_similar()["domain"])), 1)
        self.profile.need_similar_days = 0
        analysis.invalidate_recordset()
        self.assertEqual(analysis.similar_count, 0)

    def test_ned_09_fault_without_cause_or_scope(self):
        analysis = self._fill(self._analysis(), cause_ids=False, scope=False)
        self._missing(analysis, "Probable Causes", "Scope and Impact")
        analysis.write({"cause_ids": self.cause.ids, "scope": "One machine"})
        analysis.action_complete()

    def test_complete_analysis_is_not_edited_behind_the_customers_back(self):
        analysis = self._fill(self._analysis())
        analysis.action_complete()
        with self._refused(UserError, "choose Edit Again"):
            analysis.understanding = "Something else"
        with self._refused(UserError, "choose Edit Again"):
            analysis.answer_ids[:1].text = "Something else"
        analysis.latent_ids = self.env["cs.need.latent"].search([], limit=1)
        analysis.action_change()
        analysis.understanding = "Something else"

    def test_form_answers_inline(self):
        analysis = self._analysis()
        with Form(analysis) as form:
            with form.answer_ids.edit(0) as line:
                line.text = "WM-7"
            form.grade = "basic"
            form.delivery_form = "text"
        self.assertEqual(analysis.answer_ids[0].answer, "WM-7")

    def test_second_analysis_is_the_first(self):
        ticket = self.ticket.with_user(self.agent_li)
        first = ticket.action_cs_open_need()
        self.assertEqual(first["res_id"], ticket.cs_need_ids.id)
        self.assertEqual(ticket.action_cs_open_need()["res_id"], first["res_id"])

    def test_questions_cost_the_same_for_one_and_for_fifty(self):
        analyses = [self._analysis(self._fresh()) for _n in range(50)]
        analyses = self.env["cs.need.analysis"].union(*analyses)
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.sudo().mapped("missing")
            return self.env.cr.sql_log_count - before

        count(analyses[:1])
        self.assertEqual(count(analyses[:1]), count(analyses))

    def _fresh(self):
        return self._create_ticket(
            user_id=self.agent_li.id,
            type_id=self.fault_type.id,
            category_id=self.category.id,
        )
