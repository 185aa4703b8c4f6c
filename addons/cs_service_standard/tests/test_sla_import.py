"""The import of policies where there are none (with them: tests/coexistence)."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestNothingToImport(StandardCase):
    def setUp(self):
        super().setUp()
        targets = type(self.env["cs.sla.target"])
        self.startPatcher(
            patch.object(targets, "_foreign_policies", lambda _self: None)
        )
        self.wizard = self.env["cs.sla.import"].with_user(self.manager).create({})

    def test_wizard_says_that_there_is_nothing(self):
        self.assertFalse(self.wizard.installed)
        self.assertFalse(self.wizard.line_ids)
        with self.assertRaises(UserError):
            self.wizard.action_import()

    def test_menu_is_hidden(self):
        menu = self.env.ref("cs_service_standard.cs_sla_import_menu")
        self.assertIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())

    def test_health_check_does_not_mention_it(self):
        check = self.env["cs.health.check"].with_user(self.manager)
        page = check.browse(check.action_cs_open_page()["res_id"])
        self.assertNotIn("import", page.finding_ids.mapped("code"))
