from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .mail_common import MailCase


@tagged("post_install", "-at_install")
class TestReceipt(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.cs_acknowledge = True
        cls._target("first_contact", 3600)

    @freeze_time("2023-10-09 02:00:00")
    def test_receipt_names_number_and_promise_and_is_no_contact(self):
        ticket = self._receive(self._letter())
        receipt = self._new_mails.filtered(lambda m: m.res_id == ticket.id)
        self.assertEqual(len(receipt), 1)
        self.assertEqual(receipt.email_to, "anna@new.example")
        self.assertIn(ticket.number, receipt.subject)
        self.assertIn("today 11:00", receipt.body_html)
        self.assertIn("auto-replied", receipt.headers)
        self.assertNotIn("contact", ticket.cs_event_ids.mapped("kind"))
        self.assertEqual(ticket.cs_clock_ids.state, "running")

    def test_receipt_goes_to_a_known_customer(self):
        ticket = self._receive(self._letter(sender="zhang@example.com"))
        receipt = self._new_mails.filtered(lambda m: m.res_id == ticket.id)
        self.assertEqual(receipt.recipient_ids, self.customer)

    def test_no_receipt_unless_the_team_wants_it(self):
        self.team.cs_acknowledge = False
        ticket = self._receive(self._letter())
        self.assertFalse(self._new_mails.filtered(lambda m: m.res_id == ticket.id))

    def test_no_receipt_for_a_machine(self):
        ticket = self._receive(self._letter(Auto_Submitted="auto-generated"))
        self.assertTrue(ticket.exists())
        self.assertFalse(self._new_mails.filtered(lambda m: m.res_id == ticket.id))

    def test_broken_template_does_not_refuse_a_letter(self):
        template = self.env.ref("cs_service_standard.mail_template_acknowledgement")
        template.cs_letter = False  # a letter of ours would be refused when saved
        template.subject = "{{ object.no_such_field }}"
        with mute_logger(
            "odoo.addons.cs_service_standard.models.helpdesk_ticket_intake",
            "odoo.addons.mail.models.mail_render_mixin",
        ):
            ticket = self._receive(self._letter())
        self.assertTrue(ticket.exists())

    def test_promise_in_the_receipt_follows_the_zone_of_the_desk(self):
        now = fields.Datetime.to_datetime("2023-10-09 02:00:00")
        with freeze_time(now):
            ticket = self._receive(self._letter())
        due = ticket.cs_clock_ids.due_at
        self.assertEqual(due, now + timedelta(hours=1))


@tagged("post_install", "-at_install")
class TestReplyTemplate(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("cs_service_standard.mail_template_reply_greeting")
        cls.ticket = cls._create_ticket(
            user_id=cls.agent_li.id, partner_id=cls.customer.id
        )

    def _render(self, user=None):
        template = self.template.with_user(user) if user else self.template
        return template._render_field("body_html", self.ticket.ids)[self.ticket.id]

    def test_int_08_reply_names_agent_and_team(self):
        for user in (None, self.agent_li):
            body = self._render(user)
            self.assertIn("Li", body)
            self.assertIn("Support", body)
            self.assertIn("Hello", body)

    def test_int_08_whoever_writes_names_himself(self):
        body = self._render(self.agent_wang)
        self.assertIn("Wang", body)
        self.assertNotIn("Li<", body)

    def test_int_08_template_can_be_chosen_in_the_composer(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent_li)
            .create(
                {
                    "model": "helpdesk.ticket",
                    "res_ids": self.ticket.ids,
                    "template_id": self.template.id,
                }
            )
        )
        self.assertIn("Li", composer.body)
        composer.action_send_mail()
        self.assertIn("contact", self.ticket.cs_event_ids.mapped("kind"))
