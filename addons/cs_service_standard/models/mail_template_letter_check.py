from lxml import etree, html

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import safe_eval

from ..engine import letter as engine
from ..engine.letter import Fault

# what QWeb itself puts beside the names of a mail
QWEB_NAMES = {"request", "true", "false", "values", "lang", "time", "json", "xmlid"}


class MailTemplate(models.Model):
    """The placeholders of customer letters are checked when they are saved."""

    _inherit = "mail.template"

    @api.constrains("subject", "body_html", "model_id", "cs_letter")
    def _check_cs_placeholders(self):
        letters = self.filtered("cs_letter")
        versions = letters._cs_versions()
        for template in letters:
            template._cs_check_versions(versions[template.id])

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        """A translation is a version of the letter like any other."""
        result = super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )
        self._check_cs_placeholders()
        return result

    def _cs_check_versions(self, versions):
        """Refuse the first fault, in whatever language it stands."""
        self.ensure_one()
        names = dict(self.env["res.lang"].get_installed())
        for code, texts in versions.items():
            fault = self._cs_find_fault(texts.get("subject"), texts.get("body_html"))
            if fault:
                raise ValidationError(
                    self.env._(
                        "Letter “%(letter)s” in %(language)s: %(fault)s",
                        letter=self.name,
                        language=names.get(code, code),
                        fault=fault,
                    )
                )

    @api.model
    def _cs_read_letter(self, subject, body):
        """Parse a subject and a body; as QWeb reads them, so that nothing is hidden."""
        words = "".join(self._cs_tree(body).itertext(etree.Element))
        return (
            engine.of_subject(subject or ""),
            engine.of_body(self._cs_elements(body), words),
        )

    @api.model
    def _cs_elements(self, body):
        """The attributes of the elements of a body."""
        return [node.attrib.items() for node in self._cs_tree(body).iter(etree.Element)]

    @api.model
    def _cs_tree(self, body):
        return html.fragment_fromstring(body or "", create_parent="div")

    def _cs_find_fault(self, subject, body):
        """The first fault of one version of the letter, in words."""
        for letter in self._cs_read_letter(subject, body):
            for placeholder in letter.placeholders:
                fault = self._cs_fault_of(placeholder, dict(letter.names))
                if fault:
                    return fault
        return self._cs_structure_fault(body)

    def _cs_fault_of(self, placeholder, names):
        text = placeholder.text
        if placeholder.fault == Fault.SYNTAX:
            return self.env._("the placeholder “%s” cannot be read.", text)
        if placeholder.fault == Fault.FORBIDDEN:
            return self.env._(
                "the placeholder “%s” is not allowed: a letter shows data, it does "
                "not change or look for any.",
                text,
            )
        if placeholder.fault == Fault.MISPLACED:
            return self.env._(
                "the placeholder “%s” stands in the text, where it is not filled in: "
                "type / to insert one, braces work in the subject only.",
                text,
            )
        for path in placeholder.paths:
            if unknown := self._cs_unknown(path, names):
                return self._cs_unknown_fault(text, *unknown)
        return None

    def _cs_unknown_fault(self, text, name, known):
        meant = engine.nearest(name, known)
        if meant:
            return self.env._(
                "the placeholder “%(text)s” has the unknown name “%(name)s”, did you "
                "mean “%(meant)s”?",
                text=text,
                name=name,
                meant=meant,
            )
        return self.env._(
            "the placeholder “%(text)s” has the unknown name “%(name)s”.",
            text=text,
            name=name,
        )

    def _cs_unknown(self, path, names):
        """The first name of a path that does not exist, with those that do."""
        root, *steps = path
        source = names.get(root, ())
        if source[:1] == ("object",):
            root, steps = "object", [*source[1:], *steps]
        if root == "object":
            records = self.env[self.sudo().model_id.model]
            return self._cs_unknown_step(records, steps)
        known = {"object", *names, *self._cs_global_names()}
        return None if root in known else (root, known)

    @api.model
    def _cs_unknown_step(self, records, steps):
        for name in steps:
            field = records._fields.get(name)
            if field is None:
                # a method gives whatever it gives
                fields = set(records._fields)
                return None if hasattr(type(records), name) else (name, fields)
            if not field.relational:
                return None
            records = self.env[field.comodel_name]
        return None

    @api.model
    def _cs_global_names(self):
        return {*self._render_eval_context(), *safe_eval._BUILTINS, *QWEB_NAMES}

    def _cs_structure_fault(self, body):
        """What QWeb finds wrong with the elements; nothing is run."""
        if not body:
            return None
        try:
            self.env["ir.qweb"]._generate_code(self._cs_tree(body))
        except Exception as error:  # noqa: BLE001 whatever QWeb stumbles over
            reason = str(error.__cause__ or error).strip().split("\n")[0]
            return self.env._("the body cannot be read: %s", reason)
        return None
