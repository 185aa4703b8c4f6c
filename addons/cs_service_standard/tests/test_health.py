"""The health check page: each finding when it should be there, and none otherwise."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StandardCase

NOON = "2023-10-09 04:00:00"
CHECK = "odoo.addons.cs_service_standard.wizards.cs_health_check"


@tagged("post_install", "-at_install")
class TestHealth(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # only this company, its one team and its one standard, and all in order
        profiles = cls.env["cs.service.profile"].search([])
        (profiles - cls.profile).state = "draft"
        company = cls.env["res.company"].create({"name": "Healthy", "cs_span_min": 0})
        cls.company = company
        cls.manager.write(
            {
                "company_ids": [Command.link(company.id)],
                "company_id": company.id,
                "email": "zhao@example.com",
            }
        )
        cls.profile.write({"company_id": company.id, "manager_id": cls.manager.id})
        people = cls.leader + cls.agent_li + cls.agent_wang
        for user in people:
            user.write(
                {
                    "company_ids": [Command.link(company.id)],
                    "email": f"{user.login}@example.com",
                }
            )
        company.cs_escalation_user_id = cls.manager
        cls.calendar.company_id = company
        cls.team.company_id = company
        others = cls.env["helpdesk.ticket.team"].search([("id", "!=", cls.team.id)])
        others.active = False
        channels = cls.env["helpdesk.ticket.channel"]
        channels.search([]).active = False
        cls.mail = channels.create(
            {
                "name": "Mail",
                "cs_kind": "deferred",
                "cs_reply_rule": "Within a day",
                "company_id": company.id,
            }
        )
        cls.target = cls._target("first_response", 3600, channel_kind="deferred")
        cls.env["ir.cron"].search([]).write({"nextcall": "2123-10-09 04:00:00"})
        cls.check = cls.env["cs.health.check"].with_user(cls.manager)
        cls.check = cls.check.with_company(company).with_context(
            allowed_company_ids=company.ids
        )

    def _page(self):
        self.env.flush_all()
        return self.check.browse(self.check.action_cs_open_page()["res_id"])

    def _found(self, code=None):
        findings = self._page().finding_ids
        return findings.filtered(lambda f: not code or f.code == code)

    def _one(self, code):
        found = self._found(code)
        self.assertEqual(len(found), 1, found.mapped("message"))
        return found

    def test_nothing_wrong_is_a_green_page(self):
        page = self._page()
        self.assertEqual(page.finding_ids.mapped("message"), [])
        self.assertEqual(page.count, len(self.check._codes()))

    def test_every_code_has_its_check(self):
        for code in self.check._codes():
            self.assertTrue(callable(getattr(self.check, f"_check_{code}", None)), code)

    def test_int_15_only_phone_is_an_800_number(self):
        vals = {
            "cs_is_phone": True,
            "cs_reply_rule": "At once",
            "cs_kind": "deferred",
            "company_id": self.company.id,
        }
        phone = self.mail.create(
            {"name": "Hotline", "cs_number": "800-810-1234", **vals}
        )
        found = self._one("phone")
        self.assertIn("no phone channel reachable from mobiles", found.message)
        self.assertEqual(found.action_cs_open()["res_id"], phone.id)
        self.mail.create({"name": "Second", "cs_number": "400-810-1234", **vals})
        self.assertFalse(self._found("phone"))

    def test_case_30_team_without_usable_calendar(self):
        self.calendar.attendance_ids = [Command.clear()]
        found = self._one("calendar")
        self.assertEqual(found.severity, "serious")
        self.assertIn("Support", found.message)
        action = found.action_cs_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (self.team._name, self.team.id)
        )

    def test_draft_profile_and_team_that_follows_it(self):
        self.profile.state = "draft"
        messages = self._found("profile").mapped("message")
        self.assertIn("Support", messages[0])
        self.assertIn("No team follows", messages[1])

    def test_team_without_leader(self):
        self.team.user_id = False
        self.assertIn("Support", self._one("leader").message)
        self.team.user_id = self.leader
        self.leader.active = False
        self.assertIn("Support", self._one("leader").message)

    def test_channel_without_response_target_or_rule(self):
        self.mail.create(
            {"name": "Letter", "cs_kind": "on_site", "company_id": self.company.id}
        )
        found = self._found("channels")
        self.assertEqual(found.mapped("severity"), ["warning", "hint"])
        self.assertEqual(found[0].action_cs_open()["res_id"], self.profile.id)

    def test_profile_without_reachable_manager(self):
        self.manager.email = False
        self.assertIn("TEST", self._one("manager").message)
        self.assertIn("Zhao", self._one("addresses").message)
        self.profile.manager_id = False
        self.assertIn("TEST", self._one("manager").message)

    def test_company_without_last_person(self):
        self.company.cs_escalation_user_id = False
        found = self._one("fallback")
        self.assertIn("Healthy", found.message)

    def test_case_38_chain_that_ends_with_nobody(self):
        self.company.cs_escalation_user_id = False
        self.profile.manager_id = False
        self.assertFalse(self._found("chain"))
        self.team.user_id = False
        self.assertEqual(self._one("chain").severity, "serious")

    def test_ladder_without_levels_and_with_people_who_left(self):
        ladder = self.env["cs.sla.ladder"].create({"name": "Steps"})
        self.target.ladder_id = ladder
        self.assertIn("Steps", self._one("ladders").message)
        ladder.level_ids = [
            Command.create({"share": 50, "user_ids": [Command.link(self.leader.id)]})
        ]
        self.assertFalse(self._found("ladders"))
        self.leader.active = False
        self.assertIn("Chen", self._one("ladders").message)

    def test_people_to_be_told_without_address(self):
        self.agent_li.email = False
        found = self._one("addresses")
        self.assertIn("Li", found.message)
        self.assertEqual(found.res_ids, self.agent_li.ids)

    def test_target_that_never_matches(self):
        self._target("resolution", 60, team_ids=[Command.link(self.team_plain.id)])
        found = self._found("targets")
        self.assertIn("no ticket can ever meet", " ".join(found.mapped("message")))

    def test_two_limits_for_the_same_tickets(self):
        first = self._target("resolution", 3600)
        second = self._target("resolution", 7200)
        found = self._found("targets")
        self.assertEqual(found.mapped("severity"), ["warning"])
        self.assertEqual(set(found.res_ids), {first.id, second.id})
        second.limit_value, second.limit_unit = first.limit_value, first.limit_unit
        twice = self._one("targets")
        self.assertIn("is there twice", twice.message)

    def test_target_of_archived_channels_only(self):
        self.target.channel_ids = self.mail.copy({"name": "Old mail"})
        self.target.channel_ids.active = False
        found = self._one("archived")
        self.assertIn("only archived", found.message)

    def test_archived_channel_does_not_widen_its_promise(self):
        old = self.mail.copy({"name": "Old mail"})
        self._target("resolution", 60, channel_ids=[Command.link(old.id)])
        old.active = False
        ticket = self._create_ticket(
            channel_id=self.mail.id, company_id=self.company.id
        )
        self.assertEqual(ticket.cs_clock_ids.mapped("metric"), ["first_response"])

    def test_case_28_open_tickets_without_promise_are_counted(self):
        with freeze_time(NOON):
            ticket = self._create_ticket(channel_id=False, company_id=self.company.id)
        self.assertEqual(ticket.cs_sla_state, "none")
        found = self._one("tickets")
        self.assertIn(": 1.", found.message)
        domain = found.action_cs_open()["domain"]
        self.assertEqual(self.env["helpdesk.ticket"].search(domain), ticket)

    def _clock(self):
        with freeze_time(NOON):
            ticket = self._create_ticket(
                channel_id=self.mail.id, company_id=self.company.id
            )
        return ticket.cs_clock_ids.sudo()

    def test_pause_beyond_its_maximum_and_one_without(self):
        clock = self._clock()
        clock.write({"state": "paused", "paused_at": NOON, "pause_until": NOON})
        self.assertEqual(self._one("pauses").severity, "warning")
        clock.pause_until = False
        self.assertEqual(self._one("pauses").severity, "hint")

    def test_clock_and_notice_with_an_error(self):
        clock = self._clock()
        clock.error = "boom"
        found = self._one("clocks")
        self.assertEqual(
            self.env["cs.ticket.clock"].search(found.action_cs_open()["domain"]), clock
        )
        self.env["cs.clock.notice"].create(
            {
                "clock_id": clock.id,
                "ticket_id": clock.ticket_id.id,
                "company_id": self.company.id,
                "level": "breach",
                "at": NOON,
                "error": "no mail server",
            }
        )
        self.assertEqual(self._one("notices").severity, "serious")

    def test_job_off_failing_or_standing_still(self):
        cron = self.env.ref("cs_service_standard.ir_cron_clock_sweep")
        cron.nextcall = NOON
        self.assertIn("stand still", self._one("jobs").message)
        cron.failure_count = 3
        self.assertIn("fail again", self._one("jobs").message)
        cron.active = False
        self.assertIn("switched off", self._one("jobs").message)

    def test_no_button_ends_at_a_closed_door(self):
        self.env.ref("cs_service_standard.ir_cron_clock_sweep").active = False
        found = self._one("jobs")
        self.assertFalse(found.can_open)
        self.assertFalse(found.action_cs_open())
        self.assertTrue(found.with_user(self.env.ref("base.user_admin")).can_open)

    def test_missing_mail_template(self):
        self.env.ref("cs_service_standard.mail_template_acknowledgement").unlink()
        self.assertIn("mail_template_acknowledgement", self._one("templates").message)

    @mute_logger(CHECK)
    def test_a_failing_check_is_a_finding_and_stops_no_other(self):
        def explode(_self):
            raise ValueError("boom")

        self.team.user_id = False
        with patch.object(type(self.check), "_check_calendar", explode):
            found = self._found()
        self.assertEqual(found.mapped("code"), ["calendar", "leader"])
        self.assertIn("boom", found[0].message)

    @mute_logger(CHECK, "odoo.sql_db")
    def test_a_check_with_broken_sql_leaves_the_page_alive(self):
        def explode(check):
            check.env.cr.execute("SELECT nothing FROM nowhere")

        with patch.object(type(self.check), "_check_calendar", explode):
            self.assertEqual(self._one("calendar").severity, "warning")

    def test_many_records_are_named_in_part_and_counted(self):
        for number in range(8):
            self._create_team(
                f"Team {number}",
                cs_profile_id=self.profile.id,
                company_id=self.company.id,
                user_id=False,
            )
        self.assertIn("and 3 more", self._one("leader").message)

    def test_list_of_one_kind_is_bounded(self):
        empty = self.calendar.copy({"name": "Empty", "attendance_ids": [(5, 0, 0)]})
        for number in range(12):
            self._create_team(
                f"Team {number}",
                cs_profile_id=self.profile.id,
                company_id=self.company.id,
                cs_calendar_id=empty.id,
            )
        self.calendar.attendance_ids = [Command.clear()]
        found = self._found("calendar")
        self.assertEqual(len(found), 11)
        self.assertIn("for 3 more", found[-1].message)
        self.assertEqual(len(found[-1].res_ids), 13)

    def test_other_companies_are_not_judged(self):
        self.profile.company_id = False
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._create_team(
            "Theirs",
            cs_profile_id=self.profile.id,
            company_id=other.id,
            user_id=False,
            user_ids=[],
            cs_calendar_id=False,
        )
        self.assertFalse(self._found("leader"))

    def test_check_again_replaces_the_findings(self):
        self.team.user_id = False
        page = self._page()
        self.assertEqual(page.warning_ids.mapped("code"), ["leader"])
        self.team.user_id = self.leader
        page.action_cs_check_again()
        self.assertFalse(page.finding_ids)

    def test_only_managers_see_the_page(self):
        for user in (self.agent_li, self.leader, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["cs.health.check"].with_user(user).action_cs_open_page()

    def test_page_costs_the_same_for_one_ticket_and_for_fifty(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.check.action_cs_open_page()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        vals = self._prepare_ticket_vals(channel_id=False, company_id=self.company.id)
        self.env["helpdesk.ticket"].create([dict(vals) for _number in range(50)])
        queries()  # caches
        self.assertLessEqual(queries(), few + 3)  # the finding itself
