"""The Chinese interface is complete, seed data included."""

from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged

ADDON = Path(__file__).resolve().parent.parent


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["cs_service_standard"], ["zh_CN"]
        )

    def test_every_string_is_translated(self):
        catalogue = polib.pofile(str(ADDON / "i18n" / "zh_CN.po"))
        self.assertEqual(catalogue.untranslated_entries(), [])
        self.assertEqual(catalogue.fuzzy_entries(), [])

    def test_seed_data_appear_in_chinese(self):
        names = {
            "helpdesk_ticket_stage_intake": "helpdesk.ticket.stage",
            "helpdesk_ticket_type_complaint": "helpdesk.ticket.type",
            "helpdesk_ticket_channel_chat": "helpdesk.ticket.channel",
            "helpdesk_ticket_team_technical": "helpdesk.ticket.team",
            "cs_service_profile_std": "cs.service.profile",
        }
        for name in names:
            record = self.env.ref(f"cs_service_standard.{name}")
            chinese = record.with_context(lang="zh_CN").name
            self.assertRegex(chinese, "[一-鿿]", name)

    def test_words_of_the_helpdesk_appear_in_chinese(self):
        tickets = self.env["helpdesk.ticket"].with_context(lang="zh_CN")
        labels = tickets.fields_get(["user_id", "type_id", "channel_id"], ["string"])
        for name, label in labels.items():
            self.assertRegex(label["string"], "[一-鿿]", name)

    def test_code_speaks_chinese(self):
        target = self.env["cs.sla.target"].with_context(lang="zh_CN")
        metrics = dict(target._selection_metric())
        self.assertRegex(metrics["first_contact"], "[一-鿿]")
