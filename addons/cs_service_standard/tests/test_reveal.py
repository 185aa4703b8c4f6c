"""REC-06, PRV-03: one click shows the contact data, and each look is logged."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_masking import EMAIL, MASKED, MaskingCase

OFFICER = "cs_service_standard.cs_group_privacy_officer"


@tagged("post_install", "-at_install")
class TestReveal(MaskingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.calendar
        cls.company.cs_reveal_limit = 20
        cls.officer = new_test_user(
            cls.env, "cs_officer", groups=f"base.group_user,{OFFICER}", name="Officer"
        )
        cls.env.ref("base.user_admin").group_ids -= cls.env.ref(OFFICER)

    def _logs(self, user):
        return self.env["cs.reveal.log"].search([("user_id", "=", user.id)])

    def _email(self, user, ticket=None):
        return self._as(user, ticket).read(["partner_email"])[0]["partner_email"]

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_06_a_member_of_the_group_sees_all_and_leaves_one_entry(self):
        self.assertEqual(self._email(self.clerk), MASKED["partner_email"])
        self.assertFalse(self._logs(self.clerk))
        self._as(self.clerk).action_cs_reveal()
        self.assertEqual(self._email(self.clerk), EMAIL)
        [row] = self._as(self.clerk).export_data(["partner_email"])["datas"]
        self.assertEqual(row, [EMAIL])
        self.assertFalse(self._as(self.clerk).cs_is_masked)
        self._as(self.clerk).action_cs_reveal()
        log = self._logs(self.clerk)
        self.assertRecordValues(
            log,
            [
                {
                    "ticket_id": self.ticket.id,
                    "number": self.ticket.number,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "alert": False,
                }
            ],
        )
        self.assertIn("partner_email", log.field_names)
        self.assertNotIn(EMAIL, str(log.read()))

    def test_rec_06_the_data_are_masked_again_after_the_time(self):
        other = self._create_masked_ticket()
        with freeze_time("2023-10-09 02:00:00"):
            self._as(self.clerk).action_cs_reveal()
            self.assertEqual(self._email(self.clerk, other), MASKED["partner_email"])
        with freeze_time("2023-10-09 02:14:59"):
            self.assertEqual(self._email(self.clerk), EMAIL)
            self.assertEqual(self._email(self.agent_li), MASKED["partner_email"])
            self.assertEqual(self._email(self.manager), MASKED["partner_email"])
        with freeze_time("2023-10-09 02:15:00"):
            self.assertEqual(self._email(self.clerk), MASKED["partner_email"])
            self._as(self.clerk).action_cs_reveal()
        self.assertEqual(len(self._logs(self.clerk)), 2)

    def test_rec_06_others_cannot_reveal(self):
        for user in (self.agent_li, self.leader, self.manager):
            with (
                self.subTest(user.name),
                self.assertRaisesRegex(AccessError, self.ticket.number),
            ):
                self._as(user).action_cs_reveal()
        self.assertFalse(self.env["cs.reveal.log"].search([]))
        with self.assertRaises(AccessError):
            self._as(self.officer).action_cs_reveal()

    def test_rec_06_a_ticket_that_is_not_masked_leaves_no_entry(self):
        self._as(self.clerk, self.plain).action_cs_reveal()
        self.company.cs_mask_contacts = False
        self._as(self.clerk).action_cs_reveal()
        self.assertFalse(self._logs(self.clerk))

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_06_the_revealed_form_can_be_edited(self):
        self._as(self.clerk).action_cs_reveal()
        self._as(self.clerk).web_save({"partner_email": "new@example.com"}, {})
        self.assertEqual(self.ticket.partner_email, "new@example.com")

    def _reveal_many(self, count, user=None):
        tickets = self._create_masked_tickets(count)
        for ticket in tickets:
            self._as(user or self.clerk, ticket).action_cs_reveal()
        return tickets

    def _alerts(self):
        return self.env["mail.activity"].search([("res_model", "=", "cs.reveal.log")])

    def test_prv_03_the_21st_reveal_of_a_day_alerts_once(self):
        # 15:59 UTC is 23:59 in Shanghai: the next minute is another day
        with freeze_time("2023-10-09 15:59:00"):
            self._reveal_many(20)
            self.assertFalse(self._alerts())
        with freeze_time("2023-10-09 16:00:00"):
            self._reveal_many(20)
            self.assertFalse(self._alerts())
            self._reveal_many(1)
            alert = self._alerts()
            self.assertEqual(alert.user_id, self.officer)
            self.assertIn("Clerk", alert.note)
            self._reveal_many(5)
            self.assertEqual(self._alerts(), alert)
        logs = self._logs(self.clerk)
        self.assertEqual(len(logs), 46)
        self.assertEqual(len(logs.filtered("alert")), 1)
        self.assertEqual(self.env["cs.reveal.log"].browse(alert.res_id).alert, True)
        with freeze_time("2023-10-10 16:00:00"):
            self._reveal_many(21)
            self.assertEqual(len(self._alerts()), 2)

    @freeze_time("2023-10-09 02:00:00")
    def test_prv_03_the_limit_is_a_setting(self):
        self.company.cs_reveal_limit = 2
        self._reveal_many(2)
        self.assertFalse(self._alerts())
        self._reveal_many(1)
        self.assertTrue(self._alerts())
        self._alerts().unlink()
        self.company.cs_reveal_limit = 0
        other = new_test_user(
            self.env,
            "cs_clerk_2",
            groups="helpdesk_mgmt.group_helpdesk_user,"
            "cs_service_standard.cs_group_contact_full",
        )
        self._reveal_many(3, other)
        self.assertFalse(self._alerts())

    @freeze_time("2023-10-09 02:00:00")
    def test_prv_03_a_reveal_of_many_tickets_counts_each(self):
        tickets = self._create_masked_tickets(22)
        self._as(self.clerk, tickets)._cs_reveal()
        self.assertEqual(len(self._logs(self.clerk)), 22)
        self.assertEqual(len(self._alerts()), 1)

    @freeze_time("2023-10-09 02:00:00")
    def test_prv_03_the_officer_is_told_also_about_another_officer(self):
        second = new_test_user(
            self.env,
            "cs_officer_2",
            groups=f"helpdesk_mgmt.group_helpdesk_user,{OFFICER}",
        )
        self.company.cs_reveal_limit = 1
        self._reveal_many(2, second)
        self.assertEqual(self._alerts().user_id, self.officer)

    @freeze_time("2023-10-09 02:00:00")
    def test_prv_03_the_officer_reads_the_log_and_closes_the_alert(self):
        self.company.cs_reveal_limit = 1
        self._reveal_many(2)
        logs = self.env["cs.reveal.log"].with_user(self.officer).search([])
        self.assertEqual(len(logs), 2)
        logs.read(["display_name", "ticket_id", "partner_id", "user_id"])
        activity = self._alerts().with_user(self.officer)
        activity.action_feedback("Asked, it was a campaign.")
        self.assertFalse(self._alerts())
        self.assertTrue(logs.filtered("alert").message_ids)

    @freeze_time("2023-10-09 02:00:00")
    def test_prv_03_the_log_is_append_only(self):
        self._as(self.clerk).action_cs_reveal()
        log = self._logs(self.clerk)
        for user in (self.env.ref("base.user_root"), self.officer, self.clerk):
            with self.subTest(user.name):
                with self.assertRaises(UserError), mute_logger("odoo.models.unlink"):
                    log.with_user(user).write({"alert": True})
                with self.assertRaises(UserError), mute_logger("odoo.models.unlink"):
                    log.with_user(user).unlink()
        with self.assertRaises(UserError):
            log.sudo().unlink()
        with self.assertRaises(AccessError):
            log.with_user(self.officer).create({"user_id": self.officer.id})
        number = self.ticket.number
        self.ticket.unlink()
        self.env.invalidate_all()
        self.assertFalse(log.ticket_id)
        self.assertEqual(log.number, number)
