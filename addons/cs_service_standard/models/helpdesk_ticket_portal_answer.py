from odoo import models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import plaintext2html

from ..engine.upload import HEAD_BYTES, accepts_file
from ..wording import listed

TEXT_LENGTH = 20000
MB = 1024 * 1024


class HelpdeskTicket(models.Model):
    """Writing to us from the page of a request, with an account or by its link."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_actions(self):
        return super()._cs_portal_actions() | {"answer": "_cs_portal_answer"}

    def _cs_portal_open_actions(self):
        return super()._cs_portal_open_actions() | {"answer"}

    def _cs_portal_answer(self, values, files):
        text = (values.get("text") or "").strip()[:TEXT_LENGTH]
        uploads = [file for file in files.getlist("attachment") if file.filename]
        if not text and not uploads:
            raise UserError(self.env._("Please write something, or add a file."))
        # the page hands over the superuser's record
        visitor = request.env.user if request else self.env.user
        self.message_post(
            body=plaintext2html(text) if text else "",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=self._cs_take_files(uploads, visitor).ids,
            **self._cs_portal_author(visitor),
        )
        return self.env._("Thank you, your message has arrived.")

    def _cs_portal_author(self, visitor):
        """Who writes: the visitor with an account, else whom the link was sent to."""
        if not visitor._is_public():
            return {"author_id": visitor.partner_id.id}
        if self.partner_id:
            return {"author_id": self.partner_id.id}
        return {"author_id": False, "email_from": self.partner_email}

    def _cs_take_files(self, uploads, visitor):
        """Keep uploaded files as the visitor's own: pages among them become text."""
        company = self.company_id or self.env.company
        endings = company._cs_upload_endings()
        contents = [(file.filename, file.read()) for file in uploads]
        limit = company.cs_upload_limit_mb * MB
        too_big = limit and sum(len(content) for _name, content in contents) > limit
        if too_big or not all(
            accepts_file(name, content[:HEAD_BYTES], endings)
            for name, content in contents
        ):
            raise UserError(
                self.env._(
                    "These files cannot be sent: at most %(size)s MB together, of "
                    "types %(types)s.",
                    size=company.cs_upload_limit_mb or "∞",
                    types=listed(self.env, sorted(endings))
                    or self.env._("of documents and pictures"),
                )
            )
        attachments = self.env["ir.attachment"].with_user(visitor).sudo()
        return attachments.create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in contents
            ]
        )
