import logging

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from .cs_job_mixin import CONFLICTS

_logger = logging.getLogger(__name__)

TEMPLATE = "cs_service_standard.mail_template_escalation_digest"
LIST = "cs_service_standard.cs_clock_notice_action"
PEOPLE = 100
LINES = 30


class CsClockNoticeRecipient(models.Model):
    """Who was told about a notice, and what still has to be sent.

    Letters and chat messages are collected here, so that each person gets one of
    them per run, however many clocks are late.
    """

    _name = "cs.clock.notice.recipient"
    _description = "Recipient of an Escalation"
    _log_access = False
    _rec_name = "user_id"

    notice_id = fields.Many2one(
        "cs.clock.notice", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="notice_id.ticket_id")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    mail_due = fields.Boolean(string="E-mail to Send")
    chat_due = fields.Boolean(string="Chat to Send")
    sent_at = fields.Datetime(string="Last Sent")

    _once = models.UniqueIndex("(notice_id, user_id)", "This person was told already.")
    _due_idx = models.Index("(user_id) WHERE mail_due OR chat_due")

    @api.model
    def _send_batch(self):
        """One letter and one chat message per person; return how many persons.

        Marking as sent and queueing the letter are one transaction.
        """
        rows = self._take_due()
        if not rows:
            return 0
        mails, chats = rows.filtered("mail_due"), rows.filtered("chat_due")
        mails._send_mails()
        chats._send_chats()
        rows.write(
            {"mail_due": False, "chat_due": False, "sent_at": fields.Datetime.now()}
        )
        return len(rows.user_id)

    @api.model
    def _take_due(self):
        """Everything to be sent to the next persons, locked."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM cs_clock_notice_recipient
                WHERE (mail_due OR chat_due) AND user_id IN (
                    SELECT DISTINCT user_id FROM cs_clock_notice_recipient
                    WHERE mail_due OR chat_due ORDER BY user_id LIMIT %s
                )
                ORDER BY user_id, id FOR UPDATE SKIP LOCKED
                """,
                PEOPLE,
            )
        )
        return self.browse(row_id for (row_id,) in rows)

    def _send_mails(self):
        """Queue the letters by the template; a broken one gives plain letters."""
        groups = self.grouped("user_id").items()
        people = {user.id: rows.notice_id.ids for user, rows in groups}
        if not people:
            return
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        try:
            with self.env.cr.savepoint():
                template.with_context(cs_digest=people).send_mail_batch(
                    list(people), email_layout_xmlid="mail.mail_notification_light"
                )
        except CONFLICTS:
            raise
        except Exception:
            _logger.warning("Template %s fails: plain letters", TEMPLATE, exc_info=True)
            self._send_plain_mails(people)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _send_plain_mails(self, people):
        vals_list = []
        for user in self.env["res.users"].browse(people):
            reader = user.with_context(lang=user.lang, cs_digest=people)
            vals_list.append(
                {
                    "model": "res.users",
                    "res_id": user.id,
                    "subject": reader.env._("Escalations"),
                    "body_html": reader._cs_digest_html(),
                    "email_from": user.company_id.email_formatted,
                    "recipient_ids": [fields.Command.link(user.partner_id.id)],
                    "auto_delete": True,
                }
            )
        self.env["mail.mail"].create(vals_list)

    def _send_chats(self):
        """A direct message from the system to each person."""
        channels = self.env["discuss.channel"].with_user(SUPERUSER_ID)
        author = self.env.ref("base.partner_root").id
        for user, rows in self.grouped("user_id").items():
            reader = user.with_context(
                lang=user.lang, cs_digest={user.id: rows.notice_id.ids}
            )
            channel = channels._get_or_create_chat([user.partner_id.id], pin=False)
            channel.message_post(
                body=reader._cs_digest_html(),
                author_id=author,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )


class ResUsers(models.Model):
    """What the letter about escalations tells its reader."""

    _inherit = "res.users"

    def _cs_digest_lines(self):
        """Escalations of the letter, the latest first; for use in the template.

        A letter nobody can read through helps nobody: what is too much is a link to
        the list, as the last line.

        :return: list of dicts with ``number``, ``text``, ``url``
        """
        notices = self._cs_digest_notices().sorted("at", reverse=True)
        lines = [notice._to_line(self) for notice in notices[:LINES]]
        rest = len(notices) - len(lines)
        return [*lines, self._cs_digest_rest(rest)] if rest else lines

    def _cs_digest_count(self):
        """How many escalations the letter is about; for use in the template."""
        return len(self._cs_digest_notices())

    def _cs_digest_notices(self):
        self.ensure_one()
        ids = (self.env.context.get("cs_digest") or {}).get(self.id) or []
        return self.env["cs.clock.notice"].sudo().browse(ids)

    def _cs_digest_rest(self, count):
        reader = self.with_context(lang=self.lang)
        return {
            "number": "",
            "team": "",
            "text": reader.env._("and %s more: open the list of escalations", count),
            "url": f"{self.get_base_url()}/odoo/action-{LIST}",
        }

    def _cs_digest_html(self):
        """The lines as a list with links."""
        return Markup("<ul>%s</ul>") % Markup("").join(
            Markup('<li><a href="%s">%s</a></li>') % (line["url"], line["text"])
            for line in self._cs_digest_lines()
        )
