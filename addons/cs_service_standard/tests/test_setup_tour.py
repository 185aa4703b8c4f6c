from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER


@tagged("post_install", "-at_install", "cs_tour")
class TestSetupTour(HttpCase):
    """A fresh company goes from the first question to a running desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Fresh"})
        cls.boss = new_test_user(
            cls.env,
            "cs_boss",
            groups=f"{MANAGER},base.group_erp_manager,base.group_partner_manager",
            name="Boss",
            email="boss@fresh.example",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        # a scheduler that stands still is not the assistant's fault
        cls.env["ir.cron"].search([]).write({"nextcall": "2123-10-09 04:00:00"})

    def test_fresh_company_from_install_to_a_running_desk(self):
        self.start_tour("/odoo", "cs_setup_story", login="cs_boss", timeout=180)
        assistant = self.env["cs.setup.assistant"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(assistant.step, "done")
        self.assertFalse(assistant.test_ticket_id)
        desk = assistant.team_line_ids[0].team_id
        self.assertEqual(set(desk.user_ids.mapped("name")), {"chen", "hua", "ming"})
        self.assertEqual(self.company.cs_profile_id.state, "in_force")
        tickets = self.env["helpdesk.ticket"].search_count(
            [("company_id", "=", self.company.id)]
        )
        self.assertFalse(tickets, "the test ticket is gone")
