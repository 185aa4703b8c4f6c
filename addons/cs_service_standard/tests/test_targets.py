"""Targets and profiles as an administrator meets them."""

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import StandardCase

FIGURES = {
    "STD": {"answer": 30, "first_response": 86400, "record": 300},
    "GUIDE": {"answer": 30, "first_response": 86400},
    "CX_BRIEF": {"answer": 1800, "first_contact": 7200},
    "CX_LONG": {"answer": 30, "first_contact": 7200},
    "CENTRE": {"answer": 10, "resolution": 172800},
    "RAPID": {"record": 300, "final_solution": 86400},
}


@tagged("post_install", "-at_install")
class TestTargets(StandardCase):
    def test_rsp_01_all_profiles_of_the_catalogue_are_seeded(self):
        for code, figures in FIGURES.items():
            profile = self.env["cs.service.profile"].search([("code", "=", code)])
            self.assertEqual(len(profile), 1, code)
            for metric, seconds in figures.items():
                limits = profile.target_ids.filtered(lambda t, m=metric: t.metric == m)
                self.assertIn(seconds, limits.mapped("limit_seconds"), (code, metric))

    def test_rsp_01_only_std_is_in_force_at_first(self):
        seeded = self.env["cs.service.profile"].search([("code", "in", list(FIGURES))])
        in_force = seeded.filtered(lambda p: p.state == "in_force")
        self.assertEqual(in_force.mapped("code"), ["STD"])

    def test_rsp_03_open_figure_is_marked_as_assumed(self):
        std = self.env.ref("cs_service_standard.cs_service_profile_std")
        reception = std.target_ids.filtered(lambda t: t.metric == "reception")
        self.assertTrue(reception.is_assumed)
        self.assertEqual(reception.limit_seconds, 180)

    def test_goal_must_not_be_longer_than_the_limit(self):
        with self.assertRaisesRegex(ValidationError, "goal"):
            self._target("first_response", 60, goal_value=2, goal_unit="hour")

    def test_limit_must_be_positive(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._target("first_response", 0)
            self.env.flush_all()

    def test_priority_range_that_never_matches_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "never matches"):
            self._target("first_contact", 60, priority_min="2", priority_max="1")

    def test_flexible_calendar_is_refused(self):
        flexible = self.env["resource.calendar"].create(
            {"name": "Flexible", "flexible_hours": True}
        )
        with self.assertRaisesRegex(ValidationError, "Flexible"):
            self._target("first_contact", 60, calendar_id=flexible.id)

    def test_summary_reads_as_a_sentence(self):
        target = self._target("first_contact", 15, limit_unit="minute")
        self.assertIn("first contact within 15 minutes", target.summary)
        self.assertIn("round the clock", target.summary)

    def test_manager_writes_a_target_in_the_form(self):
        model = self.env["cs.sla.target"].with_user(self.manager)
        form = Form(model.with_context(default_profile_id=self.profile.id))
        form.metric = "resolution"
        form.limit_value = 2
        form.limit_unit = "day"
        target = form.save()
        self.assertEqual(target.limit_seconds, 172800)
        self.assertTrue(target.pausable)

    def test_draft_profile_starts_no_clock(self):
        self._target("first_contact", 60)
        self.profile.state = "draft"
        self.assertFalse(self._create_ticket().cs_clock_ids)

    def test_edit_of_a_target_leaves_open_clocks_alone(self):
        target = self._target("first_contact", 4, limit_unit="hour")
        ticket = self._create_ticket()
        due = ticket.cs_clock_ids.due_at
        target.limit_value = 8
        ticket._cs_refresh_clocks()
        self.assertEqual(ticket.cs_clock_ids.due_at, due)
        self.assertGreater(self._create_ticket().cs_clock_ids.due_at, due)

    def test_team_that_gets_a_profile_leaves_its_open_tickets_alone(self):
        ticket = self._create_ticket(team_id=self.team_plain.id)
        self.team_plain.cs_profile_id = self.profile
        ticket.user_id = self.agent_li
        self.assertFalse(ticket.cs_profile_id)
        new = self._create_ticket(team_id=self.team_plain.id)
        self.assertEqual(new.cs_profile_id, self.profile)

    def test_ticket_without_team_follows_the_company(self):
        self.env.company.cs_profile_id = self.profile
        ticket = self._create_ticket(team_id=False)
        self.assertEqual(ticket.cs_profile_id, self.profile)
        self.env.company.cs_profile_id = False
        ticket.name = "Another title"
        self.assertEqual(ticket.cs_profile_id, self.profile)

    def test_service_hours_of_a_team_are_never_stale(self):
        self._target("first_contact", 1, limit_unit="hour", mode="working_hours")
        self._create_ticket()
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.team.cs_calendar_id = always
        self.assertEqual(self._create_ticket().cs_clock_ids.calendar_id, always)

    def test_client_cannot_claim_to_be_an_import(self):
        self._target("first_contact", 60)
        tickets = self.env["helpdesk.ticket"].with_user(self.agent_li)
        ticket = tickets.with_context(cs_backdated=True).create(
            self._prepare_ticket_vals()
        )
        self.assertTrue(ticket.cs_clock_ids)

    def test_case_49_profile_of_another_company_holds_nowhere_else(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.profile.copy(
            {"code": "FOREIGN", "company_id": other.id, "state": "in_force"}
        )
        self._target("first_contact", 60, profile_id=foreign.id)
        self.env.company.cs_profile_id = foreign
        tickets = self.env["helpdesk.ticket"].sudo()
        mine = tickets.create({"name": "Letter", "description": "x"})
        self.assertFalse(mine.cs_profile_id)
        self.assertFalse(mine.cs_clock_ids)
        other.cs_profile_id = foreign
        theirs = tickets.create(
            {"name": "Letter", "description": "x", "company_id": other.id}
        )
        self.assertEqual(theirs.cs_profile_id, foreign)

    def test_case_49_shared_team_follows_no_foreign_profile(self):
        other = self.env["res.company"].create({"name": "Other"})
        team = self._create_team("Shared", cs_calendar_id=False, company_id=False)
        self.profile.company_id = self.env.company
        team.sudo()._write({"cs_profile_id": self.profile.id})
        team.invalidate_recordset()
        vals = {"team_id": team.id, "name": "Letter", "description": "x"}
        ticket = (
            self.env["helpdesk.ticket"].sudo().create(dict(vals, company_id=other.id))
        )
        self.assertFalse(ticket.cs_profile_id)
