"""What a request of a customer costs: HttpCase, through the form of the portal."""

from freezegun import freeze_time

from odoo.fields import Datetime
from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestRequestCost(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.helpdesk_mgmt_portal_select_team = True
        created = cls.env.ref("helpdesk_mgmt.hlp_tck_created")
        subtypes = created.search([("parent_id", "=", created.id)]) | created
        teams = cls.team | cls.team_plain
        teams.message_subscribe(cls.leader.partner_id.ids, subtypes.ids)
        cls.leader.notification_type = "email"
        cls.queue = cls.env.ref("mail.ir_cron_mail_scheduler_action")

    def _wakes(self):
        triggers = self.env["ir.cron.trigger"].sudo()
        return triggers.search_count([("cron_id", "=", self.queue.id)])

    def _letters(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "helpdesk.ticket")])

    def test_letters_of_a_request_are_left_to_the_queue(self):
        before, known = self._wakes(), self._letters()
        self._submit(team=self.team.id)
        letters = self._letters() - known
        self.assertTrue(self._tickets())
        self.assertTrue(letters)
        self.assertEqual(set(letters.mapped("state")), {"outgoing"})
        self.assertEqual(self._wakes(), before + 1)

    def test_a_team_without_standard_sends_as_before(self):
        before = self._wakes()
        self._submit(team=self.team_plain.id)
        self.assertTrue(self._tickets())
        self.assertEqual(self._wakes(), before)

    def test_consent_is_noted_on_the_customer_when_it_is_news(self):
        for at, version, noted in (
            ("2026-03-02 08:00:00", "1", "2026-03-02 08:00:00"),
            ("2026-03-02 09:00:00", "1", "2026-03-02 08:00:00"),
            ("2026-03-02 10:00:00", "2", "2026-03-02 10:00:00"),
            ("2026-03-03 00:00:00", "2", "2026-03-03 00:00:00"),
        ):
            with freeze_time(at):
                self._create_ticket(
                    partner_id=self.customer.id,
                    cs_consent_date=at,
                    cs_consent_version=version,
                )
            self.assertEqual(Datetime.to_string(self.customer.cs_consent_date), noted)
            self.assertEqual(self.customer.cs_consent_version, version)
