from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .record_common import RecordCase
from .solution_common import EXCHANGE, REPAIR, SolutionData


class SolutionCase(SolutionData, RecordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_solutions()


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 02:00:00")
class TestSolutionChecks(SolutionCase):
    """What is asked for before the customer sees a solution."""

    def test_sol_03_corporate_asks_for_three_documents(self):
        template = self.env.ref("cs_service_standard.cs_solution_template_corporate")
        solution = self._solution(self._ticket())
        with Form(solution) as form:
            form.template_id = template
        names = ["Function list", "Prototype", "Test plan"]
        self.assertEqual(solution.item_ids.mapped("name"), names)
        solution.item_ids[:2].file = b"bGlzdA=="
        with self._refused("Test plan"):
            solution.action_present()
        solution.item_ids[2].file = b"cGxhbg=="
        solution.action_present()
        self.assertEqual(solution.state, "presented")

    def test_sol_04_not_before_everything_is_there(self):
        solution = self._solution(self._ticket(), [REPAIR])
        option = solution.option_ids
        option.line_ids = [
            Command.create({"name": "Lock", "available_from": "2023-10-20"}),
            Command.create({"name": "Budget", "resource": "money"}),
            Command.create({"name": "Technician", "available_from": "2023-10-11"}),
        ]
        option.promised_date = "2023-10-18"
        self.assertEqual(option.feasible_date, date(2023, 10, 20))
        with self._refused("10/18/2023.*10/20/2023"):
            solution.action_present()
        option.promised_date = "2023-10-20"
        solution.action_present()

    def test_sol_04_a_manager_answers_for_the_date(self):
        solution = self._solution(self._ticket(), [REPAIR])
        option = solution.option_ids
        line = {"name": "Lock", "available_from": "2023-10-20"}
        option.line_ids = [Command.create(line)]
        option.promised_date = "2023-10-18"
        for user in (self.agent_li, self.leader):
            with self.assertRaises(AccessError):
                solution.with_user(user).action_approve_dates()
        solution.with_user(self.manager).action_approve_dates()
        self.assertEqual(option.date_approved_id, self.manager)
        option.promised_date = "2023-10-17"
        with self._refused("approve"):
            solution.action_present()
        option.promised_date = "2023-10-18"
        solution.action_present()

    def test_sol_06_hardware_comes_in_twelve_days(self):
        solution = self._solution(self._ticket(), [REPAIR], is_hardware=True)
        solution.option_ids.promised_date = "2023-10-19"
        with self._refused("supplier"):
            solution.action_present()
        solution.write({"stock_ok": True, "lead_time_days": 12})
        self.assertEqual(solution.delivery_date, date(2023, 10, 21))
        with self._refused("10/19/2023.*10/21/2023"):
            solution.action_present()
        solution.with_user(self.manager).action_approve_dates()
        with self._refused("goods"):
            solution.action_present()
        solution.option_ids.promised_date = "2023-10-21"
        solution.action_present()

    def test_sol_08_every_risk_has_its_contingency(self):
        kinds = dict(self.env["cs.solution.risk"]._fields["kind"].selection)
        self.assertEqual(set(kinds), {"technical", "supplier", "expectation"})
        solution = self._solution(self._ticket())
        risk = self.env["cs.solution.risk"].create(
            {"solution_id": solution.id, "kind": "supplier", "name": "Supplier late"}
        )
        with self._refused("Supplier late"):
            solution.action_present()
        risk.write(
            {"contingency": "Express carrier", "compensation": "Freight is waived"}
        )
        solution.action_present()
        self.assertFalse(risk.is_told)
        expected = self.env["cs.solution.risk"].new({"kind": "expectation"})
        self.assertTrue(expected.is_told)

    def test_sol_09_two_options_for_a_complaint(self):
        ticket = self._ticket(type_id=self.type_complaint.id)
        solution = self._solution(ticket, [REPAIR])
        with self._refused("at least 2 options"):
            solution.action_present()
        self.profile.complaint_option_min = 0
        solution.action_present()
        ticket = self._ticket(type_id=self.type_complaint.id)
        self.profile.complaint_option_min = 2
        self._solution(ticket, [REPAIR, EXCHANGE]).action_present()
        self._solution(self._ticket(), [REPAIR]).action_present()

    def test_sol_11_steps_and_effect_are_explained(self):
        option = dict(REPAIR, steps=" ", effect=False)
        solution = self._solution(self._ticket(), [option])
        with self._refused("steps of Repair.*effect to expect of Repair"):
            solution.action_present()
        with self._refused("option"):
            self._solution(self._ticket(), []).action_present()

    def test_sol_01_why_it_fits(self):
        solution = self._solution(self._ticket(), fit_note=" ")
        with self._refused("why it fits"):
            solution.action_present()

    def test_sol_01_the_same_words_as_the_template(self):
        template = self.env["cs.solution.template"].create(
            {"name": "Lock", "steps": REPAIR["steps"], "effect": REPAIR["effect"]}
        )
        solution = self._solution(self._ticket(), [REPAIR])
        self.assertFalse(solution.template_only)
        solution.template_id = template
        self.assertTrue(solution.template_only)
        solution.option_ids.steps = "Come at 18:00 with a lock for W100, children away"
        self.assertFalse(solution.template_only)
        solution.option_ids.steps = REPAIR["steps"]
        solution.action_present()
        self.assertTrue(solution.template_only)

    def test_sol_02_retail_combines_measures(self):
        template = self.env.ref("cs_service_standard.cs_solution_template_retail")
        solution = self._solution(self._ticket())
        with Form(solution) as form:
            form.template_id = template
            with form.item_ids.new() as item:
                item.name = "Tiered offer"
        inputs = solution.item_ids.filtered(lambda i: i.kind == "input")
        self.assertEqual(len(inputs), 3)
        self.assertTrue(solution.combination_expected)
        with self._refused("Budget"):
            solution.action_present()
        inputs.value = "Considered"
        measure = {"solution_id": solution.id, "name": "Community"}
        self.env["cs.solution.item"].create(measure)
        self.assertFalse(solution.combination_expected)
        solution.action_present()

    def test_sol_02_a_template_fills_an_empty_option(self):
        template = self.env["cs.solution.template"].create(
            {"name": "Lock", "steps": "Replace it", "is_hardware": True}
        )
        solutions = self.env["cs.solution"].with_user(self.agent_li)
        solutions = solutions.with_context(default_ticket_id=self._ticket().id)
        form = Form(solutions)
        form.template_id = template
        solution = form.save()
        self.assertEqual(solution.option_ids.steps, "Replace it")
        self.assertTrue(solution.is_hardware)


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 02:00:00")
class TestSolutionCost(SolutionCase):
    def _option(self, **vals):
        option = {**REPAIR, "line_ids": self._lines(), **vals}
        return self._solution(self._ticket(), [option]).option_ids

    def test_sol_05_overtime_and_outsourcing(self):
        option = self._option()
        self.assertEqual(option.extra_cost, 1000)
        more = [("Lock", "material", 50)]
        option.line_ids = self._lines(more)
        self.assertEqual(option.extra_cost, 1000)
        self.assertEqual(option.cost_total, 1050)
        self.assertEqual(option.currency_id, self.env.company.currency_id)

    def test_sol_07_surcharge_of_twenty_per_cent(self):
        self.profile.expedite_percent = 20
        option = self._option(haste="surcharge")
        self.assertEqual(option.price, 1200)
        self.profile.expedite_percent = 30
        self.assertEqual(option.price, 1200, "what was offered stays")

    def test_sol_07_without_a_percentage_no_haste_is_offered(self):
        self.assertFalse(self.env["cs.service.profile"].new({}).expedite_percent)
        option = self._option()
        self.assertFalse(option.haste_offered)
        self.assertEqual(option.price, 1000)
        option.haste = "surcharge"
        with self._refused("no expedite surcharge"):
            option.solution_id.action_present()
        self.profile.expedite_percent = 20
        option.invalidate_recordset(["haste_offered"])
        self.assertTrue(option.haste_offered)

    def test_sol_07_a_package_instead(self):
        self.profile.write(
            {"expedite_package": "Premium", "expedite_package_price": 500}
        )
        option = self._option(haste="package")
        self.assertTrue(option.haste_offered)
        self.assertEqual(option.price, 1500)

    def test_sol_07_shared_cost(self):
        option = self._option()
        option.line_ids[0].charged = False
        self.assertEqual(option.price, 700)
        self.assertEqual(option.cost_total, 1000)
        option.base_price = 650
        self.assertEqual(option.price, 650)


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 02:00:00")
class TestSolutionStart(SolutionCase):
    def _need(self, ticket, **vals):
        return self.env["cs.need.analysis"].create({"ticket_id": ticket.id, **vals})

    def test_ned_03_haste_proposes_a_cost_line(self):
        self.profile.expedite_percent = 20
        ticket = self._ticket()
        haste = self.env.ref("cs_service_standard.cs_need_latent_expedite")
        self._need(ticket, latent_ids=[Command.link(haste.id)])
        solution = self._open(ticket)
        self.assertEqual(solution.option_ids.haste, "surcharge")
        self.assertEqual(solution.option_ids.line_ids.mapped("kind"), ["overtime"])
        self.assertFalse(self._open(self._ticket()).option_ids)
        self.profile.expedite_percent = 0
        hurried = self._ticket()
        self._need(hurried, latent_ids=[Command.link(haste.id)])
        self.assertEqual(self._open(hurried).option_ids.haste, "no")

    def _open(self, ticket):
        """The solution that is saved from the form a ticket opens."""
        action = ticket.with_user(self.agent_li).action_cs_open_solution()
        solutions = self.env["cs.solution"].with_user(self.agent_li)
        return Form(solutions.with_context(**action["context"])).save()

    def test_sol_01_innovative_needs_an_approval(self):
        ticket = self._ticket()
        need = self._need(ticket)
        need.grade = "innovative"
        solution = self._presented(ticket)
        self.assertTrue(solution.approval_open)
        with self.assertRaises(AccessError):
            solution.action_approve()
        solution._accept(solution.option_ids[0], "phone")
        self._gate("solution_agreed", "execution")
        with self._refused("approval"):
            ticket.with_user(self.agent_li).stage_id = self.stages["execution"]
        solution.with_user(self.leader).action_approve()
        self.assertFalse(solution.approval_open)
        ticket.with_user(self.agent_li).stage_id = self.stages["execution"]

    def test_plain_tickets_have_no_solution_card(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertFalse(plain.cs_life)


@tagged("post_install", "-at_install")
class TestSolutionCost50(SolutionCase):
    def test_cards_and_gates_cost_the_same_for_fifty(self):
        self._gate("solution_agreed", "execution")
        gate = self._gate("need_met", "closed")
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [
                    self._prepare_ticket_vals(type_id=self.type_full.id)
                    for _ in range(count)
                ]
            )
            tickets.sudo().write({"stage_id": self.stages["solution"].id})
            for ticket in tickets:
                self._solution(ticket)
            both = tickets.sudo()
            costs.append(
                (
                    self._count_queries(both._cs_life_solution),
                    self._count_queries(both._cs_life_need_met),
                    self._count_queries(lambda t=both: gate._missing(t)),
                )
            )
        self.assertEqual(costs[0], costs[1])

    def test_a_used_version_is_not_deleted(self):
        solution = self._presented(self._ticket())
        with self.assertRaises(UserError):
            solution.with_user(self.manager).unlink()
        draft = self._solution(self._ticket())
        draft.with_user(self.manager).unlink()
