"""What is remembered to make messages on tickets cheap stays true when it changes."""

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import StandardData


@tagged("post_install", "-at_install")
class TestReplyAddress(MailCommon, StandardData):
    """Answers go to the address of the team, else to that of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.ticket = cls._create_ticket()

    def _reply_to(self, ticket=None):
        return (ticket or self.ticket).message_post(body="Hello").reply_to

    def _name_team(self, name, domain=None):
        domain = domain or self.mail_alias_domain
        self.team.write({"alias_name": name, "alias_domain_id": domain.id})

    def test_team_without_address_answers_from_the_company(self):
        self.team.alias_name = False
        self.assertIn(self.company_admin.catchall_email, self._reply_to())

    def test_team_with_an_address_of_its_own(self):
        self._name_team("answers")
        self.assertIn(f"answers@{self.alias_domain}", self._reply_to())

    def test_a_new_address_holds_for_the_next_message(self):
        self._name_team("answers")
        self._reply_to()
        self._name_team("assist")
        self.assertIn(f"assist@{self.alias_domain}", self._reply_to())
        self.mail_alias_domain.name = "new.example.com"
        self.assertIn("assist@new.example.com", self._reply_to())
        self.team.alias_name = False
        self.assertNotIn("assist", self._reply_to())

    def test_teams_do_not_share_an_address(self):
        self._name_team("answers")
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertNotIn("answers@", self._reply_to(plain))

    def test_many_tickets_at_once(self):
        self._name_team("answers")
        both = self.ticket | self._create_ticket(team_id=self.team_plain.id)
        found = both._notify_get_reply_to()
        self.assertIn("answers@", found[both[0].id])
        self.assertIn(self.company_admin.catchall_email, found[both[1].id])


@tagged("post_install", "-at_install")
class TestMessages(MailCommon, StandardData):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()

    def test_messages_answer_the_one_before(self):
        ticket = self._create_ticket()
        [first] = ticket.message_ids
        self.assertFalse(first.parent_id)
        second = ticket.message_post(body="Hello", message_type="comment")
        self.assertEqual(second.parent_id, first)
        ticket.invalidate_recordset()
        third = ticket.message_post(body="Well", message_type="comment")
        self.assertEqual(third.parent_id, second)
        chosen = ticket.message_post(body="No", parent_id=first.id)
        self.assertEqual(chosen.parent_id, first)

    def test_first_words_are_in_the_language_of_the_writer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        words = [
            self._create_ticket(lang=lang).message_ids.body
            for lang in ("en_US", "zh_CN", "en_US")
        ]
        self.assertIn("Helpdesk Ticket created", words[0])
        self.assertNotIn("created", words[1])
        self.assertEqual(words[0], words[2])

    @classmethod
    def _create_ticket(cls, lang="en_US", **vals):
        tickets = cls.env["helpdesk.ticket"].with_context(lang=lang)
        return tickets.create(cls._prepare_ticket_vals(**vals))


@tagged("post_install", "-at_install")
class TestCalls(MailCommon, StandardData):
    """What a request over RPC may call is decided by all classes of a ticket."""

    def test_classes_are_all_that_python_knows(self):
        cls = type(self.env["helpdesk.ticket"])
        self.assertEqual(cls.mro(), type.mro(cls))

    def test_private_methods_stay_private(self):
        tickets = self.env["helpdesk.ticket"]
        self.assertTrue(get_public_method(tickets, "action_cs_reopen"))
        for name in ("mro", "_cs_file_now", "browse"):
            with self.assertRaises(AccessError):
                get_public_method(tickets, name)
