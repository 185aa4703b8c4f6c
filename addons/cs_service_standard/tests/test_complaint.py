from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import freeze_time, tagged

from .process_common import ProcessCase

SEVEN = [
    "Receive",
    "Record and classify",
    "Investigate and diagnose",
    "Propose a solution",
    "Carry out",
    "Have the customer confirm",
    "Close and archive",
]


@tagged("post_install", "-at_install")
class TestComplaint(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._seeded("complaint")
        cls.dispute = cls._seeded("dispute")
        cls.std = cls.env.ref("cs_service_standard.cs_service_profile_std")

    @classmethod
    def _complain(cls, **vals):
        vals = {"type_id": cls.complaint.id, "partner_id": cls.customer.id, **vals}
        return cls._create_ticket(**vals)

    @classmethod
    def _choose(cls, letter, team=None):
        process = cls.env.ref(f"cs_service_standard.cs_process_complaint_{letter}")
        (team or cls.team).cs_complaint_process_id = process
        return process

    def _under_std(self, at, priority, **vals):
        """A complaint that follows the seeded standard, received at an instant."""
        self.team.cs_profile_id = self.std
        with freeze_time(at):
            return self._complain(priority=priority, cs_received_at=at, **vals)

    def _due(self, ticket, metric):
        clocks = ticket.cs_clock_ids.filtered(lambda clock: clock.metric == metric)
        return str(min(clocks.mapped("due_at")))

    def test_cmp_01_apology_stands_before_the_solution(self):
        process = self._choose("a")
        self.team.cs_profile_id = self.std
        ticket = self._complain()
        self.assertEqual(ticket.cs_process_id, process)
        self.assertEqual(
            ticket.cs_step_ids.mapped("name"),
            ["Listen", "Apologise and show understanding", "Solve", "Follow up"],
        )
        gates = self.std.gate_ids.filtered(lambda g: g.check == "checklist")
        (self.std.gate_ids - gates).active = False
        self._steps(ticket, "Listen").action_done()
        with self._refused(ValidationError, "Apologise and show understanding"):
            self._move(ticket, "solution")
        self._steps(ticket, "Apologise and show understanding").action_done()
        self._move(ticket, "solution")
        self.assertEqual(ticket.stage_id, self.stage["solution"])

    def test_cmp_01_card_and_letter_of_the_apology(self):
        self._choose("a")
        ticket = self._complain()
        card = self._card(ticket, "complaint")
        self.assertEqual(card["state"], "todo")
        self.assertIn("Apologise and show understanding", str(card["lines"]))
        action = ticket.with_user(self.agent_li).action_cs_apologise()
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent_li)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("we are sorry", composer.body)
        composer.action_send_mail()
        self._steps(ticket, "Listen").action_done()
        self._steps(ticket, "Apologise and show understanding").action_done()
        self.env.invalidate_all()
        card = self._card(ticket, "complaint")
        self.assertEqual(card["state"], "done")
        self.assertIn(["Letters", "1"], card["lines"])
        self.assertIn(["Contacts", "1"], card["lines"])

    def test_cmp_02_prevention_needs_words_before_closing(self):
        self._choose("b")
        self._gate("closed")
        ticket = self._complain()
        prevention = self._steps(ticket, "Prevent a repetition")
        rest = ticket.cs_step_ids - prevention
        rest.evidence = "agreed"
        rest.action_done()
        with self._refused(ValidationError, "Prevent a repetition"):
            self._move(ticket, "closed")
        with self._refused(ValidationError, "needs evidence"):
            prevention.with_user(self.agent_li).action_done()
        written = []
        self.patch(
            type(ticket),
            "_cs_prevention_written",
            lambda tickets, steps: written.extend(steps.mapped("evidence")),
        )
        prevention.evidence = "Carrier changed, purchasing sees to it"
        prevention.with_user(self.agent_li).action_done()
        self.assertEqual(written, ["Carrier changed, purchasing sees to it"])
        self._move(ticket, "closed")
        self.assertTrue(ticket.closed)

    def test_cmp_03_seven_steps_in_order(self):
        ticket = self._complain(type_id=self.complaint.id)
        self.assertEqual(ticket.cs_step_ids.mapped("name"), SEVEN)
        self.assertTrue(ticket.cs_process_id.ordered)
        third = self._steps(ticket, SEVEN[2]).with_user(self.agent_li)
        third.evidence = "The carrier lost it"
        with self._refused(UserError, f"'{SEVEN[2]}'.*'{SEVEN[0]}' first"):
            third.action_done()
        self._steps(ticket, *SEVEN[:2]).with_user(self.agent_li).action_done()
        third.action_done()
        self.assertEqual(ticket.cs_current_step_id.name, SEVEN[3])

    def test_cmp_03_without_order_any_step_is_free(self):
        ticket = self._complain()
        ticket.cs_process_id.ordered = False
        step = self._steps(ticket, SEVEN[4]).with_user(self.agent_li)
        step.action_done()
        self.assertEqual(step.state, "done")

    def test_cmp_04_team_chooses_the_other_seven_steps(self):
        before = self._complain()
        self._choose("d")
        ticket = self._complain()
        names = ["Receive", "Confirm", "Classify", "Investigate", "Plan", "Execute"]
        self.assertEqual(
            ticket.cs_step_ids.mapped("name"), [*names, "Follow up and feed back"]
        )
        self.assertEqual(before.cs_step_ids.mapped("name"), SEVEN, "new ones only")
        enquiry = self._create_ticket(type_id=self._seeded("enquiry").id)
        self.assertEqual(enquiry.cs_process_id.code, "ENQUIRY")

    def test_cmp_04_what_has_begun_goes_on_in_another_team(self):
        self._choose("a")
        other = self._create_team("Second", cs_profile_id=self.profile.id)
        begun, fresh = self._complain(), self._complain()
        self._steps(begun, "Listen").action_done()
        (begun + fresh).write({"team_id": other.id})
        self.assertEqual(begun.cs_process_id.code, "COMPLAINT_A")
        self.assertEqual(fresh.cs_process_id.code, "COMPLAINT")

    def test_cmp_04_choice_costs_no_query_per_ticket(self):
        self._choose("d")

        def cost(count):
            vals = self._prepare_ticket_vals(type_id=self.complaint.id)
            tickets = self.env["helpdesk.ticket"].create([vals] * count)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["cs.process"]._of_tickets(tickets)
            return self.env.cr.sql_log_count - start

        cost(1)
        self.assertEqual(cost(1), cost(20))

    def test_cmp_05_solution_within_24_hours(self):
        ticket = self._under_std("2023-10-09 01:00:00", "0")
        self.assertEqual(self._due(ticket, "solution_proposed"), "2023-10-10 01:00:00")

    def test_cmp_05_06_figures_of_the_walk(self):
        """Wed 09:45, high: contact 10:00, solution and completion Thu 09:45."""
        ticket = self._under_std("2023-10-11 01:45:00", "2")
        self.assertEqual(self._due(ticket, "first_contact"), "2023-10-11 02:00:00")
        self.assertEqual(self._due(ticket, "solution_proposed"), "2023-10-12 01:45:00")
        self.assertEqual(self._due(ticket, "resolution"), "2023-10-12 01:45:00")

    def test_cmp_06_completed_within_48_hours(self):
        low = self._under_std("2023-10-09 01:00:00", "0")
        self.assertEqual(self._due(low, "resolution"), "2023-10-11 01:00:00")
        medium = self._under_std("2023-10-09 01:00:00", "1")
        self.assertEqual(self._due(medium, "resolution"), "2023-10-10 01:00:00")

    def test_cmp_08_dispute_follows_the_rules_of_complaints(self):
        self.assertTrue(self.dispute.cs_is_complaint)
        self.assertTrue(self.dispute.cs_green_channel)
        ticket = self._under_std("2023-10-09 01:00:00", "0", type_id=self.dispute.id)
        self.assertTrue(ticket.cs_green_channel)
        self.assertEqual(self._due(ticket, "first_contact"), "2023-10-09 02:00:00")
        self.assertEqual(self._due(ticket, "resolution"), "2023-10-11 01:00:00")
        self.assertEqual(ticket.cs_step_ids.mapped("name"), SEVEN)

    @freeze_time("2023-10-09 01:00:00")
    def test_cmp_08_partner_takes_part(self):
        ticket = self._complain(type_id=self.dispute.id)
        self.assertEqual(self._card(ticket, "partners")["state"], "quiet")
        action = ticket.with_user(self.agent_li).action_cs_involve_partner()
        carrier = self.env["res.partner"].create(
            {"name": "Fast Parcel", "is_company": True}
        )
        tasks = self.env["cs.coordination.task"].with_user(self.agent_li)
        task = tasks.with_context(**action["context"]).create(
            {"partner_id": carrier.id}
        )
        self.assertEqual(task.ticket_id, ticket)
        self.assertEqual(task.deadline, Datetime.to_datetime("2023-10-10 01:00:00"))
        self.assertEqual(ticket.cs_vendor_ids, carrier)
        self.env.invalidate_all()
        card = self._card(ticket, "partners")
        self.assertEqual(card["lines"], [["With", "Fast Parcel"]])
        carrier.is_company = False
        self.env.invalidate_all()
        card = self._card(ticket, "partners")
        self.assertEqual(card["lines"], [["With", "an external partner"]])

    def test_cmp_cards_cost_the_same_for_many(self):
        many = self.env["helpdesk.ticket"].create(
            [
                self._prepare_ticket_vals(type_id=self.complaint.id)
                for _index in range(20)
            ]
        )

        def cost(tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            tickets.mapped("type_id.cs_is_complaint")
            start = self.env.cr.sql_log_count
            for code in ("complaint", "partners", "compensation"):
                getattr(tickets.sudo(), f"_cs_life_{code}")()
            return self.env.cr.sql_log_count - start

        cost(many[:1])
        self.assertEqual(cost(many[:1]), cost(many))

    def test_ccs_04_three_targets_of_a_service_centre(self):
        centre = self.env.ref("cs_service_standard.cs_service_profile_centre")
        phone = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        mail = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")
        targets = {target.metric: target for target in centre.target_ids}
        self.assertEqual(len(centre.target_ids), 3)
        answer = targets["answer"]
        self.assertEqual(answer.channel_ids, phone)
        self.assertEqual((answer.limit_seconds, answer.goal_percent), (10, 90))
        complaint = targets["resolution"]
        self.assertEqual(complaint.limit_seconds, 48 * 3600)
        self.assertEqual(complaint.type_ids, self.complaint + self.dispute)
        letter = targets["first_response"]
        self.assertEqual(letter.limit_seconds, 24 * 3600)
        self.assertEqual((letter.channel_kind, mail.cs_kind), ("deferred", "deferred"))
        self.assertEqual({t.mode for t in centre.target_ids}, {"elapsed"})

    def test_cmp_plain_team_has_no_card_and_no_steps(self):
        ticket = self._complain(team_id=self.team_plain.id)
        self.assertFalse(ticket.cs_step_ids)
        self.assertFalse(ticket.cs_life)

    def test_cmp_04_customer_comes_before_the_team(self):
        self._choose("a")
        own = self.process.copy({"partner_id": self.customer.id})
        own.type_ids = [Command.set(self.complaint.ids)]
        self.assertEqual(self._complain().cs_process_id, own)

    def _card(self, ticket, code):
        parts = ticket.with_user(self.agent_li).cs_life["parts"]
        return {part["code"]: part for part in parts}[code]
