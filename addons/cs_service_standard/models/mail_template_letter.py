import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, html2plaintext

from ..engine.letter import INLINE
from ..wording import listed

LETTER_FIELDS = ("subject", "body_html")


class MailTemplate(models.Model):
    """Letters of the service standard to customers, as managers look after them."""

    _inherit = "mail.template"

    cs_letter = fields.Boolean(
        string="Customer Letter",
        copy=False,
        help="This template is a letter of the service standard to customers: its "
        "placeholders are checked when it is saved, and managers of the helpdesk may "
        "change its words.",
    )
    cs_occasion = fields.Char(
        string="Sent When", translate=True, help="When customers get this letter."
    )
    cs_link_wanted = fields.Boolean(
        string="Must Carry a Link",
        help="The customer cannot do what the letter asks for without the link to the "
        "page of the request: a version without it is pointed out.",
    )
    cs_languages = fields.Char(
        string="Languages", compute="_compute_cs_languages", compute_sudo=True
    )
    cs_missing_languages = fields.Char(
        string="Not Translated",
        compute="_compute_cs_languages",
        compute_sudo=True,
        help="Customers with these languages get the letter in English.",
    )
    cs_letter_warning = fields.Char(
        string="What Customers Will Miss", compute="_compute_cs_letter_warning"
    )

    @api.depends("subject", "body_html")
    def _compute_cs_languages(self):
        languages = [
            (code, name.split(" / ")[-1])
            for code, name in self.env["res.lang"].get_installed()
        ]
        versions = self.filtered("cs_letter")._cs_versions()
        for template in self:
            texts = versions.get(template._origin.id, {})
            there = [
                name for code, name in languages if template._cs_is_in(code, texts)
            ]
            absent = [name for _code, name in languages if name not in there]
            template.cs_languages = template.cs_letter and listed(self.env, there)
            template.cs_missing_languages = template.cs_letter and listed(
                self.env, absent
            )

    @api.depends("subject", "body_html", "cs_link_wanted")
    @api.depends_context("lang")
    def _compute_cs_letter_warning(self):
        for template in self:
            template.cs_letter_warning = template.cs_letter and " ".join(
                template._cs_lacks()
            )

    @api.model
    def _cs_mark_letter(self, xmlid, vals):
        """Make a template a customer letter, unless it is one: data and migrations.

        What an older version allowed in its words is not refused now, but when it is
        saved the next time.

        :param dict vals: occasion, and whether a link is wanted
        """
        template = self.env.ref(xmlid, raise_if_not_found=False)
        if not template or template.cs_letter:
            return
        template.write({name: vals[name] for name in vals if name != "cs_letter"})
        try:
            with self.env.cr.savepoint():
                template.cs_letter = True
        except ValidationError:
            self.env.cr.execute(
                SQL(
                    "UPDATE mail_template SET cs_letter = TRUE WHERE id = %s",
                    template.id,
                )
            )
            template.invalidate_recordset(["cs_letter"], flush=False)

    def action_cs_edit_letter(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("cs_service_standard.cs_letter_view_form").id, "form")
            ],
        }

    def _cs_versions(self):
        """Subject and body in every language in which they are stored.

        :return: dict by id of dicts by language code of dicts by field
        """
        saved = self._origin
        if not saved:
            return {}
        saved.flush_recordset(LETTER_FIELDS)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, subject, body_html FROM mail_template WHERE id IN %s",
                saved._ids,
            )
        )
        found = {}
        for template_id, *stored in rows:
            texts = found[template_id] = {}
            for name, versions in zip(LETTER_FIELDS, stored, strict=True):
                for code, text in (versions or {}).items():
                    texts.setdefault(code, {})[name] = text or ""
        return found

    @staticmethod
    def _cs_is_in(code, texts):
        """Whether a letter has been written in a language, not only copied to it."""
        original = texts.get("en_US", {})
        if code == "en_US" or not original:
            return bool(texts)
        here = texts.get(code, {})

        def words(text):
            return INLINE.sub("", html2plaintext(text or "")).strip()

        return all(
            words(here.get(name)) not in ("", words(original[name]))
            for name in original
            if re.search(r"[^\W\d_]{3}", words(original[name]))
        )

    def _cs_lacks(self):
        """What customers will miss in the letter as it is on the screen, in words."""
        self.ensure_one()
        subject, body = self._cs_read_letter(self.subject, self.body_html)
        found = []
        if not (subject.has_number or body.has_number):
            found.append(
                self.env._("The letter does not say the number of the request.")
            )
        if self.cs_link_wanted and not body.has_link:
            found.append(
                self.env._("The letter has lost its link to the page of the request.")
            )
        return found

    def _render_lang(self, *args, **kwargs):
        """Letters to customers whose language is not known: in that of the company."""
        languages = super()._render_lang(*args, **kwargs)
        if not self.cs_letter:
            return languages
        records = self.env[self.render_model].browse(
            [res_id for res_id, lang in languages.items() if not lang]
        )
        for record in records.sudo():
            company = getattr(record, "company_id", None) or record.ticket_id.company_id
            languages[record.id] = company.partner_id.lang
        return languages
