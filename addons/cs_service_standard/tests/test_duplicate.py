from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestDuplicate(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind, cls.other = cls.env["helpdesk.ticket.type"].create(
            [{"name": "Kind"}, {"name": "Other"}]
        )
        with freeze_time("2023-10-09 10:00:00"):
            cls.by_phone = cls._create_ticket(
                type_id=cls.kind.id,
                partner_id=cls.customer.id,
                channel_id=cls.env.ref(
                    "helpdesk_mgmt.helpdesk_ticket_channel_phone"
                ).id,
            )

    def _second(self, at="2023-10-09 11:00:00", **vals):
        values = {"type_id": self.kind.id, "partner_id": self.customer.id, **vals}
        with freeze_time(at):
            return self._create_ticket(**values)

    def test_int_07_second_request_shows_a_hint(self):
        by_mail = self._second()
        self.assertEqual(by_mail.cs_duplicate_hint_ids, self.by_phone)
        self.assertEqual(by_mail.cs_duplicate_count, 1)

    def test_int_07_linking_puts_both_under_one_record(self):
        by_mail = self._second()
        by_mail.with_user(self.agent_li).action_cs_link_duplicate()
        self.assertEqual(by_mail.duplicate_id, self.by_phone)
        self.assertEqual(self.by_phone.duplicate_ids, by_mail)
        self.assertFalse((by_mail + self.by_phone).cs_duplicate_hint_ids)

    def test_int_07_a_withdrawn_request_is_no_duplicate(self):
        stages = self.team._get_applicable_stages()
        cancelled = stages.filtered(
            lambda s: s.cs_standard_only and s.cs_phase == "cancelled"
        )
        self.by_phone.stage_id = cancelled[:1]
        self.assertEqual(self.by_phone.cs_phase, "cancelled")
        self.assertFalse(self._second().cs_duplicate_hint_ids)

    def test_int_07_linking_from_the_first_one(self):
        by_mail = self._second()
        self.by_phone.action_cs_link_duplicate()
        self.assertEqual(by_mail.duplicate_id, self.by_phone)
        self.assertFalse(self.by_phone.duplicate_id)

    def test_int_07_linking_uses_the_stage_for_duplicates(self):
        stage = self.env["helpdesk.ticket.stage"].create({"name": "Merged"})
        self.env.company.write(
            {
                "helpdesk_mgmt_duplicate_tracking": True,
                "helpdesk_mgmt_duplicate_ticket_stage_id": stage.id,
            }
        )
        by_mail = self._second()
        by_mail.action_cs_link_duplicate()
        self.assertEqual(by_mail.stage_id, stage)

    def test_int_07_nothing_to_link(self):
        with self.assertRaises(UserError):
            self._second(type_id=self.other.id).action_cs_link_duplicate()

    def test_int_07_window_on_both_sides(self):
        self.assertTrue(self._second("2023-10-10 10:00:00").cs_duplicate_count)
        self.by_phone.type_id = self.other
        late = self._second("2023-10-10 10:00:01", type_id=self.other.id)
        self.assertFalse(late.cs_duplicate_count)

    def test_int_07_window_of_the_profile(self):
        self.profile.duplicate_hours = 1
        self.assertTrue(self._second().cs_duplicate_count)
        self.by_phone.type_id = self.other
        late = self._second("2023-10-09 11:00:01", type_id=self.other.id)
        self.assertFalse(late.cs_duplicate_count)

    def test_int_07_other_type_is_another_request(self):
        self.assertFalse(self._second(type_id=self.other.id).cs_duplicate_count)

    def test_int_07_unclassified_request_may_be_the_same(self):
        self.assertTrue(self._second(type_id=False).cs_duplicate_count)

    def test_int_07_same_number_or_address(self):
        for contact in (
            {"cs_phone": "+86 138-1234-5678"},
            {"partner_email": "Zhang <ZHANG@example.com>"},
        ):
            stranger = self._second(partner_id=False, **contact)
            self.assertIn(self.by_phone, stranger.cs_duplicate_hint_ids, contact)

    def test_int_07_other_customer(self):
        stranger = self._second(
            partner_id=False, cs_phone="13900000000", partner_email="a@example.com"
        )
        self.assertFalse(stranger.cs_duplicate_count)

    def test_int_07_hidden_ticket_counts_without_being_shown(self):
        hidden = self._create_team(
            "Hidden", user_ids=False, cs_profile_id=self.profile.id
        )
        self.by_phone.team_id = hidden
        mine = self._second().with_user(self.agent_li)
        self.assertEqual(mine.cs_duplicate_count, 1)
        self.assertFalse(mine.cs_duplicate_hint_ids)

    def test_int_07_team_without_profile(self):
        plain = self._second(team_id=self.team_plain.id)
        self.assertFalse(plain.cs_duplicate_count)

    def test_int_07_keys_are_for_nobody(self):
        visible = self.env["helpdesk.ticket"].with_user(self.manager).fields_get()
        self.assertNotIn("cs_phone_key", visible)
        self.assertNotIn("cs_email_key", visible)

    def test_int_07_costs_the_same_for_50(self):
        self._hint_cost(1)
        self.assertEqual(self._hint_cost(1), self._hint_cost(50))

    def _hint_cost(self, count):
        with freeze_time("2023-10-09 11:00:00"):
            tickets = self.env["helpdesk.ticket"].create(
                [
                    self._prepare_ticket_vals(
                        type_id=self.kind.id, partner_id=self.customer.id
                    )
                    for _number in range(count)
                ]
            )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tickets.mapped("cs_duplicate_count")
        return self.env.cr.sql_log_count - before
