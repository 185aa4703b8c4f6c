"""Which events stop a clock: people talking, never anything automatic."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 02:00:00")
class TestFacts(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_contact", 3600)
        cls.ticket = cls._create_ticket(partner_id=cls.customer.id)

    def _kinds(self):
        events = self.env["cs.ticket.event"].search(
            [("ticket_id", "=", self.ticket.id)]
        )
        return events.mapped("kind")

    def _post(self, user=None, **vals):
        ticket = self.ticket.with_user(user) if user else self.ticket
        vals.setdefault("body", "Hello")
        vals.setdefault("message_type", "comment")
        vals.setdefault("subtype_xmlid", "mail.mt_comment")
        return ticket.message_post(**vals)

    def _clock(self):
        return self.ticket.cs_clock_ids.filtered(lambda c: c.metric == "first_contact")

    def test_rsp_18_public_reply_of_an_agent_is_the_first_contact(self):
        with freeze_time("2023-10-09 02:05:00"):
            self._post(self.agent_li)
        self.assertEqual(self._clock().state, "met")
        self.assertEqual(self._clock().working_seconds, 300)
        self.assertEqual(self.ticket.cs_first_responder_id, self.agent_li)

    def test_rsp_18_automatic_mail_does_not_count(self):
        self._post(message_type="auto_comment")
        self._post(message_type="email_outgoing")
        self._post(message_type="notification")
        self._post(author_id=self.env.ref("base.partner_root").id)
        self.assertEqual(self._clock().state, "running")

    def test_case_19_internal_note_does_not_count(self):
        self._post(self.agent_li, subtype_xmlid="mail.mt_note")
        self._post(self.agent_li, is_internal=True)
        self.assertEqual(self._kinds(), ["received", "matched"])

    def test_case_19_agent_mail_through_the_gateway_counts(self):
        self._post(
            message_type="email",
            author_id=self.agent_li.partner_id.id,
            email_from=self.agent_li.email,
        )
        self.assertEqual(self._clock().state, "met")

    def test_case_19_context_of_automatic_messages_is_honoured(self):
        self.ticket = self.ticket.with_context(cs_no_contact=True)
        self._post(self.agent_li)
        self.assertEqual(self._clock().state, "running")

    def test_case_19_customer_message_stops_nothing(self):
        self._post(author_id=self.customer.id)
        self.assertEqual(self._clock().state, "running")
        self.assertIn("customer", self._kinds())

    def test_case_19_portal_note_is_still_a_customer_message(self):
        self._post(self.portal_user, subtype_xmlid="mail.mt_comment")
        self.assertIn("customer", self._kinds())

    def test_case_19_reassignment_stops_nothing(self):
        self.ticket.user_id = self.agent_wang
        self.assertEqual(self._clock().state, "running")
        self.assertIn("assigned", self._kinds())

    def test_case_21_unknown_sender_neither_stops_nor_resets(self):
        self._post(author_id=False, email_from="someone@elsewhere.example")
        self.assertIn("stranger", self._kinds())
        self.assertEqual(self._clock().state, "running")

    def test_case_21_colleague_of_the_customer_counts_as_the_customer(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        people = self.env["res.partner"].create(
            [
                {"name": "Ann", "parent_id": company.id, "email": "ann@acme.example"},
                {"name": "Bob", "parent_id": company.id, "email": "bob@acme.example"},
            ]
        )
        self.ticket = self._create_ticket(partner_id=people[0].id)
        self._post(author_id=people[1].id)
        self.assertIn("customer", self._kinds())

    def test_case_21_mail_of_a_known_address_without_partner_is_the_customer(self):
        self.ticket = self._create_ticket(partner_email="Ann <ann@shop.example>")
        self._post(author_id=False, email_from="ann@shop.example")
        self.assertIn("customer", self._kinds())

    def test_case_19_agent_mail_without_author_counts(self):
        self.agent_li.email = "li@support.example"
        self._post(
            message_type="email", author_id=False, email_from=self.agent_li.email
        )
        self.assertEqual(self._clock().state, "met")
        self.assertEqual(self.ticket.cs_first_responder_id, self.agent_li)

    def test_case_19_out_of_office_answer_does_not_count(self):
        self._post(self.agent_li, message_type="out_of_office")
        self.assertEqual(self._clock().state, "running")

    def test_case_19_employee_is_the_customer_of_his_own_ticket(self):
        ours = self.env["res.partner"].create({"name": "We", "is_company": True})
        (self.agent_li + self.agent_wang).partner_id.parent_id = ours
        self.ticket = self._create_ticket(partner_id=self.agent_li.partner_id.id)
        self._post(self.agent_li)
        self.assertEqual(self._clock().state, "running")
        self._post(self.agent_wang)
        self.assertEqual(self._clock().state, "met")

    def test_case_21_merged_customer_is_still_the_customer(self):
        double = self.env["res.partner"].create({"name": "Zhang again"})
        self.ticket = self._create_ticket(partner_id=double.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge((double + self.customer).ids, self.customer)
        self.ticket.invalidate_recordset()
        self._post(author_id=self.customer.id)
        self.assertEqual(self._kinds().count("customer"), 1)

    def test_edited_message_is_no_second_fact(self):
        message = self._post(self.agent_li)
        count = len(self._kinds())
        self.ticket._message_update_content(message, body="Hello again")
        self.assertEqual(len(self._kinds()), count)

    def test_scheduled_message_is_contact_when_it_is_sent(self):
        scheduled = (
            self.env["mail.scheduled.message"]
            .with_user(self.agent_li)
            .create(
                {
                    "model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                    "author_id": self.agent_li.partner_id.id,
                    "body": "Hello",
                    "scheduled_date": "2023-10-09 03:00:00",
                }
            )
        )
        self.assertEqual(self._clock().state, "running")
        with freeze_time("2023-10-09 03:00:00"):
            scheduled.sudo()._post_message()
        self.assertEqual(self._clock().state, "met")

    def test_one_message_is_one_fact(self):
        message = self._post(self.agent_li)
        events = self.env["cs.ticket.event"].search(
            [("source_key", "=", f"message:{message.id}")]
        )
        self.assertEqual(len(events), 1)
        self.assertEqual(events.user_id, self.agent_li)

    def test_facts_are_append_only(self):
        event = self.env["cs.ticket.event"].search([], limit=1)
        with self.assertRaises(UserError):
            event.kind = "contact"
        with self.assertRaises(UserError):
            event.unlink()

    def test_facts_go_with_their_ticket(self):
        events = self.ticket.cs_event_ids
        self.ticket.unlink()
        self.assertFalse(events.exists())

    def test_facts_carry_no_personal_data(self):
        self._post(self.agent_li, body="Call 13812345678")
        text = str(self.ticket.cs_event_ids.mapped("payload"))
        self.assertNotIn("13812345678", text)
        self.assertNotIn("Zhang", text)

    def test_computed_stage_change_is_a_fact_too(self):
        """A change of team moves the stage through a compute, not through write."""
        done = self.env["helpdesk.ticket.stage"].create(
            {"name": "Odd", "team_ids": [(6, 0, self.team.ids)], "sequence": 99}
        )
        self.ticket.stage_id = done
        other = self._create_team("Other", cs_profile_id=self.profile.id)
        self.ticket.team_id = other
        self.assertIn("team", self._kinds())
        self.assertEqual(self._kinds().count("stage"), 2)

    def test_contact_may_be_told_later(self):
        self.ticket._cs_record_fact("contact", at=datetime(2023, 10, 9, 2, 10))
        self.assertEqual(self._clock().stopped_at, datetime(2023, 10, 9, 2, 10))
