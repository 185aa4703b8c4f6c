from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import StandardCase

MODULE = "cs_service_standard"
FIVE = ("enquiry", "problem", "complaint", "urgent", "personalised")
ROUTES = {
    "enquiry": "product",
    "problem": "technical",
    "complaint": "relations",
    "urgent": "special",
    "personalised": "special",
    "suggestion": "product",
    "repair": "technical",
    "dispute": "relations",
}


@tagged("post_install", "-at_install")
class TestRouting(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seeded = cls.env["helpdesk.ticket.team"].search(
            [("cs_standard", "=", True)]
        )
        cls.seeded.cs_profile_id = cls.profile
        cls.intake = cls.env["helpdesk.ticket.stage"].search(
            [("cs_phase", "=", "intake")], limit=1
        )

    def _type(self, code):
        return self.env.ref(f"{MODULE}.helpdesk_ticket_type_{code}")

    def _seeded_team(self, code):
        return self.env.ref(f"{MODULE}.helpdesk_ticket_team_{code}")

    def _unrouted(self, code, user=None, **vals):
        """A new ticket with a type and no team."""
        tickets = self.env["helpdesk.ticket"]
        if user:
            tickets = tickets.with_user(user)
        vals = self._prepare_ticket_vals(type_id=self._type(code).id, **vals)
        del vals["team_id"]
        return tickets.create(vals)

    def test_cls_01_five_types_with_definitions(self):
        for code in FIVE:
            self.assertTrue(self._type(code).active, code)
            self.assertTrue(self._type(code).cs_definition, code)
        self.assertIn("order delay", self._type("urgent").cs_examples)

    def test_cls_01_import_of_an_unknown_type_is_rejected(self):
        result = self.env["helpdesk.ticket"].load(
            ["name", "description", "type_id"], [["Import", "x", "Nonsense"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("Nonsense", result["messages"][0]["message"])

    def test_cls_02_suggestion_repair_dispute(self):
        for code in ("suggestion", "repair", "dispute"):
            self.assertTrue(self._type(code).active, code)

    def test_cls_03_type_without_team_is_routed(self):
        for code, team in ROUTES.items():
            ticket = self._unrouted(code)
            self.assertEqual(ticket.team_id, self._seeded_team(team), code)
            self.assertTrue(ticket.cs_routed)

    def test_cls_03_chosen_team_is_kept(self):
        ticket = self._create_ticket(type_id=self._type("complaint").id)
        self.assertEqual(ticket.team_id, self.team)
        self.assertFalse(ticket.cs_routed)

    def test_cls_03_team_without_profile_receives_nothing(self):
        self.seeded.cs_profile_id = False
        ticket = self._unrouted("complaint")
        self.assertFalse(ticket.team_id)

    def test_cls_03_team_of_another_company_receives_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self._seeded_team("relations").company_id = company
        self.assertFalse(self._unrouted("complaint").team_id)

    def test_cls_03_agent_registers_for_a_team_he_is_not_in(self):
        ticket = self._unrouted("complaint", self.agent_li)
        self.assertEqual(ticket.sudo().team_id, self._seeded_team("relations"))
        self.assertEqual(ticket.create_uid, self.agent_li)
        self.assertTrue(ticket.has_access("read"), "he keeps following it")

    def test_cls_03_nobody_claims_a_route(self):
        foreign = self._create_team("Foreign", user_ids=False)
        values = self._prepare_ticket_vals(
            team_id=foreign.id, cs_routed=True, user_id=False
        )
        with self.assertRaises(UserError):
            self.env["helpdesk.ticket"].with_user(self.agent_li).create(values)

    def test_cls_03_owner_outside_the_team_is_dropped(self):
        ticket = self._unrouted("complaint", user_id=self.agent_li.id)
        self.assertFalse(ticket.user_id)

    def test_cls_03_corrected_type_at_intake_is_routed_anew(self):
        self._seeded_team("product").user_ids = self.agent_li
        ticket = self._unrouted(
            "enquiry", self.agent_li, stage_id=self.intake.id, user_id=False
        )
        ticket.type_id = self._type("complaint")
        self.assertEqual(ticket.sudo().team_id, self._seeded_team("relations"))
        self.assertTrue(ticket.has_access("read"))

    def test_cls_03_later_correction_keeps_the_team(self):
        ticket = self._unrouted("enquiry")
        ticket.stage_id = self.env["helpdesk.ticket.stage"].create({"name": "Later"})
        ticket.type_id = self._type("complaint")
        self.assertEqual(ticket.team_id, self._seeded_team("product"))

    def test_cls_03_another_team_needs_a_reason(self):
        ticket = self._unrouted("enquiry").with_user(self.leader)
        with self.assertRaises(ValidationError) as refusal:
            ticket.team_id = self.team
        self.assertIn(ticket.number, str(refusal.exception))
        with self.assertRaises(ValidationError):
            ticket.write({"cs_routed": False, "team_id": self.team.id})
        ticket.write({"cs_routed": False})
        self.assertTrue(ticket.cs_routed)
        ticket.write({"team_id": self.team.id, "cs_handover_reason": "His regular"})
        self.assertEqual(ticket.team_id, self.team)

    def test_cls_03_form_shows_the_team_of_the_type(self):
        with Form(self.env["helpdesk.ticket"].with_user(self.leader)) as form:
            form.name = "Rude on the telephone"
            form.description = "<p>x</p>"
            form.type_id = self._type("complaint")
            self.assertEqual(form.team_id, self._seeded_team("relations"))
            form.type_id = self._type("problem")
            self.assertEqual(form.team_id, self._seeded_team("technical"))
        self.assertTrue(form.record.cs_routed)

    def test_cls_03_plain_team_still_drops_a_foreign_type(self):
        with Form(self.env["helpdesk.ticket"].with_user(self.leader)) as form:
            form.name = "Plain"
            form.description = "<p>x</p>"
            self.seeded.cs_profile_id = False
            form.team_id = self.team_plain
            form.type_id = self._type("complaint")
            self.assertFalse(form.team_id)

    def test_cls_04_first_responder_never_changes(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        ticket._cs_set_first_responder(self.agent_li)
        ticket.user_id = self.agent_wang
        ticket._cs_set_first_responder(self.agent_wang)
        self.assertEqual(ticket.cs_first_responder_id, self.agent_li)
        self.assertEqual(ticket.user_id, self.agent_wang)
        for user in (self.leader, self.manager):
            with self.assertRaises(UserError):
                ticket.with_user(user).cs_first_responder_id = self.agent_wang

    def test_cls_04_nobody_names_himself(self):
        ticket = self._create_ticket()
        with self.assertRaises(UserError):
            ticket.with_user(self.agent_li).cs_first_responder_id = self.agent_li
        claimed = (
            self.env["helpdesk.ticket"]
            .with_user(self.agent_li)
            .create(self._prepare_ticket_vals(cs_first_responder_id=self.agent_li.id))
        )
        self.assertFalse(claimed.cs_first_responder_id)

    def test_cls_04_team_without_profile_has_none(self):
        ticket = self._create_ticket(team_id=self.team_plain.id)
        ticket._cs_set_first_responder(self.agent_li)
        self.assertFalse(ticket.cs_first_responder_id)

    def test_cls_11_vip_comes_first_among_equals(self):
        self.customer.cs_customer_value = "vip"
        normal = self._create_ticket(priority="2")
        vip = self._create_ticket(priority="2", partner_id=self.customer.id)
        higher = self._create_ticket(priority="3")
        found = self.env["helpdesk.ticket"].search(
            [("id", "in", (normal + vip + higher).ids)], order="cs_queue_rank, id"
        )
        self.assertEqual(found, higher + vip + normal)

    def test_cls_11_contact_of_a_vip_company(self):
        company = self.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "cs_customer_value": "vip"}
        )
        contact = self.env["res.partner"].create(
            {"name": "Anna", "parent_id": company.id}
        )
        ticket = self._create_ticket(partner_id=contact.id)
        self.assertTrue(ticket.cs_vip)
        company.cs_customer_value = False
        self.assertFalse(ticket.cs_vip)

    def test_cls_11_expert_team_for_vip(self):
        self.customer.cs_customer_value = "vip"
        self.profile.vip_team_id = self.team
        vip = self._unrouted("enquiry", partner_id=self.customer.id)
        self.assertEqual(vip.team_id, self.team)
        normal = self._unrouted("enquiry")
        self.assertEqual(normal.team_id, self._seeded_team("product"))

    def test_rsp_13_green_channel_by_type(self):
        for code in ROUTES:
            green = code in ("complaint", "dispute", "urgent", "repair")
            self.assertEqual(self._unrouted(code).cs_green_channel, green, code)

    def test_rsp_13_green_channel_by_hand(self):
        ticket = self._unrouted("enquiry")
        ticket.cs_green_channel = True
        ticket.type_id = self._type("problem")
        self.assertTrue(ticket.cs_green_channel)
        ticket.cs_green_channel = False
        self.assertFalse(ticket.cs_green_channel)
        self.assertTrue(self._create_ticket(cs_green_channel=True).cs_green_channel)

    def test_rsp_13_no_green_channel_without_profile(self):
        ticket = self._create_ticket(
            team_id=self.team_plain.id, type_id=self._type("complaint").id
        )
        self.assertFalse(ticket.cs_green_channel)

    def test_rsp_20_complexity_and_follow_up(self):
        ticket = self._create_ticket(cs_complexity="complex").with_user(self.agent_li)
        ticket.cs_follow_up_at = "2023-10-10 10:00:00"
        self.assertEqual(ticket.cs_complexity, "complex")

    def test_cls_03_routing_costs_the_same_for_50(self):
        vals = self._prepare_ticket_vals(type_id=self._type("complaint").id)
        del vals["team_id"]
        self._routing_cost(vals, 1)
        self.assertEqual(self._routing_cost(vals, 1), self._routing_cost(vals, 50))

    def _routing_cost(self, vals, count):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        for _number in range(count):
            self.env["helpdesk.ticket"]._cs_with_route(vals)
        return self.env.cr.sql_log_count - before
