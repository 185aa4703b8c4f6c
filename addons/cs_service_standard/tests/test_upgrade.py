"""What an update gives to a database from before the ladders."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import SQL

from .common import StandardCase

ADDON = "cs_service_standard"
SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-migration.py"


@tagged("post_install", "-at_install")
class TestUpgrade(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.green = cls.env.ref(f"{ADDON}.cs_sla_ladder_green")
        cls.old, cls.new = (
            cls.env.ref(f"{ADDON}.cs_sla_target_guide_first_contact_{kind}")
            for kind in ("complaint", "repair")
        )
        (cls.old | cls.new).ladder_id = False
        cls._created(cls.old, "2026-01-01 00:00:00")
        cls._created(cls.new, cls.green.create_date)

    @classmethod
    def _created(cls, record, moment):
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = %s WHERE id = %s",
                SQL.identifier(record._table),
                moment,
                record.id,
            )
        )
        record.invalidate_recordset(["create_date"])

    def _migrate(self):
        spec = importlib.util.spec_from_file_location("post_migration", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_targets_older_than_the_ladder_climb_it_now(self):
        self._migrate()
        self.assertEqual(self.old.ladder_id, self.green)
        # somebody took it from this one
        self.assertFalse(self.new.ladder_id)

    def test_a_ladder_of_ones_own_stays(self):
        own = self.env["cs.sla.ladder"].create({"name": "Own"})
        self.old.ladder_id = own
        self._migrate()
        self.assertEqual(self.old.ladder_id, own)

    def test_a_deleted_target_or_ladder_does_no_harm(self):
        self.old.unlink()
        self.env["ir.model.data"].search([("res_id", "=", self.green.id)]).filtered(
            lambda data: data.model == "cs.sla.ladder"
        ).unlink()
        self._migrate()
        self.assertFalse(self.new.ladder_id)

    def test_subject_of_the_letter_counts_all_in_every_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        letter = self.env.ref(f"{ADDON}.mail_template_escalation_digest")
        past = "{{ len(object._cs_digest_lines()) }}"
        letter.subject = f"Mine: {past}"
        letter.with_context(lang="zh_CN").subject = f"升级: {past}"
        self._migrate()
        self.assertEqual(letter.subject, "Mine: {{ object._cs_digest_count() }}")
        other = letter.with_context(lang="zh_CN").subject
        self.assertEqual(other, "升级: {{ object._cs_digest_count() }}")
