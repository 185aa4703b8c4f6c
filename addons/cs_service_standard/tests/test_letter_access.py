import importlib.util
from pathlib import Path

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import StandardCase

EDITORS = "mail.group_mail_template_editor"
SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.3.0/post-migration.py"


@tagged("post_install", "-at_install")
class TestLetterAccess(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls.env.ref("cs_service_standard.mail_template_silence_reminder")
        cls.editors = cls.env.ref(EDITORS)
        cls.employees = cls.env.ref("base.group_user")
        cls.other = cls.env["mail.template"].create(
            {
                "name": "Other",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "body_html": "<p>Hello</p>",
            }
        )
        cls.env["res.lang"]._activate_lang("zh_CN")

    def _set_editors(self, on):
        """Whether all employees may edit mail templates: Odoo's own setting."""
        command = Command.link if on else Command.unlink
        self.employees.implied_ids = [command(self.editors.id)]
        self.assertEqual(self.agent_li.has_group(EDITORS), on)

    def _as(self, user):
        return self.letter.with_user(user).with_context(lang="en_US")

    def _refused(self, action, *args):
        with self.assertRaises(UserError), self.cr.savepoint():
            action(*args)

    def test_mail_05_agents_and_leaders_change_no_letter(self):
        for on in (False, True):
            self._set_editors(on)
            for user in (self.agent_li, self.leader):
                self._refused(self._as(user).write, {"subject": "Hello"})
                self._refused(self._as(user).unlink)
                self.assertTrue(self._as(user).subject)

    def test_mail_05_manager_changes_the_words(self):
        for on in (False, True):
            self._set_editors(on)
            letter = self._as(self.manager)
            letter.subject = f"Please answer, {on}: {{{{ object.number }}}}"
            letter.body_html = letter.body_html.replace("Hello,", "Good morning,")
            self.assertIn("Good morning", self.letter.body_html)
            letter.update_field_translations("body_html", {"zh_CN": "<p>早上好，</p>"})
            self.assertIn("早上好", self.letter.with_context(lang="zh_CN").body_html)
            self._refused(letter.unlink)
            letter.body_html = letter.body_html.replace("Good morning,", "Hello,")

    def test_mail_05_manager_adds_plain_entries_only(self):
        for on in (False, True):
            self._set_editors(on)
            letter = self._as(self.manager)
            body = str(letter.body_html)
            for code in (
                '<p t-out="object.company_id._get_main_company()"/>',
                '<p t-out="object.cs_core_issue"/>',
                '<p t-out="user.login"/>',
                '<p t-if="object.company_id.name">x</p>',
                '<p t-out="object.company_id.partner_id.comment"/>',
                '<t t-set="object" t-value="object.partner_id"/>',
                '<t t-set="promise" t-value="object.name"/>',
                '<t t-call="web.layout"/>',
            ):
                with self.subTest(code=code):
                    self._refused(letter.write, {"body_html": body + code})
            self._refused(letter.write, {"subject": "{{ user.password }}"})
            plain = body + '<p t-out="object.number">1</p>'
            letter.body_html = plain
            self.assertIn("object.number", letter.body_html)

    def test_mail_05_no_code_by_way_of_a_translation(self):
        self._set_editors(True)
        letter = self._as(self.manager)
        words = {"zh_CN": '<p t-out="user.login"/>'}
        self._refused(letter.update_field_translations, "body_html", words)
        self._refused(
            letter.with_context(lang="zh_CN").write, {"subject": "{{ user.login }}"}
        )

    def test_mail_05_manager_leaves_the_rest_alone(self):
        self._set_editors(True)
        letter = self._as(self.manager)
        for vals in (
            {"cs_letter": False},
            {"model_id": self.env["ir.model"]._get_id("res.users")},
            {"lang": "{{ user.lang }}"},
            {"email_to": "{{ user.login }}"},
        ):
            self._refused(letter.write, vals)
        self._set_editors(False)
        self._refused(self.other.with_user(self.manager).write, {"subject": "Hello"})
        own = self.env["mail.template"].with_user(self.agent_li)
        vals = {"name": "Mine", "cs_letter": True, "body_html": "<p>Hello</p>"}
        self._refused(own.create, vals)

    def test_mail_05_administrator_changes_everything(self):
        admin = new_test_user(
            self.env,
            "cs_admin",
            groups="base.group_system,helpdesk_mgmt.group_helpdesk_manager",
        )
        letter = self._as(admin)
        letter.body_html = (
            str(letter.body_html) + '<p t-if="object.company_id.name">x</p>'
        )
        letter.email_to = "{{ object.partner_email }}"
        self.assertIn("t-if", self.letter.body_html)

    def test_mail_05_letters_of_an_older_database_are_marked(self):
        before = str(self.letter.body_html)
        other = self.env.ref("cs_service_standard.mail_template_logistics")
        self.letter.write({"cs_letter": False, "cs_occasion": False})
        other.write({"cs_letter": False, "cs_occasion": False})
        spec = importlib.util.spec_from_file_location("cs_letters", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.cr, "19.0.1.2.0")
        self.assertTrue(self.letter.cs_letter)
        self.assertTrue(self.letter.cs_occasion)
        self.assertEqual(str(self.letter.body_html), before)
        self.assertTrue(other.cs_letter)
