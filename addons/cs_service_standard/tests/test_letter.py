from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import StandardCase

MODULE = "cs_service_standard"


@tagged("post_install", "-at_install")
class TestLetter(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.letters = cls.env["mail.template"].search([("cs_letter", "=", True)])
        cls.letter = cls._letter("mail_template_silence_reminder")
        cls.ticket = cls._create_ticket(partner_id=cls.customer.id)

    @classmethod
    def _letter(cls, name):
        return cls.env.ref(f"{MODULE}.{name}")

    def _refused(self, letter, **vals):
        with self.assertRaises(ValidationError) as refusal, self.cr.savepoint():
            letter.write(vals)
        return str(refusal.exception)

    def test_mail_01_all_letters_are_marked_and_sound(self):
        self.assertGreaterEqual(len(self.letters), 17)
        for letter in self.letters:
            self.assertTrue(letter.cs_occasion, letter.name)
            self.assertFalse(letter.cs_letter_warning, letter.name)
        self.letters._check_cs_placeholders()

    def test_mail_01_no_template_for_customers_is_forgotten(self):
        ours = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "mail.template")]
        )
        templates = self.env["mail.template"].browse(ours.mapped("res_id"))
        forgotten = templates.filtered(
            lambda template: not template.cs_letter and template.model != "res.users"
        )
        self.assertFalse(forgotten.mapped("name"))

    def test_mail_02_unknown_name_and_what_was_meant(self):
        said = self._refused(self.letter, subject="Your {{ object.nmber }}")
        self.assertIn(self.letter.name, said)
        self.assertIn("English", said)
        self.assertIn("object.nmber", said)
        self.assertIn("did you mean “number”", said)
        said = self._refused(
            self.letter, body_html='<p t-out="object.partner_id.nam">Zhang</p>'
        )
        self.assertIn("did you mean “name”", said)

    def test_mail_02_names_of_the_letter_itself(self):
        solution = self._letter("mail_template_solution_presented")
        body = str(solution.body_html)
        said = self._refused(
            solution, body_html=body.replace("option.effect", "option.efect")
        )
        self.assertIn("did you mean “effect”", said)
        said = self._refused(
            solution, body_html=body.replace('t-out="option.', 't-out="optoin.')
        )
        self.assertIn("did you mean “option", said)

    def test_mail_02_what_cannot_be_read_or_is_not_allowed(self):
        for subject, words in (
            ("{{ object. }}", "cannot be read"),
            ("{{ object.number", "cannot be read"),
            ("{{ object.sudo().number }}", "is not allowed"),
            ("{{ env.user.name }}", "is not allowed"),
        ):
            self.assertIn(words, self._refused(self.letter, subject=subject))
        for body, words in (
            ("<p>Hello {{ object.name }}</p>", "stands in the text"),
            ('<p t-out="object.write({})"/>', "is not allowed"),
            ('<p t-elif="object.name">x</p>', "body cannot be read"),
        ):
            self.assertIn(words, self._refused(self.letter, body_html=body), body)

    def test_mail_02_every_language_is_checked(self):
        chinese = self.letter.with_context(lang="zh_CN")
        said = self._refused(chinese, subject="您的请求 {{ object.nmber }}")
        self.assertIn(self._language("zh_CN"), said)
        body = self.letter.body_html.replace("object.number", "object.numbr")
        wrong = {"zh_CN": body}
        with self.assertRaises(ValidationError) as refusal, self.cr.savepoint():
            self.letter.update_field_translations("body_html", wrong)
        self.assertIn("did you mean “number”", str(refusal.exception))

    def _language(self, code):
        return dict(self.env["res.lang"].get_installed())[code]

    def test_mail_02_other_templates_are_left_alone(self):
        other = self.env["mail.template"].create(
            {
                "name": "Other",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "body_html": "<p>Hello {{ object.nam }}</p>",
            }
        )
        self.assertFalse(other.cs_letter_warning)
        self.assertFalse(other.cs_missing_languages)

    def test_mail_02_lost_number_or_link_is_pointed_out(self):
        self.letter.write({"subject": "We wait", "body_html": "<p>Hello</p>"})
        self.assertIn("number of the request", self.letter.cs_letter_warning)
        ask = self._letter("mail_template_need_confirmation")
        self.assertFalse(ask.cs_letter_warning)
        ask.body_html = '<p t-out="object.ticket_id.number"/>'
        self.assertIn("link", ask.cs_letter_warning)

    def test_mail_03_languages_that_are_missing(self):
        letter = self.letter
        chinese = "简体中文"
        letter.subject = "We ask {{ object.number }}"
        letter.body_html = "<p>Please answer</p>"
        for name in ("subject", "body_html"):
            letter.update_field_translations(name, {"zh_CN": False})
        letter.invalidate_recordset()
        self.assertIn(chinese, letter.cs_missing_languages)
        there = letter.with_context(lang="zh_CN")
        there.subject = "请回复 {{ object.number }}"
        letter.update_field_translations("body_html", {"zh_CN": "<p>请答复我们</p>"})
        letter.invalidate_recordset()
        self.assertNotIn(chinese, letter.cs_missing_languages or "")
        self.assertIn(chinese, letter.cs_languages)

    def _preview(self, letter, user=None):
        previews = self.env["mail.template.preview"].with_user(user or self.manager)
        return Form(previews.with_context(default_mail_template_id=letter.id))

    def test_mail_04_preview_with_the_latest_ticket(self):
        self._create_ticket(partner_id=self.customer.id, name="Older")
        latest = self._create_ticket(partner_id=self.customer.id, name="The pump leaks")
        form = self._preview(self.letter)
        self.assertEqual(form.cs_ticket_id, latest)
        self.assertIn(latest.number, form.subject)
        self.assertIn("The pump leaks", form.body_html)
        form.cs_ticket_id = self.ticket
        self.assertIn(self.ticket.number, form.subject)
        self.assertFalse(form.email_to)

    def test_mail_04_preview_of_what_belongs_to_a_ticket(self):
        letter = self._letter("mail_template_progress_update")
        self.env["cs.progress.update"].search([]).unlink()
        form = self._preview(letter)
        self.assertFalse(form.cs_ticket_id)
        self.assertIn("No ticket has", form.error_msg)
        self.env["cs.progress.update"].create(
            {"ticket_id": self.ticket.id, "text": "The part is ordered."}
        )
        self._create_ticket(partner_id=self.customer.id)
        form = self._preview(letter)
        self.assertEqual(form.cs_ticket_id, self.ticket)
        self.assertIn("The part is ordered.", form.body_html)

    def test_mail_04_preview_says_what_is_wrong_in_one_sentence(self):
        self.env.cr.execute(
            "UPDATE mail_template SET subject = %s WHERE id = %s",
            ['{"en_US": "{{ object.number / 0 }}"}', self.letter.id],
        )
        self.letter.invalidate_recordset()
        form = self._preview(self.letter)
        self.assertIn("cannot be written for ticket", form.error_msg)
        self.assertNotIn("Traceback", form.error_msg)
        self.assertNotIn("\n", form.error_msg)

    def test_mail_04_preview_in_the_language_of_the_customer(self):
        self.letter.with_context(lang="zh_CN").subject = "请回复 {{ object.number }}"
        self.customer.lang = "zh_CN"
        form = self._preview(self.letter)
        self.assertEqual(form.lang, "zh_CN")
        self.assertIn("请回复", form.subject)
        form.lang = "en_US"
        self.assertNotIn("请回复", form.subject)

    def test_mail_06_letter_in_the_language_of_the_customer(self):
        """zh_CN and en_US get theirs; who has none gets that of the company."""
        letter = self._letter("mail_template_handover")
        letter.with_context(
            lang="zh_CN"
        ).subject = "您的请求 {{ object.ticket_id.number }}"
        self.env.company.partner_id.lang = "zh_CN"
        agents = self.agent_li
        agents.lang = "en_US"
        for lang, words in (
            ("zh_CN", "您的请求"),
            ("en_US", "Your request"),
            (False, "您的"),
        ):
            self.customer.lang = lang
            handover = self.env["cs.ticket.handover"].create(
                {
                    "ticket_id": self.ticket.id,
                    "company_id": self.ticket.company_id.id,
                    "handed_at": "2023-10-09 02:00:00",
                    "to_team_id": self.team.id,
                    "wait_minutes": 15,
                }
            )
            tickets = self.ticket.with_user(agents).with_context(lang="en_US")
            sent = tickets._cs_send_letters(letter, handover.with_user(agents))
            self.assertIn(words, sent[0].subject)
            self.assertIn(self.ticket.number, sent[0].subject)

    def test_mail_06_a_ticket_of_an_address_alone(self):
        self.env.company.partner_id.lang = "zh_CN"
        ticket = self._create_ticket(partner_email="no@example.com")
        self.assertFalse(ticket.partner_id)
        self.letter.with_context(lang="zh_CN").subject = "请回复 {{ object.number }}"
        found = self.letter.with_context(lang="en_US")._generate_template(
            ticket.ids, ("subject",)
        )
        self.assertIn("请回复", found[ticket.id]["subject"])

    def test_mail_07_words_of_the_manager_and_of_the_agent(self):
        """What was composed in code is a letter that a manager edits."""
        letter = self._letter("mail_template_progress_update")
        letter.subject = "News of {{ object.ticket_id.number }}"
        letter.body_html = "<p>Good morning</p>" + str(letter.body_html)
        updates = self.env["cs.progress.update"].with_user(self.agent_li)
        self.ticket.user_id = self.agent_li
        updates.create(
            {
                "ticket_id": self.ticket.id,
                "text": "Ordered.\nArrives <soon>.",
                "next_step": "Repair",
            }
        )
        told = self.ticket.message_ids.filtered(
            lambda message: message.subject == f"News of {self.ticket.number}"
        )
        self.assertEqual(told.author_id, self.agent_li.partner_id)
        for words in ("Good morning", "Arrives &lt;soon&gt;.", "Next: Repair"):
            self.assertIn(words, told.body)

    def test_mail_01_queries_do_not_grow_with_the_letters(self):
        self.letters.mapped("cs_languages")
        for letters in (self.letter, self.letters):
            letters.invalidate_recordset(["cs_languages", "cs_missing_languages"])
            with self.assertQueryCount(1):
                letters.mapped("cs_languages")
