"""Size of teams, leaders and staff in the health check (TEM-01, 02, 04, 05)."""

from psycopg2.errors import CheckViolation

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestSpan(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Span"})
        cls.manager.write({"company_ids": [Command.link(cls.company.id)]})
        cls.leader.write({"company_ids": [Command.link(cls.company.id)]})
        teams = cls.env["helpdesk.ticket.team"].search([])
        teams.cs_profile_id = False
        cls.team.write({"company_id": cls.company.id, "cs_profile_id": cls.profile.id})
        cls.check = cls.env["cs.health.check"].with_user(cls.manager)
        cls.check = cls.check.with_context(allowed_company_ids=cls.company.ids)
        vals = [
            {
                "name": f"Agent {n}",
                "login": f"cs_span_{n}",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
            }
            for n in range(52)
        ]
        users = cls.env["res.users"].with_context(no_reset_password=True)
        cls.agents = users.create(vals)

    def _staff(self, count, team=None):
        (team or self.team).user_ids = [Command.set(self.agents[:count].ids)]

    def _found(self, code):
        page = self.check.browse(self.check.action_cs_open_page()["res_id"])
        return page.finding_ids.filtered(lambda f: f.code == code)

    def _severities(self, code):
        return self._found(code).mapped("severity")

    def test_tem_01_13_members_warning(self):
        self._staff(13)
        self.assertEqual(self._severities("spans"), ["warning"])
        self.assertIn("leads 13 people; 8 to 12", self._found("spans").message)

    def test_tem_01_7_members_hint_8_and_12_nothing(self):
        self._staff(7)
        self.assertEqual(self._severities("spans"), ["hint"])
        for count in (8, 12):
            self._staff(count)
            self.assertFalse(self._found("spans"), count)

    def test_tem_01_figures_are_settings(self):
        self._staff(13)
        self.company.cs_span_max = 13
        self.assertFalse(self._found("spans"))
        self.company.cs_span_min = 13
        self._staff(12)
        self.assertEqual(self._severities("spans"), ["hint"])
        refused = self.assertRaises(CheckViolation)
        with refused, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.cs_span_min = 14
            self.env.flush_all()

    def test_tem_01_people_of_all_teams_of_a_leader_count_once(self):
        self._staff(8)
        other = self._create_team(
            "Other", cs_profile_id=self.profile.id, company_id=self.company.id
        )
        other.user_ids = [Command.set(self.agents[4:13].ids)]
        self.assertEqual(self._severities("spans"), ["warning"])
        other.user_id = self.manager
        self.assertFalse(self._found("spans"))
        self.team.user_ids += self.leader  # does not lead himself
        self.assertFalse(self._found("spans"))

    def test_tem_02_four_child_teams_without_override(self):
        for number in range(3):
            self._create_team(
                f"Child {number}",
                parent_id=self.team.id,
                cs_profile_id=self.profile.id,
                company_id=self.company.id,
            )
        self.assertFalse(self._found("supervisors"))
        self._create_team(
            "Child 4",
            parent_id=self.team.id,
            cs_profile_id=self.profile.id,
            company_id=self.company.id,
        )
        found = self._found("supervisors")
        self.assertEqual(found.severity, "warning")
        self.assertEqual(found.action_cs_open()["res_id"], self.team.id)
        self.team.cs_span_override = True
        self.assertFalse(self._found("supervisors"))

    def test_tem_04_51_agents_without_training_group(self):
        teams = self.env["helpdesk.ticket.team"]
        self.company.write({"cs_span_max": 0})
        self.env["helpdesk.ticket.team"].search([]).cs_function = False
        for function in ("care", "technical", "administration"):
            teams.create(
                {
                    "name": function,
                    "cs_function": function,
                    "company_id": self.company.id,
                    "cs_profile_id": False,
                }
            )
        self._staff(50)
        self.assertFalse(self._found("groups"))
        self._staff(51)
        found = self._found("groups")
        self.assertEqual(found.severity, "warning")
        self.assertIn("no group for Training", found.message)
        self.team.cs_function = "training"
        self.assertFalse(self._found("groups"))

    def test_tem_05_one_member_warning_two_none(self):
        self._staff(1)
        self.assertEqual(self._severities("staff"), ["warning"])
        self._staff(2)
        self.assertFalse(self._found("staff"))

    def test_tem_05_part_time_does_not_count(self):
        self._staff(2)
        self.agents[0].cs_part_time = True
        self.assertEqual(self._severities("staff"), ["warning"])

    def test_team_by_team_other_teams_are_left_alone(self):
        self._staff(13)
        self.team.cs_profile_id = False
        for code in ("spans", "supervisors", "staff", "groups"):
            self.assertFalse(self._found(code), code)
