from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import StandardCase

TOUCH_POINTS = (
    "cs_service_standard.helpdesk_ticket_channel_chat",
    "cs_service_standard.helpdesk_ticket_channel_app",
    "cs_service_standard.helpdesk_ticket_channel_social",
    "cs_service_standard.helpdesk_ticket_channel_store",
    "helpdesk_mgmt.helpdesk_ticket_channel_phone",
    "helpdesk_mgmt.helpdesk_ticket_channel_email",
    "cs_service_standard.helpdesk_ticket_channel_inapp",
    "cs_service_standard.helpdesk_ticket_channel_letter",
    "cs_service_standard.helpdesk_ticket_channel_onsite",
)


@tagged("post_install", "-at_install")
class TestChannel(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channels = cls.env["helpdesk.ticket.channel"]
        cls.draft = cls.env["cs.service.profile"].create(
            {"name": "Draft", "code": "DRAFT"}
        )

    def _promise(self, metric="first_response", **vals):
        return self._target(metric, 60, profile_id=self.draft.id, **vals)

    def _only(self, *vals_list):
        """Archive what is there, create channels for this test."""
        self.channels.search([]).active = False
        return self.channels.create(
            [{"company_id": False, **vals} for vals in vals_list]
        )

    def test_int_01_nine_touch_points_are_channels(self):
        for xmlid in TOUCH_POINTS:
            channel = self.env.ref(xmlid)
            self.assertTrue(channel.active, xmlid)
            self.assertTrue(channel.cs_kind, xmlid)

    def test_int_02_seeded_channels_declare_scope_and_rule(self):
        for xmlid in TOUCH_POINTS:
            channel = self.env.ref(xmlid)
            self.assertTrue(channel.cs_scope, xmlid)
            self.assertTrue(channel.cs_reply_rule, xmlid)

    def test_int_02_channel_without_target_stops_activation(self):
        self._only({"name": "Pigeon", "cs_kind": "deferred"})
        with self.assertRaisesRegex(ValidationError, "Pigeon"):
            self.draft.action_cs_activate()
        self.assertEqual(self.draft.state, "draft")

    def test_int_02_target_by_kind_or_by_name_counts(self):
        _mail, booth = self._only(
            {"name": "Mail", "cs_kind": "deferred"}, {"name": "Booth"}
        )
        self._promise(channel_kind="deferred")
        with self.assertRaisesRegex(ValidationError, "Booth"):
            self.draft.action_cs_activate()
        self._promise(channel_ids=[Command.set(booth.ids)])
        self.draft.action_cs_activate()
        self.assertEqual(self.draft.state, "in_force")
        self.draft.action_cs_to_draft()
        self.assertEqual(self.draft.state, "draft")

    def test_int_02_target_for_all_channels_covers_each_of_them(self):
        self._only({"name": "Mail", "cs_kind": "deferred"}, {"name": "Booth"})
        everybody = self._promise()
        self.draft.action_cs_activate()
        self.assertEqual(self.draft.state, "in_force")
        self.draft.action_cs_to_draft()
        # steps of priority leave nobody out, any other condition does
        everybody.priority_min = "1"
        self._promise(priority_max="0")
        self.draft.action_cs_activate()
        self.draft.action_cs_to_draft()
        (everybody | self.draft.target_ids).customer_value = "h"
        with self.assertRaisesRegex(ValidationError, "all channels.*archive"):
            self.draft.action_cs_activate()

    def test_int_02_other_metrics_are_no_response(self):
        self._only({"name": "Mail", "cs_kind": "deferred"})
        self._promise("resolution", channel_kind="deferred")
        with self.assertRaisesRegex(ValidationError, "Mail"):
            self.draft.action_cs_activate()

    def test_int_02_channel_without_kind_is_named(self):
        self._only({"name": "Booth"})
        self._promise(channel_kind="deferred")
        with self.assertRaisesRegex(ValidationError, "Booth"):
            self.draft.action_cs_activate()

    def test_int_02_archived_channel_and_other_company_do_not_count(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self._only(
            {"name": "Old", "active": False}, {"name": "Far", "company_id": company.id}
        )
        self.draft.company_id = self.env.company
        self.draft.action_cs_activate()
        self.assertEqual(self.draft.state, "in_force")

    def test_int_02_seeded_standard_promises_on_every_seeded_channel(self):
        standard = self.env.ref("cs_service_standard.cs_service_profile_std")
        left_out = standard._cs_channels_without_target()
        seeded = self.channels.union(*(self.env.ref(x) for x in TOUCH_POINTS))
        self.assertFalse((left_out & seeded).mapped("name"))

    def test_copied_profile_has_a_code_of_its_own(self):
        self._promise(channel_kind="deferred")
        first, second = self.draft.copy(), self.draft.copy()
        self.assertEqual([first.code, second.code], ["DRAFT-2", "DRAFT-3"])
        self.assertEqual(first.name, "Draft (copy)")
        self.assertEqual(len(first.target_ids), 1)
        self.assertEqual(first.state, "draft")
        self.assertEqual(self.draft.copy({"code": "MINE"}).name, "Draft")

    def test_int_02_channel_lists_its_targets(self):
        channel = self._only({"name": "Mail", "cs_kind": "deferred"})
        named = self._target("first_response", 60, channel_kind="deferred")
        self._target("resolution", 60, channel_kind="deferred")
        self.assertIn(named, channel.cs_target_ids)
        self.assertNotIn("resolution", channel.cs_target_ids.mapped("metric"))

    def test_int_13_round_the_clock_calendar(self):
        self.team.cs_calendar_id = self.env.ref(
            "cs_service_standard.resource_calendar_always"
        )
        self._target("resolution", 2 * 3600, mode="working_hours")
        with freeze_time("2023-10-14 22:00:00"):
            ticket = self._create_ticket()
        self.assertEqual(
            ticket.cs_clock_ids.due_at, fields.Datetime.to_datetime("2023-10-15")
        )

    def test_int_13_office_hours_are_the_default(self):
        office = self.env.ref("cs_service_standard.resource_calendar_office")
        self.assertEqual(office.hours_per_week, 40)
        teams = self.env["helpdesk.ticket.team"].search([("cs_standard", "=", True)])
        self.assertEqual(len(teams), 5)
        self.assertEqual(teams.cs_calendar_id, office)

    def test_int_15_only_phone_is_an_800_number(self):
        phone = self._only(
            {"name": "Hotline", "cs_is_phone": True, "cs_number": "800-810-1234"}
        )
        warning = self.channels._cs_phone_coverage_warning(self.env.company)
        self.assertIn("no phone channel reachable from mobiles", warning)
        phone.cs_number = "400 810 1234"
        self.assertFalse(self.channels._cs_phone_coverage_warning(self.env.company))

    def test_int_15_second_number_is_enough(self):
        self._only(
            {"name": "Hotline", "cs_is_phone": True, "cs_number": "8008101234"},
            {"name": "Mobile", "cs_is_phone": True, "cs_number": "13812345678"},
        )
        self.assertFalse(self.channels._cs_phone_coverage_warning(self.env.company))
