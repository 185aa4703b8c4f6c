from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .need_common import NeedCase


@tagged("post_install", "-at_install")
class TestNeedGate(NeedCase):
    """The way into the solution: complete, graded, confirmed."""

    def _blocked(self, check, pattern, ticket=None):
        """Blocked by this gate alone."""
        self._gate(check)
        with self._refused(ValidationError, pattern):
            self._to_solution(ticket)

    def test_ned_01_no_analysis_blocks_the_solution(self):
        self._blocked("need_complete", "completed needs analysis")
        analysis = self._analysis()
        with self._refused(ValidationError, "completed needs analysis"):
            self._to_solution()
        self._fill(analysis).action_complete()
        self._to_solution()
        self.assertEqual(self.ticket.cs_phase, "solution")

    def test_ned_04_no_grade_blocks_the_solution(self):
        self._blocked("need_grade", "Grade")
        analysis = self._analysis()
        with self._refused(ValidationError, "Grade"):
            self._to_solution()
        self._fill(analysis)
        self._to_solution()

    def test_ned_05_basic_without_form_blocks_the_solution(self):
        self._fill(self._analysis(), delivery_form=False)
        self._blocked("need_grade", "Delivery Form")

    def test_ned_06_improvement_without_assessment_blocks_the_solution(self):
        analysis = self._fill(self._analysis(), grade="improvement")
        self._blocked("need_grade", "Fits the Product, Others Need It, Too")
        analysis.write({"fits_product": "yes", "similar_needs": "no"})
        self._to_solution()

    def test_ned_07_innovative_needs_two_departments(self):
        heard = dict.fromkeys(self.ticket.ids, 1)
        self._heard(heard)
        self._confirmed(grade="innovative")
        self._blocked("need_grade", r"assessment by 2 departments \(1 so far\)")
        heard[self.ticket.id] = 2
        self.env.invalidate_all()
        self._to_solution()

    def test_ned_07_profile_says_how_many_departments(self):
        self._heard(dict.fromkeys(self.ticket.ids, 2))
        self._confirmed(grade="innovative")
        self.profile.need_departments = 3
        self._blocked("need_grade", "assessment by 3 departments")

    def _heard(self, heard):
        self.patch(
            self.env.registry["helpdesk.ticket"],
            "_cs_assessed_departments",
            lambda tickets: {i: heard.get(i, 0) for i in tickets.ids},
        )

    def test_ned_08_unconfirmed_need_blocks_the_solution(self):
        analysis = self._fill(self._analysis())
        analysis.action_complete()
        self._blocked("need_confirmed", "confirmation of the need")
        analysis._confirm_by_phone("2023-10-09 02:20:00", "Mr Zhang")
        self._to_solution()

    def test_ned_08_changed_need_is_confirmed_anew(self):
        analysis = self._confirmed()
        analysis.action_change()
        self._blocked("need_confirmed", "confirmation of the need")

    def test_short_path_is_asked_for_nothing(self):
        for check in ("need_complete", "need_grade", "need_confirmed"):
            self._gate(check)
        self.ticket.type_id = self.short_type
        self._to_solution()
        untyped = self._create_ticket(user_id=self.agent_li.id)
        with self._refused(ValidationError, "needs analysis"):
            self._to_solution(untyped)

    def test_standard_guards_the_solution_by_all_three(self):
        standard = self.env.ref("cs_service_standard.cs_service_profile_std")
        gates = self.env["cs.gate"].search(
            [("profile_id", "=", standard.id), ("phase", "=", "solution")]
        )
        found = gates.filtered(lambda g: g.check.startswith("need_"))
        self.assertEqual(
            set(found.mapped("check")),
            {"need_complete", "need_grade", "need_confirmed"},
        )
        self.assertEqual(set(found.mapped("mode")), {"block"})

    def test_team_without_standard_moves_freely(self):
        self._gate("need_complete")
        plain = self._create_ticket(team_id=self.team_plain.id)
        self._to_solution(plain)
        self.assertFalse(plain._cs_life_parts()[plain.id])

    def test_gates_ask_once_for_fifty_tickets(self):
        for check in ("need_complete", "need_grade", "need_confirmed"):
            self._gate(check)
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(type_id=self.fault_type.id)] * 50
        )
        needs = self.env["cs.need.analysis"]
        needs.create([{"ticket_id": t.id, "grade": "innovative"} for t in tickets])
        self.env.flush_all()

        def count(records, work):
            self.env.invalidate_all()
            records.mapped("stage_id.cs_phase")
            before = self.env.cr.sql_log_count
            work(records)
            return self.env.cr.sql_log_count - before

        target = dict.fromkeys(tickets, "solution")
        for work in (
            lambda found: found._cs_open_gates(target),
            lambda found: found.sudo()._cs_life_need(),
        ):
            count(tickets[:1], work)
            self.assertEqual(count(tickets[:1], work), count(tickets, work))


@tagged("post_install", "-at_install")
class TestNeedCard(NeedCase):
    """The card on the ticket leads from the start to the confirmation."""

    def _card(self):
        self.env.invalidate_all()
        return self.ticket.sudo()._cs_life_need().get(self.ticket.id)

    def _enter(self, phase):
        self.ticket.stage_id = self._stage(phase)

    def test_card_appears_when_the_analysis_is_due(self):
        self.assertFalse(self._card())
        self._enter("classified")
        card = self._card()
        self.assertEqual((card["state"], card.get("next")), ("todo", None))
        self._enter("analysis")
        self.assertEqual(self._card()["next"], "Find out what the customer needs.")
        self.ticket.type_id = self.short_type
        self.assertFalse(self._card())

    def test_card_leads_to_the_confirmation(self):
        self._enter("analysis")
        analysis = self._analysis()
        self.assertEqual(self._card()["next"], "Complete the needs analysis.")
        self._fill(analysis).action_complete()
        card = self._card()
        self.assertEqual(card["next"], "Have the customer confirm the need.")
        self.assertIn(["Grade", "Basic"], card["lines"])
        self.assertIn(["Delivered as", "Text and video"], card["lines"])
        analysis.action_ask()
        card = self._card()
        self.assertEqual(card["state"], "waiting")
        self.assertIn("has been asked to confirm", card["waits_for"])
        analysis._object_by_link(analysis.revision, "It is the dryer.")
        card = self._card()
        self.assertEqual(card["state"], "problem")
        analysis.action_complete()
        analysis._confirm_by_phone("2023-10-09 02:20:00", "Mr Zhang")
        card = self._card()
        self.assertEqual(card["state"], "done")
        self.assertNotIn("next", card)

    def test_card_is_on_the_ticket_for_its_agent(self):
        self._enter("analysis")
        life = self.ticket.with_user(self.agent_li).cs_life
        self.assertIn("need", [part["code"] for part in life["parts"]])
        self.assertEqual(life["next"]["action"], "action_cs_open_need")
