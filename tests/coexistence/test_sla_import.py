"""Policies of helpdesk_mgmt_sla become targets of a draft, once, and say what is lost.

Runs where that addon is installed beside ours.
"""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.cs_service_standard.tests.common import StandardCase


@tagged("post_install", "-at_install")
class TestSlaImport(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["helpdesk.sla"].search([]).active = False
        earlier = [("code", "=like", "IMPORTED%")]
        cls.env["cs.service.profile"].search(earlier).active = False
        cls.env["helpdesk.ticket.team"].search([]).use_sla = False
        cls.calendar.hours_per_day = 8
        cls.team.write({"use_sla": True, "resource_calendar_id": cls.calendar.id})
        stages = cls.env["helpdesk.ticket.stage"]
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.cancelled = stages.create(
            {"name": "Gone", "closed": True, "cs_phase": "cancelled"}
        )
        cls.progress = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        cls.waiting = stages.create({"name": "Wait", "cs_phase": "waiting"})
        cls.policy = cls._policy("Solve")

    @classmethod
    def _policy(cls, name, **vals):
        return cls.env["helpdesk.sla"].create(
            {"name": name, "stage_id": cls.done.id, "days": 1, "hours": 2, **vals}
        )

    def _wizard(self):
        return self.env["cs.sla.import"].with_user(self.manager).create({})

    def _line(self, policy):
        lines = self._wizard().line_ids
        key = f"helpdesk.sla,{policy.id}"
        return lines.filtered(lambda line: line.policy_key == key)

    def _import(self):
        wizard = self._wizard()
        profile = self.env["cs.service.profile"].browse(
            wizard.action_import()["res_id"]
        )
        return profile.sudo()

    def test_days_count_as_working_days_of_the_calendar(self):
        line = self._line(self.policy)
        self.assertEqual((line.metric, line.hours), ("resolution", 10))
        self.assertEqual(line.calendar_id, self.calendar)
        self.assertFalse(line.lost)

    def test_import_makes_a_draft_and_is_done_once(self):
        profile = self._import()
        self.assertEqual(
            (profile.state, profile.company_id), ("draft", self.env.company)
        )
        target = profile.target_ids
        self.assertEqual(
            (target.limit_seconds, target.mode, target.metric),
            (36000, "working_hours", "resolution"),
        )
        self.assertFalse(self._wizard().line_ids)
        with self.assertRaises(UserError):
            self._wizard().action_import()
        self._policy("Second")
        self.assertEqual(self._import(), profile)
        self.assertEqual(len(profile.target_ids), 2)

    def test_two_open_wizards_do_not_import_twice(self):
        first, second = self._wizard(), self._wizard()
        first.action_import()
        with self.assertRaises(UserError):
            second.action_import()

    def test_archived_target_counts_as_imported(self):
        self._import().target_ids.active = False
        self.assertFalse(self._wizard().line_ids)

    def test_profile_in_force_is_never_added_to(self):
        profile = self._import()
        profile.state = "in_force"
        self._policy("Second")
        self.assertNotEqual(self._import(), profile)
        self.assertEqual(len(profile.target_ids), 1)

    def test_teams_with_other_hours_get_targets_of_their_own(self):
        short = self.calendar.copy({"name": "Short", "hours_per_day": 4})
        other = self._create_team(
            "Evening", use_sla=True, resource_calendar_id=short.id
        )
        lines = self._line(self.policy)
        self.assertEqual(sorted(lines.mapped("hours")), [6, 10])
        profile = self._import()
        by_limit = {t.limit_seconds // 3600: t.team_ids for t in profile.target_ids}
        self.assertEqual(by_limit, {6: other, 10: self.team})

    def test_named_team_and_tags_and_filter_become_conditions(self):
        tag = self.env["helpdesk.ticket.tag"].create({"name": "VIP"})
        channel = self.env["helpdesk.ticket.channel"].create({"name": "Fax"})
        self.policy.write(
            {
                "team_ids": [Command.link(self.team.id)],
                "tag_ids": [Command.link(tag.id)],
                "domain": str(
                    [("priority", ">=", "2"), ("channel_id", "=", channel.id)]
                ),
                "ignore_stage_ids": [Command.link(self.waiting.id)],
            }
        )
        self.assertFalse(self._line(self.policy).lost)
        target = self._import().target_ids
        self.assertEqual(target.team_ids, self.team)
        self.assertEqual(target.tag_ids, tag)
        self.assertEqual(target.channel_ids, channel)
        self.assertEqual((target.priority_min, target.priority_max), ("2", "3"))
        self.assertTrue(target.pausable)

    def test_what_cannot_be_expressed_is_listed(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "Pumps"})
        self.policy.write(
            {
                "category_ids": [Command.link(category.id)],
                "domain": "[('name', 'ilike', 'leak')]",
                "ignore_stage_ids": [Command.link(self.progress.id)],
            }
        )
        lost = self._line(self.policy).lost
        for words in ("Pumps", "leak", self.progress.name):
            self.assertIn(words, lost)

    def test_broken_filter_does_not_stop_the_import(self):
        self.policy.domain = "[('user_id', '=', uid)]"
        self.assertIn("uid", self._line(self.policy).lost)
        self.assertTrue(self._import().target_ids)

    def test_stages_that_do_not_close_are_shown_for_review(self):
        cases = (
            (self.progress, "first_contact"),
            (self.cancelled, "resolution"),
        )
        for stage, metric in cases:
            with self.subTest(stage=stage.name):
                policy = self._policy(stage.name, stage_id=stage.id)
                line = self._line(policy)
                self.assertEqual(line.metric, metric)
                self.assertIn(stage.name, line.lost)

    def test_policy_without_limit_or_stage_is_not_ticked(self):
        empty = self._policy("Empty", days=0, hours=0)
        stageless = self._policy("No stage", stage_id=False)
        self.assertFalse(self._line(empty).selected)
        self.assertFalse(self._line(stageless).selected)
        self.assertEqual(self._import().target_ids.mapped("note"), ["Solve"])

    def test_policies_of_another_company_stay_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.policy.company_id = other
        self.assertFalse(self._wizard().line_ids)

    def test_only_managers_import(self):
        for user in (self.agent_li, self.leader, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["cs.sla.import"].with_user(user).create({})

    def test_health_check_offers_the_import(self):
        check = self.env["cs.health.check"].with_user(self.manager)
        page = check.browse(check.action_cs_open_page()["res_id"])
        found = page.finding_ids.filtered(lambda f: f.code == "import")
        self.assertIn("Solve", found.message)
        self.assertEqual(found.action_cs_open()["type"], "ir.actions.server")

    def test_menu_is_there_with_the_addon(self):
        menu = self.env.ref("cs_service_standard.cs_sla_import_menu")
        self.assertNotIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())

    def test_imported_target_is_due_when_the_policy_was(self):
        """Mon 10:00 plus a day of 8 h and 2 h: Tue 13:00 with the noon break."""
        with freeze_time("2023-10-09 02:00:00"):
            theirs = self._create_ticket().ticket_sla_ids
        # their calendar answers from the creation in the database: compare the span
        profile = self._import()
        profile.state = "in_force"
        self.team.cs_profile_id = profile
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._create_ticket()
        clock = ticket.cs_clock_ids.filtered(lambda c: c.metric == "resolution")
        self.assertEqual(clock.due_at, datetime(2023, 10, 10, 4, 0))
        self.assertEqual(theirs.hours * 3600, clock.limit_seconds)
