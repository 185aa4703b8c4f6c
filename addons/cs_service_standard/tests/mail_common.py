"""Letters through the real gateway, shared by the tests of mail."""

from email.message import EmailMessage

from odoo.addons.mail.tests.common import MailCommon

from .common import StandardData


class MailCase(StandardData, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        for team, alias in ((cls.team, "support"), (cls.team_plain, "plain")):
            team.alias_id.write(
                {
                    "alias_name": alias,
                    "alias_domain_id": cls.mail_alias_domain.id,
                    "alias_contact": "everyone",
                }
            )
        cls.channel_email = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")

    def _letter(self, to="support", sender="Anna Berg <anna@new.example>", **headers):
        """A letter as it comes from outside, not sent yet."""
        letter = EmailMessage()
        letter["From"] = sender
        letter["To"] = f"{to}@{self.alias_domain}"
        for name, value in {
            "Subject": "Washing machine shows E3",
            "Message-Id": f"<{self.id()}.{len(self._sent)}@new.example>",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }.items():
            if value is not None:
                letter[name] = value
        letter.set_content("It will not start.\n\nSince yesterday.\n")
        return letter

    def setUp(self):
        super().setUp()
        self._sent = []

    def _receive(self, letter, **context):
        """Put a letter (or raw bytes) through the real gateway; return its ticket."""
        raw = letter if isinstance(letter, bytes) else letter.as_bytes()
        self._sent.append(raw)
        threads = self.env["mail.thread"].with_context(**context)
        with self.mock_mail_gateway():
            ticket_id = threads.message_process("helpdesk.ticket", raw)
        return self.env["helpdesk.ticket"].browse(ticket_id)
