from odoo import api, models
from odoo.exceptions import AccessError

MANAGERS = "helpdesk_mgmt.group_helpdesk_manager"
WORDS = {
    "name",
    "description",
    "subject",
    "body_html",
    "cs_occasion",
    "attachment_ids",
}
PLAIN = {
    "char",
    "text",
    "integer",
    "float",
    "monetary",
    "date",
    "datetime",
    "selection",
}


class MailTemplate(models.Model):
    """Who may change customer letters: managers the words, administrators the code.

    Letters are rendered as superuser, so code in them could read everything.  Managers
    of the helpdesk are no administrators: what they save may hold the code that was in
    the letter before, and placeholders that show a plain entry of its record.
    """

    _inherit = "mail.template"

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("cs_letter") for vals in vals_list):
            self._cs_check_administrator()
        return super().create(vals_list)

    def write(self, vals):
        guarded = self._cs_guarded()
        if "cs_letter" in vals or (guarded and set(vals) - WORDS):
            self._cs_check_administrator()
        before = guarded._cs_code()
        result = super().write(vals)
        self._cs_check_added(before)
        return result

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        guarded = self._cs_guarded()
        if guarded and field_name not in WORDS:
            self._cs_check_administrator()
        before = guarded._cs_code()
        result = super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )
        self._cs_check_added(before)
        return result

    def _check_access_right_dynamic_template(self):
        """Of letters in the hands of managers, only what they add is asked about."""
        return super(
            MailTemplate, self - self._cs_guarded()
        )._check_access_right_dynamic_template()

    def _cs_guarded(self):
        """The letters whose code is kept from this user."""
        if self.env.su or self.env.user.has_group("base.group_system"):
            return self.browse()
        if not self.env.user.has_group(MANAGERS):
            return self.browse()
        return self.filtered("cs_letter")

    def _cs_check_administrator(self):
        if not self.env.su and not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._(
                    "In a customer letter you may change the name, the subject, the "
                    "body and the attachments: ask an administrator for anything else."
                )
            )

    def _cs_check_added(self, before):
        letters = self.browse(before)
        after = letters._cs_code()
        for template in letters:
            plain = template._cs_plain_expressions()
            for directive, text in after[template.id] - before[template.id]:
                if directive not in ("", "t-out") or text not in plain:
                    raise AccessError(
                        self.env._(
                            "Letter “%(letter)s”: only an administrator may add "
                            "“%(text)s”. You may move and remove what is there, and "
                            "show a plain entry such as %(example)s.",
                            letter=template.name,
                            text=text,
                            example="object.ticket_id.number",
                        )
                    )

    def _cs_code(self):
        """All that is run when the letter is written, in any language.

        :return: dict by id of sets of (attribute, text); the attribute is empty in a
            subject
        """
        return {
            template_id: {
                pair for texts in versions.values() for pair in self._cs_pairs(texts)
            }
            for template_id, versions in self._cs_versions().items()
        }

    @api.model
    def _cs_pairs(self, texts):
        subject, _body = self._cs_read_letter(texts.get("subject"), "")
        found = {("", place.text) for place in subject.placeholders}
        for element in self._cs_elements(texts.get("body_html")):
            found |= {
                (name, value.strip())
                for name, value in element
                if name.startswith("t-")
            }
        return found

    def _cs_plain_expressions(self):
        """Placeholders that show an entry which anybody at work may read."""
        records = self.env[self.sudo().model_id.model]
        found = set(records.mail_allowed_qweb_expressions())
        found |= {f"object.{name}" for name in self._cs_plain_names(records)}
        if "ticket_id" in records._fields:
            tickets = self.env["helpdesk.ticket"]
            names = self._cs_plain_names(tickets)
            found |= {f"object.ticket_id.{name}" for name in names}
        return found

    @api.model
    def _cs_plain_names(self, records):
        return {
            name
            for name, field in records._fields.items()
            if field.type in PLAIN
            and not field.groups
            and not name.startswith(("message_", "activity_", "access_", "rating_"))
        }
