from unittest.mock import patch

from odoo.tests import Form, tagged

from .common import StandardCase

PARTS = {
    "analysis": {
        "title": "Needs analysis",
        "phase": "analysis",
        "state": "todo",
        "state_text": "to do",
        "lines": [["Grade", "basic"]],
        "action": "action_cs_move_on",
        "action_label": "Start",
        "next": "Find out what the customer needs",
    },
    "solution": {
        "title": "Solution",
        "phase": "solution",
        "state": "waiting",
        "state_text": "with the customer",
        "lines": [],
        "action": False,
        "action_label": False,
        "waits_for": "The customer chooses a solution",
    },
}


@tagged("post_install", "-at_install")
class TestLife(StandardCase):
    """One next step, and who waits for whom (screen 2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(user_id=cls.agent_li.id)

    def _life(self, ticket=None, **parts):
        """The course of a ticket with these parts and no others."""
        ticket = ticket or self.ticket
        model = type(self.env["helpdesk.ticket"])
        patches = [patch.object(model, "_cs_life_codes", lambda self: list(parts))]
        for code, part in parts.items():

            def method(tickets, part=part):
                return {one.id: dict(part) for one in tickets}

            name = f"_cs_life_{code}"
            patches.append(patch.object(model, name, method, create=True))
        for one in patches:
            one.start()
            self.addCleanup(one.stop)
        ticket.invalidate_recordset(["cs_life"])
        return ticket.cs_life

    def _gate(self, phase, check="type_set", mode="block"):
        return self.env["cs.gate"].create(
            {
                "profile_id": self.profile.id,
                "phase": phase,
                "check": check,
                "mode": mode,
            }
        )

    def test_parts_come_in_the_order_of_the_phases(self):
        life = self._life(solution=PARTS["solution"], analysis=PARTS["analysis"])
        self.assertEqual(
            [part["code"] for part in life["parts"]], ["analysis", "solution"]
        )
        self.assertEqual(life["waits_for"], ["The customer chooses a solution"])

    def test_the_next_step_is_the_first_order_within_reach(self):
        self.assertEqual(self.ticket.cs_next_phase, "classified")
        life = self._life(analysis=PARTS["analysis"])
        self.assertEqual(
            life["next"]["action"], "action_cs_move_on", "analysis is not yet due"
        )
        self.ticket.action_cs_move_on()
        self.assertEqual(self.ticket.cs_phase, "classified")
        self.ticket.invalidate_recordset(["cs_life"])
        self.assertEqual(
            self.ticket.cs_life["next"]["text"], "Find out what the customer needs"
        )

    def test_a_part_that_waits_gives_no_order(self):
        waiting = dict(PARTS["analysis"], state="waiting")
        life = self._life(analysis=waiting)
        self.assertEqual(life["next"]["action"], "action_cs_move_on")

    def test_only_a_blocking_gate_keeps_the_ticket_back(self):
        self._gate("classified", mode="warn")
        self.assertTrue(self._life()["next"], "a warning stops nobody")
        self._gate("analysis")
        self.ticket.action_cs_move_on()
        self.ticket.invalidate_recordset()
        self.assertFalse(self.ticket.cs_life["next"])

    def test_waiting_for_the_customer_there_is_nothing_to_do(self):
        self.ticket.stage_id = self.ticket.cs_stage_ids.filtered(
            lambda stage: stage.cs_phase == "waiting"
        )[:1]
        self.assertFalse(self._life(analysis=PARTS["analysis"])["next"])

    def test_a_customer_who_waits_comes_first(self):
        self._target("first_contact", 3600)
        ticket = self._create_ticket(user_id=self.agent_li.id)
        order = self._life(ticket, analysis=PARTS["analysis"])["next"]
        self.assertEqual(order["action"], "action_cs_log_contact")
        dialog = ticket.action_cs_log_contact()
        self.assertEqual(dialog["res_model"], "cs.contact.log")
        ticket._cs_record_fact("contact")
        ticket.invalidate_recordset(["cs_life"])
        self.assertEqual(ticket.cs_life["next"]["action"], "action_cs_move_on")

    def test_plain_tickets_have_no_course(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertFalse(plain.cs_life)

    def test_the_current_step_can_be_finished_from_the_panel(self):
        kind = self.env["helpdesk.ticket.type"].create({"name": "Order"})
        process = self.env["cs.process"].create(
            {
                "name": "Order",
                "code": "LIFE",
                "type_ids": [(6, 0, kind.ids)],
                "step_ids": [
                    (0, 0, {"name": "Check", "phase_before": "classified"}),
                    (
                        0,
                        0,
                        {
                            "name": "Confirm",
                            "phase_before": "classified",
                            "needs_evidence": True,
                        },
                    ),
                ],
            }
        )
        ticket = self._create_ticket(type_id=kind.id, user_id=self.agent_li.id)
        ticket = ticket.with_user(self.agent_li)
        self.assertEqual(ticket.cs_process_id, process)
        self.assertEqual(ticket.cs_life["next"]["text"], "Check")
        self.assertFalse(ticket.action_cs_finish_step())
        self.assertEqual(ticket.cs_current_step_id.name, "Confirm")
        dialog = ticket.action_cs_finish_step()
        self.assertEqual(dialog["res_model"], "cs.ticket.step")
        self.assertEqual(ticket.cs_current_step_id.state, "open")
        with Form(
            ticket.cs_current_step_id, "cs_service_standard.cs_ticket_step_view_form"
        ) as form:
            form.evidence = "Address read back to the customer"
        self._life(ticket, analysis=dict(PARTS["analysis"], phase="intake"))
        self.assertEqual(
            ticket.cs_life["next"]["text"], "Find out what the customer needs"
        )
        ticket.sudo().stage_id = ticket.cs_stage_ids.filtered(
            lambda stage: stage.cs_phase == "classified"
        )[:1]
        ticket.invalidate_recordset(["cs_life"])
        self.assertEqual(
            ticket.cs_life["next"]["text"], "Confirm", "should be done already"
        )
        ticket.cs_current_step_id.action_done()
        ticket.sudo().stage_id = ticket.cs_stage_ids.sorted("sequence")[:1]
        self._life(ticket)
        self.assertEqual(ticket.cs_life["next"]["action"], "action_cs_move_on")

    def test_the_course_costs_the_same_for_many(self):
        tickets = self._create_ticket() + self._create_ticket()
        many = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals() for _number in range(50)]
        )
        counts = []
        for records in (tickets[:1], many):
            self.env.invalidate_all()
            records.mapped("cs_life")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("cs_life")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
