from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import AGENT, StandardCase

RECORD_FIELDS = (
    "partner_name",
    "cs_phone",
    "cs_verbatim",
    "cs_core_issue",
    "cs_occurred_at",
    "cs_product_name",
    "cs_expected_deadline",
)


@tagged("post_install", "-at_install")
class TestHandover(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = new_test_user(cls.env, "cs_tech", groups=AGENT, name="Ma")
        cls.technical = cls._create_team(
            "Technical",
            user_ids=cls.technician.ids,
            cs_profile_id=cls.profile.id,
        )
        cls.second = cls._create_team(
            "Second",
            user_ids=cls.technician.ids,
            cs_profile_id=cls.profile.id,
            cs_tier="2",
            sequence=1,
        )
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id,
            partner_name=cls.customer.name,
            user_id=cls.agent_li.id,
            cs_verbatim="Washing machine shows E3",
            cs_core_issue="E3",
            cs_occurred_at="2023-10-09 01:00:00",
            cs_product_name="Washing machine",
            cs_expected_deadline="2023-10-09 10:00:00",
        )

    def _wizard(self, user=None, **vals):
        values = {
            "ticket_id": self.ticket.id,
            "team_id": self.technical.id,
            "reason": "Needs the workshop",
            "announced_wait_min": 5,
            **vals,
        }
        return self.env["cs.handover"].with_user(user or self.agent_li).create(values)

    def _messages(self, text):
        messages = self.env["mail.message"].search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        )
        return messages.filtered(lambda message: text in (message.body or ""))

    def test_int_12_no_transfer_without_waiting_time(self):
        for minutes in (0, -5):
            with self.assertRaises(ValidationError) as refusal:
                self._wizard(announced_wait_min=minutes).action_confirm()
            self.assertIn(self.ticket.number, str(refusal.exception))
        self.assertEqual(self.ticket.team_id, self.team)

    def test_int_12_expected_wait_is_logged_and_told(self):
        self._wizard().action_confirm()
        told = self._messages("expected wait 5 min")
        self.assertEqual(len(told), 2)
        public = told.filtered(lambda message: not message.subtype_id.internal)
        self.assertIn(self.customer, public.partner_ids)
        self.assertEqual(told.author_id, self.agent_li.partner_id)

    def test_int_12_customer_was_told_on_the_telephone(self):
        self._wizard(tell_customer=False).action_confirm()
        self.assertTrue(self._messages("expected wait 5 min").subtype_id.internal)

    def test_int_12_message_is_no_first_response(self):
        self._target("first_response", 3600)
        self.ticket._cs_refresh_clocks()
        self._wizard().action_confirm()
        self.assertFalse(self.ticket.cs_first_responder_id)
        self.assertNotIn("contact", self.ticket.cs_event_ids.mapped("kind"))

    def test_cls_06_incomplete_record_is_not_handed_over(self):
        self.ticket.cs_core_issue = False
        wizard = self._wizard()
        self.assertTrue(wizard.is_incomplete)
        with self.assertRaises(ValidationError) as refusal:
            wizard.action_confirm()
        self.assertIn("Core Problem", str(refusal.exception))

    def test_cls_06_receiver_gets_the_whole_record(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.technician).read(RECORD_FIELDS)
        self._wizard().action_confirm()
        received = self.ticket.with_user(self.technician)
        for name in RECORD_FIELDS:
            self.assertTrue(received[name], name)

    def test_cls_06_reason_and_change_are_required(self):
        for vals in ({"reason": "  "}, {"team_id": self.team.id}):
            with self.assertRaises(ValidationError):
                self._wizard(**vals).action_confirm()

    def test_cls_06_to_a_colleague_of_the_same_team(self):
        self._wizard(team_id=self.team.id, user_id=self.agent_wang.id).action_confirm()
        self.assertEqual(self.ticket.user_id, self.agent_wang)
        self.assertEqual(self.ticket.team_id, self.team)

    def test_cls_06_who_hands_over_keeps_sight(self):
        action = self._wizard().action_confirm()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertTrue(self.ticket.with_user(self.agent_li).has_access("read"))

    def test_cls_06_foreign_agent_hands_over_nothing(self):
        with self.assertRaises(AccessError):
            self._wizard(self.technician).action_confirm()

    def test_cls_06_hand_over_and_acceptance_are_facts(self):
        self._wizard().action_confirm()
        handover = self.ticket.cs_event_ids.filtered(lambda e: e.kind == "handover")
        self.assertEqual(handover.user_id, self.agent_li)
        self.assertEqual(
            handover.payload,
            {
                "from_team": self.team.id,
                "from_user": self.agent_li.id,
                "to_team": self.technical.id,
                "to_user": False,
                "wait_minutes": 5,
            },
        )
        self.assertTrue(self.ticket.cs_handover_pending)
        self.ticket.with_user(self.technician).action_cs_accept()
        self.assertEqual(self.ticket.user_id, self.technician)
        self.assertFalse(self.ticket.cs_handover_pending)
        self.assertIn("accepted", self.ticket.cs_event_ids.mapped("kind"))

    def test_cls_06_taking_the_ticket_is_acceptance_too(self):
        self._wizard().action_confirm()
        self.ticket.with_user(self.technician).assign_to_me()
        self.assertFalse(self.ticket.cs_handover_pending)
        kinds = self.ticket.cs_event_ids.mapped("kind")
        self.assertEqual(kinds.count("accepted"), 1)

    def test_cls_03_hand_over_overrides_the_route(self):
        kind = self.env["helpdesk.ticket.type"].create(
            {"name": "Kind", "cs_default_team_id": self.team.id}
        )
        self.ticket.type_id = kind
        self.ticket.cs_routed = True
        self._wizard().action_confirm()
        self.assertEqual(self.ticket.team_id, self.technical)
        self.assertEqual(self.ticket.cs_handover_reason, "Needs the workshop")
        self.assertFalse(self.ticket.cs_routed)

    def test_cls_10_escalation_to_tier_2(self):
        action = self.ticket.with_user(self.agent_li).action_cs_escalate()
        wizard = Form(
            self.env["cs.handover"]
            .with_user(self.agent_li)
            .with_context(**action["context"])
        )
        self.assertEqual(wizard.team_id, self.second)
        wizard.reason = "Beyond tier 1"
        wizard.announced_wait_min = 10
        wizard.save().action_confirm()
        self.assertEqual(self.ticket.cs_tier, "2")
        self.assertEqual(self.ticket.cs_handover_reason, "Beyond tier 1")
        self.assertTrue(self.ticket.cs_escalated)

    def test_cls_10_escalated_ticket_is_no_first_contact_resolution(self):
        done = self.env["helpdesk.ticket.stage"].create(
            {"name": "Finished", "closed": True}
        )
        direct = self._create_ticket(stage_id=done.id)
        self.assertTrue(direct.cs_fcr)
        self._wizard(team_id=self.second.id).action_confirm()
        self.ticket.stage_id = done
        self.assertFalse(self.ticket.cs_fcr)

    def test_cls_10_back_in_tier_1_stays_escalated(self):
        self._wizard(team_id=self.second.id).action_confirm()
        self.ticket.team_id = self.team
        self.assertEqual(self.ticket.cs_tier, "1")
        self.assertTrue(self.ticket.cs_escalated)

    def test_cls_10_hand_over_within_tier_1_is_no_escalation(self):
        self._wizard().action_confirm()
        self.assertFalse(self.ticket.cs_escalated)

    def test_cls_10_seeded_second_handling_is_tier_2(self):
        team = self.env.ref("cs_service_standard.helpdesk_ticket_team_second")
        self.assertEqual(team.cs_tier, "2")

    def test_handover_clock_runs_until_acceptance(self):
        self._target("handover", 600)
        self.ticket._cs_refresh_clocks()
        self._wizard().action_confirm()
        clock = self.ticket.cs_clock_ids.filtered(lambda c: c.metric == "handover")
        self.assertEqual(clock.state, "running")
        self.ticket.with_user(self.technician).action_cs_accept()
        self.assertEqual(clock.state, "met")
        self.assertLessEqual(
            clock.due_at, fields.Datetime.add(clock.started_at, hours=1)
        )
