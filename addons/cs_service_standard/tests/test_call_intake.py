from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 10:00:00")
class TestCallIntake(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        cls.kind = cls.env["helpdesk.ticket.type"].create(
            {"name": "Kind", "cs_default_team_id": cls.team.id}
        )
        cls.personal = new_test_user(
            cls.env, "cs_own", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )

    def _call(self, user=None, **vals):
        calls = self.env["cs.call.intake"].with_user(user or self.agent_li)
        if "ivr_key" not in vals:
            vals["type_id"] = self.kind.id
        return calls.create({"core_issue": "E3", **vals})

    def _ticket_of(self, call):
        action = call.action_create_ticket()
        return self.env["helpdesk.ticket"].browse(action["res_id"])

    def _answer_clock(self, **vals):
        """Clock of a call answered under a target of 30 s that must not be reached."""
        self._target(
            "answer", 30, strict=True, channel_ids=[Command.set(self.phone.ids)]
        )
        ticket = self._ticket_of(self._call(**vals))
        return ticket.cs_clock_ids.filtered(lambda clock: clock.metric == "answer")

    def test_int_05_key_presets_type_and_team(self):
        form = Form(self.env["cs.call.intake"].with_user(self.agent_li))
        form.ivr_key = "2"
        self.assertEqual(
            form.type_id,
            self.env.ref("cs_service_standard.helpdesk_ticket_type_problem"),
        )
        self.assertEqual(
            form.team_id,
            self.env.ref("cs_service_standard.helpdesk_ticket_team_technical"),
        )

    def test_int_05_seeded_menu_has_order_query_and_fault(self):
        options = self.env["cs.ivr.option"].search([("key", "in", ["1", "2"])])
        self.assertEqual(options.mapped("label"), ["Order query", "Fault repair"])

    def test_int_05_option_of_the_line_wins(self):
        self.env["cs.ivr.option"].create(
            {
                "key": "2",
                "label": "Kind",
                "type_id": self.kind.id,
                "channel_id": self.phone.id,
            }
        )
        call = self._call(ivr_key="2")
        self.assertEqual(call.type_id, self.kind)
        self.assertEqual(call.team_id, self.team)

    def test_int_05_unknown_key_presets_nothing(self):
        call = self._call(ivr_key="9")
        self.assertFalse(call.type_id)

    def test_int_01_call_becomes_one_ticket(self):
        call = self._call(caller_number="138 1234 5678", verbatim="It shows E3")
        self.assertEqual(call.partner_id, self.customer)
        ticket = self._ticket_of(call)
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "E3",
                    "cs_core_issue": "E3",
                    "cs_verbatim": "It shows E3",
                    "channel_id": self.phone.id,
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "cs_phone": "138 1234 5678",
                    "cs_received_at": fields.Datetime.to_datetime(
                        "2023-10-09 10:00:00"
                    ),
                }
            ],
        )

    def test_int_01_unknown_caller(self):
        for number in ("13900000000", "4711", False):
            self.assertFalse(self._call(caller_number=number).partner_id)

    def test_int_01_personal_agent_takes_calls_for_any_team(self):
        ticket = self._ticket_of(self._call(self.personal))
        self.assertEqual(ticket.team_id, self.team)
        self.assertTrue(ticket.with_user(self.personal).has_access("read"))

    def test_int_01_customers_take_no_calls(self):
        with self.assertRaises(AccessError):
            self._call(self.portal_user)

    def test_rsp_04_answered_at_29_s_is_met(self):
        self.assertEqual(self._answer_clock(ring_seconds=29).state, "met")

    def test_rsp_04_answered_at_30_s_is_late(self):
        self.assertEqual(self._answer_clock(ring_seconds=30).state, "missed")

    def test_rsp_05_three_rings_of_5_s(self):
        self.assertEqual(self._call(ring_count=3).ring_seconds, 15)
        self._target("answer", 15, channel_ids=[Command.set(self.phone.ids)])
        ticket = self._ticket_of(self._call(ring_count=3))
        clock = ticket.cs_clock_ids.filtered(lambda c: c.metric == "answer")
        self.assertEqual(clock.state, "met")

    def test_rsp_05_fourth_ring_is_late(self):
        self._target("answer", 15, channel_ids=[Command.set(self.phone.ids)])
        ticket = self._ticket_of(self._call(ring_count=4))
        clock = ticket.cs_clock_ids.filtered(lambda c: c.metric == "answer")
        self.assertEqual(clock.state, "missed")

    def test_rsp_05_length_of_a_ring_is_a_figure(self):
        self.profile.ring_cycle_seconds = 4
        self.assertEqual(self._call(ring_count=3).ring_seconds, 12)

    def test_team_without_profile_records_no_facts(self):
        self.kind.cs_default_team_id = False
        ticket = self._ticket_of(self._call(team_id=self.team_plain.id))
        self.assertFalse(ticket.cs_event_ids)
