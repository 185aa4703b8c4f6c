from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_common import MailCase


@tagged("post_install", "-at_install")
class TestMailIntake(MailCase):
    def test_letter_becomes_a_complete_request(self):
        ticket = self._receive(self._letter())
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "Washing machine shows E3",
                    "team_id": self.team.id,
                    "cs_profile_id": self.profile.id,
                    "channel_id": self.channel_email.id,
                    "partner_id": False,
                    "partner_name": "Anna Berg",
                    "partner_email": "anna@new.example",
                    "cs_verbatim": "It will not start.\nSince yesterday.",
                }
            ],
        )
        self.assertIn("It will not start", ticket.description)
        self.assertIn("received", ticket.cs_event_ids.mapped("kind"))

    def test_int_01_channel_is_mail_whoever_fetches_the_letter(self):
        for context in ({}, {"fetchmail_cron_running": True}):
            ticket = self._receive(self._letter(), **context)
            self.assertEqual(ticket.channel_id, self.channel_email)

    def test_known_sender_is_linked(self):
        ticket = self._receive(self._letter(sender="Z <ZHANG@Example.com>"))
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.partner_name, self.customer.name)
        self.assertTrue(ticket.with_user(self.portal_user).has_access("read"))

    def test_sender_known_twice_is_linked_to_nobody(self):
        self.env["res.partner"].create({"name": "Second", "email": "zhang@example.com"})
        ticket = self._receive(self._letter(sender="zhang@example.com"))
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_email, "zhang@example.com")

    def test_answer_of_the_customer_counts_as_his(self):
        ticket = self._receive(self._letter())
        reference = ticket.message_ids[-1:].message_id
        self._receive(self._letter(In_Reply_To=reference, Subject="Re: E3"))
        self.assertEqual(ticket.cs_event_ids.mapped("kind").count("customer"), 2)

    def test_automatic_answer_does_not_count(self):
        ticket = self._receive(self._letter())
        reference = ticket.message_ids[-1:].message_id
        before = ticket.cs_event_ids.mapped("kind").count("customer")
        for header, value in (
            ("Auto_Submitted", "auto-replied"),
            ("X_Autoreply", "yes"),
            ("Precedence", "auto_reply"),
        ):
            letter = self._letter(In_Reply_To=reference, **{header: value})
            self._receive(letter)
        self.assertEqual(ticket.cs_event_ids.mapped("kind").count("customer"), before)
        self.assertEqual(
            len(ticket.message_ids.filtered(lambda m: m.message_type == "email")), 4
        )

    def test_letter_without_subject_or_text_is_taken(self):
        letter = self._letter(Subject=None)
        letter.set_content("")
        ticket = self._receive(letter)
        self.assertEqual(ticket.name, "No subject")
        self.assertIn("without text", ticket.description)

    def test_huge_subject_is_cut(self):
        ticket = self._receive(self._letter(Subject="x" * 5000))
        self.assertEqual(len(ticket.name), 200)

    def test_letter_without_sender_is_taken(self):
        for sender in ("nonsense", "=?utf-8?q?=E5=BC=A0?= <>", "a@b@c"):
            with self.subTest(sender):
                raw = self._letter().as_bytes()
                raw = raw.replace(b"Anna Berg <anna@new.example>", sender.encode())
                raw = raw.replace(
                    b"Message-Id: <", b"Message-Id: <" + sender[:1].encode()
                )
                self.assertTrue(self._receive(raw).exists())

    def test_broken_encoding_is_taken(self):
        raw = self._letter().as_bytes()
        for number, (old, new) in enumerate(
            (
                (b'charset="utf-8"', b'charset="no-such-charset"'),
                (b"It will not start", b"Es l\xe4uft nicht"),
                (b"It will not start", b"nul \x00 byte"),
                (b"Subject: Washing", b"Subject: =?gb2312?B?//8=?= \xff\xfe"),
            )
        ):
            with self.subTest(new), mute_logger("odoo.addons.mail.models.mail_thread"):
                broken = raw.replace(old, new)
                self.assertNotEqual(broken, raw)
                broken = broken.replace(b"Message-Id: <", b"Message-Id: <%d" % number)
                ticket = self._receive(broken)
                self.assertTrue(ticket.exists())
                self.assertTrue(ticket.description)

    def test_defaults_of_an_alias_that_are_gone_do_not_refuse_a_letter(self):
        kind = self.env["helpdesk.ticket.type"].create({"name": "Old"})
        category = self.env["helpdesk.ticket.category"].create({"name": "Old"})
        self.team.alias_id.alias_defaults = repr(
            {
                "team_id": self.team.id,
                "type_id": kind.id,
                "category_id": category.id,
                "no_such_field": 1,
            }
        )
        kind.active = False
        category.unlink()
        ticket = self._receive(self._letter())
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.type_id, kind)
        self.assertFalse(ticket.category_id)

    def test_letter_to_an_alias_without_team_follows_the_company(self):
        self.env.company.cs_profile_id = self.profile
        self.env["mail.alias"].create(
            {
                "alias_name": "nobody",
                "alias_domain_id": self.mail_alias_domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
            }
        )
        ticket = self._receive(self._letter(to="nobody"))
        self.assertFalse(ticket.team_id)
        self.assertEqual(ticket.cs_profile_id, self.profile)
        self.assertEqual(ticket.channel_id, self.channel_email)

    def test_letter_is_taken_without_the_channel(self):
        self.channel_email.unlink()
        self.assertTrue(self._receive(self._letter()).exists())

    def test_plain_team_gets_what_the_helpdesk_gives(self):
        ticket = self._receive(self._letter(to="plain"))
        self.assertRecordValues(
            ticket,
            [
                {
                    "channel_id": False,
                    "partner_email": '"Anna Berg" <anna@new.example>',
                    "partner_name": False,
                    "cs_profile_id": False,
                    "cs_verbatim": False,
                }
            ],
        )
        self.assertFalse(ticket.cs_event_ids)
        self.assertTrue(ticket.number.startswith("HT"))
