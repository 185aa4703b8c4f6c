from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestXdpOwner(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id, user_id=cls.agent_li.id
        )

    def _notes(self, text):
        return self.ticket.message_ids.filtered(lambda m: text in (m.body or ""))

    def test_xdp_06_owner_is_never_cleared(self):
        for user in (self.agent_li, self.leader, self.manager):
            with self.assertRaises(UserError) as refusal:
                self.ticket.with_user(user).user_id = False
            self.assertIn(self.ticket.number, str(refusal.exception))
            self.assertIn("hand it over", str(refusal.exception))
        self.assertEqual(self.ticket.user_id, self.agent_li)

    def test_xdp_06_owner_changes_with_a_reason_only(self):
        with self.assertRaises(UserError) as refusal:
            self.ticket.with_user(self.leader).user_id = self.agent_wang
        self.assertIn(self.ticket.number, str(refusal.exception))
        self.ticket.with_user(self.leader).user_id = self.agent_li
        self.ticket.with_user(self.leader).write(
            {"user_id": self.agent_wang.id, "cs_handover_reason": "Sick leave"}
        )
        self.assertEqual(self.ticket.user_id, self.agent_wang)

    def test_xdp_06_leader_changes_owners_of_many(self):
        tickets = self.ticket + self._create_ticket(user_id=self.agent_wang.id)
        tickets += self._create_ticket(user_id=self.agent_li.id)
        wizard = self.env["cs.owner.change"].with_user(self.leader)
        wizard = wizard.with_context(
            active_model="helpdesk.ticket", active_ids=tickets.ids
        )
        form = Form(wizard)
        form.user_id = self.agent_wang
        form.reason = "Sick leave"
        form.save().action_confirm()
        self.assertEqual(tickets.user_id, self.agent_wang)
        note = self._notes("Sick leave")
        self.assertEqual(len(note), 1)
        self.assertIn("Wang", note.body)
        self.assertEqual(note.author_id, self.leader.partner_id)

    def test_xdp_06_reason_and_team_of_a_new_owner(self):
        wizards = self.env["cs.owner.change"].with_user(self.leader)
        vals = {"ticket_ids": self.ticket.ids, "user_id": self.agent_wang.id}
        with self.assertRaises(ValidationError):
            wizards.create({**vals, "reason": " "}).action_confirm()
        with self.assertRaises(UserError) as refusal:
            wizards.create(
                {**vals, "user_id": self.manager.id, "reason": "Busy"}
            ).action_confirm()
        self.assertIn("not in the team", str(refusal.exception))

    def test_xdp_06_agents_do_not_change_owners_of_lists(self):
        with self.assertRaises(AccessError):
            self.env["cs.owner.change"].with_user(self.agent_li).create(
                {
                    "ticket_ids": self.ticket.ids,
                    "user_id": self.agent_wang.id,
                    "reason": "Busy",
                }
            )

    def test_xdp_06_unassigned_ticket_is_taken_freely(self):
        ticket = self._create_ticket(user_id=False)
        ticket.with_user(self.agent_wang).assign_to_me()
        self.assertEqual(ticket.user_id, self.agent_wang)
        other = self._create_ticket(user_id=False)
        other.with_user(self.leader).user_id = self.agent_li
        self.assertEqual(other.user_id, self.agent_li)

    def test_xdp_06_leader_who_takes_a_ticket_is_asked_why(self):
        self.team.user_ids += self.leader
        action = self.ticket.with_user(self.leader).assign_to_me()
        self.assertEqual(self.ticket.user_id, self.agent_li)
        wizard = self.env["cs.owner.change"].with_user(self.leader)
        form = Form(wizard.with_context(**action["context"]))
        form.reason = "Needs a decision"
        form.save().action_confirm()
        self.assertEqual(self.ticket.user_id, self.leader)
        self.assertTrue(self._notes("Needs a decision"))
        with self.assertRaises(UserError):
            self.ticket.with_user(self.agent_wang).assign_to_me()

    def test_xdp_06_reason_in_the_row_of_a_list(self):
        self.ticket.with_user(self.leader).write(
            {"user_id": self.agent_wang.id, "cs_owner_reason": "Sick leave"}
        )
        self.assertEqual(self.ticket.user_id, self.agent_wang)
        self.assertTrue(self._notes("Sick leave"))

    def test_xdp_06_hand_over_and_acceptance_go_on_working(self):
        ticket = self.ticket
        ticket.sudo().write({"cs_handover_pending": True})
        ticket.with_user(self.agent_wang).action_cs_accept()
        self.assertEqual(ticket.user_id, self.agent_wang)
        self.assertFalse(ticket.cs_handover_pending)

    def test_xdp_06_form_leads_through_the_hand_over(self):
        with Form(self.ticket.with_user(self.leader)) as form:
            self.assertTrue(form._get_modifier("user_id", "readonly"))
        ticket = self._create_ticket(user_id=False)
        with Form(ticket.with_user(self.leader)) as form:
            form.user_id = self.agent_li
            form.user_id = self.agent_wang
        self.assertEqual(ticket.user_id, self.agent_wang)

    def test_xdp_06_another_team_takes_it_into_its_queue(self):
        other = self._create_team("Other", cs_profile_id=self.profile.id)
        self.ticket.with_user(self.leader).write(
            {"team_id": other.id, "user_id": False}
        )
        self.assertEqual(self.ticket.team_id, other)
        self.assertEqual(self.ticket._cs_person_in_charge(), self.leader)

    def test_xdp_06_jobs_portal_and_imports_are_not_refused(self):
        self.ticket.sudo().user_id = False
        self.ticket.user_id = self.agent_li
        self.ticket.with_user(self.portal_user).sudo().user_id = self.agent_wang
        imported = self.ticket.with_user(self.manager).with_context(import_file=True)
        result = imported.load(
            [".id", "user_id/.id"], [[str(self.ticket.id), str(self.agent_li.id)]]
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.ticket.user_id, self.agent_li)

    def test_xdp_06_ticket_without_standard_is_as_before(self):
        plain = self._create_ticket(
            team_id=self.team_plain.id, user_id=self.agent_li.id
        )
        plain.with_user(self.leader).user_id = self.agent_wang
        plain.with_user(self.leader).user_id = False
        self.assertFalse(plain.user_id)

    def test_linked_need_copies_what_is_known(self):
        self.ticket.write({"cs_core_issue": "E3", "cs_product_name": "WM-7"})
        action = self.ticket.with_user(self.agent_li).action_cs_open_linked_need()
        need = self.env["helpdesk.ticket"].browse(action["res_id"])
        self.assertEqual(need.partner_id, self.customer)
        self.assertEqual(need.partner_name, self.ticket.partner_name)
        self.assertEqual(need.cs_product_name, "WM-7")
        self.assertEqual(need.team_id, self.team)
        self.assertEqual(need.user_id, self.agent_li)
        self.assertEqual(
            need.type_id,
            self.env.ref("cs_service_standard.helpdesk_ticket_type_personalised"),
        )
        self.assertEqual(need.cs_origin_ticket_id, self.ticket)
        self.assertNotEqual(need.number, self.ticket.number)
        self.assertTrue(self._notes(need.number))
        parts = (self.ticket + need)._cs_life_linked()
        self.assertEqual(parts[self.ticket.id]["lines"][0][0], need.number)
        self.assertEqual(parts[need.id]["lines"][0][1], self.ticket.number)
