from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..engine.facts import FactKind
from .need_common import NeedCase


@tagged("post_install", "-at_install")
class TestNeedConfirmation(NeedCase):
    """The boundary of the need is confirmed by telephone or by the link of a letter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2023-10-09 02:00:00"):
            cls.ticket = cls._create_ticket(
                partner_id=cls.customer.id,
                user_id=cls.agent_li.id,
                type_id=cls.wish_type.id,
            )

    def setUp(self):
        super().setUp()
        report = type(self.env["ir.actions.report"])
        self.patch(report, "get_wkhtmltopdf_state", lambda _self: "install")

    def _complete(self, **vals):
        analysis = self._fill(self._analysis(), **vals)
        analysis.action_complete()
        return analysis

    def _call(self, analysis, **vals):
        action = analysis.action_confirm_by_phone()
        wizard = self.env["cs.need.confirm"].with_user(self.agent_li)
        wizard = wizard.with_context(**action["context"])
        return wizard.create(
            {"at": "2023-10-09 02:20:00", "is_confirmed": True, **vals}
        )

    def _facts(self, kind):
        events = self.ticket.sudo().cs_event_ids
        return events.filtered(lambda event: event.kind == kind.value)

    def _act(self, code, analysis, user=None, **values):
        user = user or self.env.ref("base.public_user")
        ticket = self.ticket.with_user(user).sudo()
        posted = {"revision": str(analysis.revision), **values}
        return ticket._cs_portal_act(code, posted, {})

    @freeze_time("2023-10-09 02:30:00")
    def test_ned_08_by_telephone_is_a_logged_contact(self):
        analysis = self._complete()
        self._call(analysis, name="Mr Zhang").action_confirm()
        self.assertRecordValues(
            analysis,
            [
                {
                    "state": "confirmed",
                    "confirmed_by": "phone",
                    "confirmed_with": "Mr Zhang",
                }
            ],
        )
        self.assertEqual(str(analysis.confirmed_at), "2023-10-09 02:20:00")
        contact = self._facts(FactKind.CONTACT)
        self.assertEqual(str(contact.at), "2023-10-09 02:20:00")
        self.assertEqual(contact.payload["medium"], "call")
        self.assertTrue(analysis.letter_id)

    @freeze_time("2023-10-09 02:30:00")
    def test_ned_08_telephone_wants_a_yes_and_a_time(self):
        analysis = self._complete()
        with self._refused(UserError, "tick that he"):
            self._call(analysis, is_confirmed=False).action_confirm()
        for at in ("2023-10-09 02:31:00", "2023-10-09 01:59:59"):
            with self._refused(ValidationError, "correct its time"):
                self._call(analysis, at=at).action_confirm()
        self.assertEqual(analysis.state, "complete")

    @freeze_time("2023-10-09 02:30:00")
    def test_ned_08_first_contact_is_logged_first(self):
        self._target("first_contact", 3600)
        ticket = self._create_ticket(user_id=self.agent_li.id, priority="3")
        analysis = self._fill(self._analysis(ticket))
        analysis.action_complete()
        with self._refused(UserError, "log the contact"):
            analysis._confirm_by_phone("2023-10-09 02:30:00", "Mr Zhang")

    @freeze_time("2023-10-09 02:30:00")
    def test_ned_08_letter_asks_and_leads_to_the_page(self):
        analysis = self._complete(not_included="Moving the machine")
        analysis.action_ask()
        message = self.ticket.message_ids[:1]
        self.assertIn(self.customer, message.notified_partner_ids)
        self.assertIn("The machine has to run again today.", message.body)
        self.assertIn("Moving the machine", message.body)
        page = f"/my/ticket/{self.ticket.id}"
        self.assertIn(f"{page}#cs_need", message.body)
        self.assertNotIn("access_token", message.body, "colleagues may read it")
        copy = (
            self.env["mail.mail"]
            .search([("mail_message_id", "=", message.id)])
            .filtered(lambda mail: self.customer in mail.recipient_ids)
        )
        token = self.ticket.sudo().access_token
        self.assertIn(f"{page}?access_token={token}#cs_need", copy.body_html)
        self.assertFalse(self._facts(FactKind.CONTACT))

    def test_ned_08_nobody_to_write_to(self):
        self.customer.email = False
        self.ticket.partner_email = False
        with self._refused(UserError, "no e-mail address"):
            self._complete().action_ask()

    def test_ned_08_confirmed_by_email_files_the_letter(self):
        analysis = self._complete()
        analysis.action_ask()
        self._act("need_confirm", analysis)
        self.assertEqual(
            (analysis.state, analysis.confirmed_by), ("confirmed", "email")
        )
        letter = analysis.letter_id
        self.assertEqual(
            (letter.res_model, letter.res_id), ("helpdesk.ticket", self.ticket.id)
        )
        text = letter.raw.decode()
        for words in ("The machine has to run again today.", self.ticket.number):
            self.assertIn(words, text)
        self.assertNotIn(self.customer.name, text)
        self.assertIn(letter, self.ticket.message_ids.attachment_ids)
        self.assertFalse(self._facts(FactKind.CONTACT))

    def test_ned_08_confirmed_by_email_files_a_pdf(self):
        report = type(self.env["ir.actions.report"])
        self.patch(report, "get_wkhtmltopdf_state", lambda _self: "ok")
        self.patch(
            report, "_render_qweb_pdf", lambda *_args, **_kw: (b"%PDF-1.4", "pdf")
        )
        analysis = self._complete()
        analysis.action_ask()
        self._act("need_confirm", analysis)
        self.assertEqual(analysis.letter_id.mimetype, "application/pdf")

    def test_ned_08_customer_says_what_is_different(self):
        analysis = self._complete()
        analysis.action_ask()
        with self._refused(UserError, "write what is different"):
            self._act("need_object", analysis, text=" ")
        self._act("need_object", analysis, text="It is <b>the dryer</b>.")
        self.assertEqual(analysis.state, "open")
        self.assertEqual(analysis.objection, "It is <b>the dryer</b>.")
        self.assertTrue(self._facts(FactKind.CUSTOMER))
        message = self.ticket.message_ids.filtered(lambda m: "dryer" in m.body)
        self.assertEqual(message.author_id, self.customer)
        self.assertNotIn("<b>", message.body)
        analysis.action_complete()
        self.assertFalse(analysis.objection)

    def test_ned_08_customer_confirms_only_what_he_read(self):
        analysis = self._complete()
        with self._refused(UserError, "nothing to confirm"):
            self._act("need_confirm", analysis)
        analysis.action_ask()
        old = analysis.revision
        analysis.action_change()
        analysis.understanding = "Something else"
        analysis.action_complete()
        analysis.action_ask()
        for revision in (str(old), "", "x", "-1"):
            with self._refused(UserError, "read it again"):
                self._act("need_confirm", analysis, revision=revision)
        self._act("need_confirm", analysis)
        with self._refused(UserError, "nothing to confirm"):
            self._act("need_confirm", analysis)

    def test_ned_08_agent_does_not_confirm_for_the_customer(self):
        analysis = self._complete()
        analysis.action_ask()
        with self._refused(UserError, "Only the customer"):
            self._act("need_confirm", analysis, user=self.agent_li)
        self._act("need_confirm", analysis, user=self.portal_user)
        self.assertEqual(analysis.state, "confirmed")

    def test_ned_08_page_asks_once_and_then_tells(self):
        analysis = self._complete()
        ticket = self.ticket.sudo()
        self.assertFalse(self._block(ticket))
        analysis.action_ask()
        block = self._block(ticket)
        self.assertTrue(block["call"])
        self.assertEqual(block["values"]["revision"], analysis.revision)
        self._act("need_confirm", analysis)
        block = self._block(ticket)
        self.assertNotIn("call", block)
        self.assertTrue(block["values"]["letter"])
        self.assertTrue(block["values"]["confirmed"])

    def _block(self, ticket):
        found = [
            block
            for block in ticket._cs_portal_blocks()
            if block["template"] == "cs_service_standard.portal_need"
        ]
        return found and found[0]

    def test_ned_08_letter_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        analysis = self._complete()
        analysis._confirm_by_phone("2023-10-09 02:20:00", "Mr Zhang")
        self.assertIn('lang="zh-CN"', analysis.letter_id.raw.decode())
