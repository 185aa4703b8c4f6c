from unittest.mock import patch

from odoo.tests import Form, tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestJargon(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env.ref("cs_service_standard.cs_jargon_term_rma")
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id, user_id=cls.agent_li.id
        )

    def _composer(self, ticket, body, **context):
        context = {
            "default_model": ticket._name,
            "default_res_ids": ticket.ids,
            "default_composition_mode": "comment",
            "default_body": body,
            **context,
        }
        composers = self.env["mail.compose.message"].with_user(self.agent_li)
        return composers.with_context(**context).create({})

    def test_sol_13_composer_suggests_plain_words(self):
        composer = self._composer(self.ticket, "<p>Your RMA is approved</p>")
        self.assertEqual(composer.cs_jargon, "“RMA”: say “return of the product”")
        composer.body = "<p>Your return is approved</p>"
        self.assertFalse(composer.cs_jargon)
        composer.body = "<p>Our pharmacy is open</p>"
        self.assertFalse(composer.cs_jargon)

    def test_sol_13_it_never_blocks(self):
        composer = self._composer(self.ticket, "<p>Your RMA is approved</p>")
        composer._action_send_mail()
        self.assertIn("RMA", self.ticket.message_ids[:1].body)

    def test_sol_13_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.term.with_context(lang="zh_CN").plain = "退货"
        self.customer.lang = "zh_CN"
        composer = self._composer(self.ticket, "<p>您的RMA已批准</p>")
        self.assertIn("退货", composer.cs_jargon)

    def test_sol_13_notes_and_other_records_are_free(self):
        note = self.env.ref("mail.mt_note").id
        body = "<p>RMA</p>"
        composer = self._composer(self.ticket, body, default_subtype_id=note)
        self.assertFalse(composer.cs_jargon)
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertFalse(self._composer(plain, body).cs_jargon)
        partner = self._composer(self.customer, body)
        self.assertFalse(partner.cs_jargon)

    def test_sol_13_the_list_is_kept_in_a_form(self):
        form = Form(self.env["cs.jargon.term"].with_user(self.manager))
        form.name = "BOM"
        form.plain = "list of parts"
        form.save()
        composer = self._composer(self.ticket, "<p>See the bom</p>")
        self.assertIn("list of parts", composer.cs_jargon)

    def test_sol_13_from_the_chatter_a_note_to_the_author(self):
        told = []
        users = type(self.env.user)

        def send(user, kind, message, **kw):
            told.append((user, kind, message.get("message")))

        ticket = self.ticket.with_user(self.agent_li)
        with patch.object(users, "_bus_send", send):
            for subtype in ("mail.mt_note", "mail.mt_comment"):
                ticket.message_post(
                    body="Your RMA", message_type="comment", subtype_xmlid=subtype
                )
            ticket.message_post(
                body="Your return", message_type="comment", subtype_xmlid=subtype
            )
        told = [hint for hint in told if hint[1] == "simple_notification"]
        hint = "“RMA”: say “return of the product”"
        self.assertEqual(told, [(self.agent_li, "simple_notification", hint)])
