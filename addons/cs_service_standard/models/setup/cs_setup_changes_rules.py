from odoo import models

from ...wording import listed


class CsSetupAssistant(models.Model):
    """What is urgent, who is told, languages, privacy, opinions."""

    _inherit = "cs.setup.assistant"

    def _changes_urgent(self):
        """The green channel of types; in a shared database it is only switched on."""
        urgent = self.urgent_type_ids._origin
        found = []
        for kind in urgent:
            text = self.env._("%s is urgent: contact within the hour", kind.name)
            found += self._change(kind, {"cs_green_channel": True}, text)
        if self._is_alone():
            others = urgent.search([("cs_green_channel", "=", True)]) - urgent
            for kind in others:
                text = self.env._("%s is no longer urgent", kind.name)
                found += self._change(kind, {"cs_green_channel": False}, text)
        text = (
            self.env._("Urgent tickets are given to somebody at once")
            if self.assign_urgent
            else self.env._("Urgent tickets wait for somebody to take them")
        )
        return found + self._changes_switch("cs_auto_assign", self.assign_urgent, text)

    def _changes_alarm(self):
        """Who is told; runs as superuser on the company, companies being Odoo's."""
        found = []
        manager, last = self.manager_person_id, self.last_person_id
        profile = self._profile()
        if not manager or not last:
            found += self._note(
                self.env._("Name both: otherwise a breach may reach nobody.")
            )
        if manager and (not profile or self._owns(profile)):
            text = self.env._("%s is the service manager of the standard", manager.name)
            if profile:
                vals = {"manager_id": manager.user_id.id}
                found += self._change(profile, vals, text)
            else:
                found += self._deed("change", text, lambda: None)
        if last:
            text = self.env._("%s is told at last", last.name)
            company = self.company_id.sudo()
            vals = {"cs_escalation_user_id": last.user_id.id}
            if not last.user_id:
                found += self._deed("change", text, lambda: company.write(vals))
            else:
                found += self._change(company, vals, text)
        return found

    def _changes_languages(self):
        """Installing a language is Odoo's own; the assistant does it as superuser."""
        text = (
            self.env._("Who writes gets a receipt with the number")
            if self.acknowledge
            else self.env._("Nobody gets a receipt")
        )
        found = self._changes_switch("cs_acknowledge", self.acknowledge, text)
        missing = self.lang_ids._origin.filtered(lambda lang: not lang.active)
        if not missing:
            return found
        text = self.env._(
            "Languages are installed: %s", listed(self.env, missing.mapped("name"))
        )
        return found + self._deed("create", text, lambda: self._install(missing.sudo()))

    def _install(self, languages):
        installer = self.env["base.language.install"].sudo()
        installer.create({"lang_ids": languages.ids, "overwrite": False}).lang_install()

    def _changes_privacy(self):
        """The notice and masking; runs as superuser, companies being Odoo's own."""
        company = self.company_id.sudo()
        found = self._change(
            company,
            {"cs_mask_contacts": self.mask},
            self.env._("Agents see customers masked")
            if self.mask
            else self.env._("Agents see the full data of customers"),
        )
        vals = {
            "cs_consent_text": self.consent_text,
            "cs_consent_version": self.consent_version,
        }
        text = self.env._(
            "Privacy notice, version %s, on the request form", self.consent_version
        )
        return found + self._change(company, vals, text)

    def _changes_survey(self):
        """A hook: whoever asks customers for their opinion prepares it here."""
        return []
