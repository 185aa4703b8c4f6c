from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .record_common import RecordCase


@tagged("post_install", "-at_install")
class TestGate(RecordCase):
    def _agent_ticket(self, **vals):
        vals = {"user_id": self.agent_li.id, **vals}
        return self._create_ticket(**vals).with_user(self.agent_li)

    def _move(self, ticket, phase):
        ticket.stage_id = self.stages[phase]

    def test_rec_02_record_gate_names_what_is_missing(self):
        self._gate("record_complete", "classified")
        self._gate("verbatim_needs_core", "classified")
        ticket = self._agent_ticket(**{**self.complete, "cs_expected_deadline": False})
        message = rf"{ticket.number}.*Classified.*Expected Deadline"
        with self._refused(message):
            self._move(ticket, "classified")
        self.assertEqual(ticket.stage_id, self.stages["intake"])
        ticket.cs_expected_deadline = "2023-10-09 10:00:00"
        self._move(ticket, "classified")
        self.assertEqual(ticket.stage_id, self.stages["classified"])

    def test_rec_02_the_missing_entry_may_come_with_the_move(self):
        self._gate("record_complete", "classified")
        deadline = self.complete["cs_expected_deadline"]
        ticket = self._agent_ticket(**{**self.complete, "cs_expected_deadline": False})
        ticket.write(
            {
                "stage_id": self.stages["classified"].id,
                "cs_expected_deadline": deadline,
            }
        )
        self.assertEqual(ticket.cs_phase, "classified")

    def test_list_of_all_gates_needs_no_parent_record(self):
        arch = self.env["cs.gate"].get_view(view_type="list")["arch"]
        self.assertNotIn("parent", arch)

    def test_client_cannot_pass_as_the_customer_who_closes(self):
        self._gate("record_complete", "classified")
        ticket = self._agent_ticket(cs_core_issue=False)
        ticket = ticket.with_context(cs_customer_closes=True)
        with self._refused(ticket.number):
            self._move(ticket, "classified")

    def test_rec_02_verbatim_without_core_issue(self):
        self._gate("verbatim_needs_core", "classified")
        ticket = self._agent_ticket(cs_verbatim="It shows E3")
        with self._refused("Core Problem"):
            self._move(ticket, "classified")
        silent = self._agent_ticket()
        self._move(silent, "classified")

    def test_rec_03_owner_and_plan_past_intake(self):
        self._gate("owner_and_plan", "classified")
        ticket = self._create_ticket().with_user(self.agent_li)
        with self._refused("Assigned user, Preliminary Plan"):
            self._move(ticket, "classified")
        ticket.user_id = self.agent_li
        with self._refused("missing: Preliminary Plan"):
            self._move(ticket, "analysis")
        ticket.cs_initial_plan = "Call, then send the engineer"
        self._move(ticket, "classified")

    def test_cls_01_type_is_required_to_classify(self):
        self._gate("type_set", "classified")
        ticket = self._agent_ticket()
        with self._refused("Type"):
            self._move(ticket, "classified")
        ticket.type_id = self.type_repair
        self._move(ticket, "classified")

    def test_rec_10_feedback_in_words_or_as_a_score_to_close(self):
        self._gate("feedback", "closed")
        for vals in ({"cs_feedback_text": "Thanks"}, {"cs_feedback_score": 4}):
            ticket = self._agent_ticket()
            self._move(ticket, "followup")
            with self._refused("Customer Feedback"):
                self._move(ticket, "closed")
            ticket.write(vals)
            self._move(ticket, "closed")
            self.assertTrue(ticket.closed)

    def test_rsp_20_complex_needs_a_follow_up_time(self):
        self._gate("follow_up_date", "execution")
        ticket = self._agent_ticket(cs_complexity="complex")
        self._move(ticket, "solution")
        with self._refused("Follow-up"):
            self._move(ticket, "execution")
        ticket.cs_follow_up_at = "2023-10-10 02:00:00"
        self._move(ticket, "execution")
        with self._refused("Follow-up"):
            ticket.cs_follow_up_at = False

    def test_rsp_20_becoming_complex_in_progress(self):
        self._gate("follow_up_date", "execution")
        ticket = self._agent_ticket(cs_complexity="simple")
        self._move(ticket, "execution")
        with self._refused("Follow-up"):
            ticket.cs_complexity = "complex"
        ticket.write(
            {"cs_complexity": "complex", "cs_follow_up_at": "2023-10-10 02:00:00"}
        )

    def test_prv_01_consent_warns_and_stops_nobody(self):
        self._gate("consent", "classified", "warn")
        ticket = self._agent_ticket()
        self.assertIn("not required", ticket.cs_open_gates)
        self._move(ticket, "classified")

    def test_a_gate_guards_every_later_phase_too(self):
        self._gate("type_set", "classified")
        ticket = self._agent_ticket()
        for phase in ("analysis", "execution", "closed"):
            with self.assertRaises(ValidationError):
                self._move(ticket, phase)

    def test_going_back_waiting_and_cancelling_are_free(self):
        ticket = self._agent_ticket()
        self._move(ticket, "quality")
        self._gate("type_set", "classified")
        self._move(ticket, "execution")
        self._move(ticket, "waiting")
        self._move(ticket, "cancelled")
        with self.assertRaises(ValidationError):
            self._move(ticket, "execution")

    def test_all_that_is_missing_in_one_sentence_per_ticket(self):
        self._gate("type_set", "classified")
        self._gate("owner_and_plan", "classified", message="Say how it starts.")
        tickets = self._create_ticket() + self._create_ticket(
            type_id=self.type_repair.id, user_id=self.agent_li.id
        )
        with self.assertRaises(ValidationError) as caught:
            tickets.with_user(self.leader).stage_id = self.stages["solution"]
        first, second = str(caught.exception).split("\n")
        self.assertIn("Type, Assigned user, Preliminary Plan", first)
        self.assertIn(tickets[1].number, second)
        self.assertIn("missing: Preliminary Plan. Say how it starts.", second)

    def test_intake_is_never_refused(self):
        self._gate("record_complete", "classified")
        agent = self.env["helpdesk.ticket"].with_user(self.agent_li)
        ticket = agent.create(
            self._prepare_ticket_vals(stage_id=self.stages["execution"].id)
        )
        self.assertEqual(ticket.cs_phase, "execution")
        self.assertIn("Customer name", ticket.cs_open_gates)
        with self.assertRaises(ValidationError):
            self._move(ticket, "quality")

    def test_the_mail_gateway_is_never_refused(self):
        self._gate("type_set", "classified")
        ticket = self._create_ticket()
        self._move(ticket, "analysis")
        self.assertEqual(ticket.cs_phase, "analysis")

    def test_sudo_of_a_person_is_no_way_round(self):
        self._gate("type_set", "classified")
        ticket = self._agent_ticket()
        with self.assertRaises(ValidationError):
            self._move(ticket.sudo(), "analysis")

    def test_mode_off_archived_and_plain_teams(self):
        off = self._gate("type_set", "classified", "off")
        ticket = self._agent_ticket()
        self.assertFalse(ticket.cs_open_gates)
        self._move(ticket, "classified")
        off.mode = "block"
        other = self._agent_ticket()
        with self.assertRaises(ValidationError):
            self._move(other, "classified")
        off.active = False
        self._move(other, "classified")
        off.active = True
        plain = self._agent_ticket(team_id=self.team_plain.id)
        plain.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        self.assertFalse(plain.cs_open_gates)
        self.profile.state = "draft"
        self._move(self._agent_ticket(), "classified")

    def test_the_helpdesk_s_own_stages_are_guarded_by_phase(self):
        self._gate("type_set", "classified")
        ticket = self._agent_ticket()
        with self.assertRaises(ValidationError):
            ticket.stage_id = self.env.ref(
                "helpdesk_mgmt.helpdesk_ticket_stage_in_progress"
            )
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")

    def test_the_list_is_there_before_and_follows_the_typing(self):
        self._gate("type_set", "classified", message="Tick one <b>type</b>.")
        self._gate("owner_and_plan", "analysis")
        self._gate("feedback", "closed")
        ticket = self._agent_ticket()
        self.assertEqual(ticket.cs_next_phase, "classified")
        self.assertIn("Type", ticket.cs_open_gates)
        self.assertIn("&lt;b&gt;", ticket.cs_open_gates)
        self.assertNotIn("Plan", ticket.cs_open_gates)
        view = self.env["ir.ui.view"].create(
            {
                "name": "test",
                "model": "helpdesk.ticket",
                "arch": """<form><field name="type_id"/><field name="stage_id"/>
                    <field name="team_id"/><field name="cs_initial_plan"/>
                    <field name="cs_open_gates"/></form>""",
            }
        )
        with Form(ticket, view) as form:
            form.type_id = self.type_repair
            self.assertFalse(form.cs_open_gates)
            form.stage_id = self.stages["classified"]
            self.assertIn("Preliminary Plan", form.cs_open_gates)
            form.cs_initial_plan = "Call"
            self.assertFalse(form.cs_open_gates)

    def test_gates_of_fifty_tickets_cost_as_much_as_of_one(self):
        for check in ("record_complete", "type_set", "owner_and_plan", "feedback"):
            self._gate(check, "classified")
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _ in range(count)]
            )
            tickets.mapped("cs_open_gates")
            costs.append(
                self._count_queries(lambda t=tickets: t.mapped("cs_open_gates"))
            )
        self.assertEqual(costs[0], costs[1])

    def test_the_standard_comes_with_its_gates(self):
        standard = self.env.ref("cs_service_standard.cs_service_profile_std")
        found = {(g.check, g.phase, g.mode) for g in standard.gate_ids}
        self.assertLessEqual(
            {
                ("record_complete", "classified", "block"),
                ("verbatim_needs_core", "classified", "block"),
                ("type_set", "classified", "block"),
                ("owner_and_plan", "classified", "block"),
                ("consent", "classified", "warn"),
                ("follow_up_date", "execution", "block"),
                ("feedback", "closed", "block"),
            },
            found,
        )

    def test_every_check_has_its_method_and_a_label(self):
        gates = self.env["cs.gate"]
        for code, label in gates._selection_check():
            self.assertTrue(label)
            gate = self._gate(code, "closed")
            self.assertIsInstance(gate._missing(self._create_ticket()), dict)
            self.assertIn(label, gate.display_name)
