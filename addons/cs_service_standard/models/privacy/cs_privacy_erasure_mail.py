from odoo import api, models

from ...engine.privacy import scrub

TRACKED = ("old_value_char", "new_value_char", "old_value_text", "new_value_text")


class CsPrivacyMap(models.AbstractModel):
    """An erasure in messages, in what was tracked, in queues and in files."""

    _inherit = "cs.privacy.map"

    @api.model
    def _erase_mail(self, persons, sources, names):
        """What was written from or to these persons, and the files that came along."""
        sources = {**sources, "res.partner": persons}
        messages = self._messages_of(persons, sources)
        theirs = messages.filtered(
            lambda m: (
                m.author_id in persons
                or any(name in (m.email_from or "") for name in names)
            )
        )
        for message in messages:
            message.write(self._prepare_erased_message(message, theirs, names))
        self._erase_tracking(messages, names)
        outgoing = self.env["mail.mail"].search(
            [("mail_message_id", "in", messages.ids)]
        )
        outgoing.with_context(active_test=False).unlink()
        files = self._files_of(sources, messages)
        count = len(files)
        files.unlink()
        return {"mail.message": len(messages), "ir.attachment": count}

    @api.model
    def _messages_of(self, persons, sources):
        """Messages on all their records, and those they wrote elsewhere to us."""
        messages = self.env["mail.message"].sudo()
        for model, records in sources.items():
            if "message_ids" in records._fields:
                messages |= messages.search(
                    [("model", "=", model), ("res_id", "in", records.ids)]
                )
        return messages | messages.search([("author_id", "in", persons.ids)])

    @api.model
    def _prepare_erased_message(self, message, theirs, names):
        """The customer's own words go; in ours, whatever names him."""
        if message in theirs:
            body, subject = "", False
        else:
            body = scrub(str(message.body or ""), names)
            subject = scrub(message.subject, names) if message.subject else False
        vals = {"body": body, "subject": subject}
        for name in ("email_from", "reply_to"):
            if message in theirs or any(n in (message[name] or "") for n in names):
                vals[name] = False
        return vals

    @api.model
    def _erase_tracking(self, messages, names):
        """Old and new values that were noted when a contact was changed."""
        values = self.env["mail.tracking.value"].sudo()
        for value in values.search([("mail_message_id", "in", messages.ids)]):
            vals = {name: scrub(value[name], names) for name in TRACKED if value[name]}
            if any(vals[name] != value[name] for name in vals):
                value.write(vals)

    @api.model
    def _files_of(self, sources, messages):
        """What the customer sent and what was filed about him; digests stay."""
        attachments = self.env["ir.attachment"].sudo()
        files = messages.attachment_ids
        for model, records in sources.items():
            if model != "res.partner" and records:
                domain = [("res_model", "=", model), ("res_id", "in", records.ids)]
                files |= attachments.search([*domain, ("res_field", "=", False)])
        return files
