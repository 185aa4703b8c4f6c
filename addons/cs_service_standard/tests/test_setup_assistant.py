"""The set-up assistant: from ten answers to a running desk, and again."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import MANAGER, StandardCase


@tagged("post_install", "-at_install")
class TestSetupAssistant(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Fresh"})
        cls.boss = new_test_user(
            cls.env,
            "cs_boss",
            groups=f"{MANAGER},base.group_erp_manager,base.group_partner_manager",
            name="Boss",
            email="boss@example.com",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        # a scheduler that stands still is not the assistant's fault
        cls.env["ir.cron"].search([]).write({"nextcall": "2123-10-09 04:00:00"})
        cls.assistants = cls.env["cs.setup.assistant"].with_user(cls.boss)
        cls.assistants = cls.assistants.with_context(
            allowed_company_ids=cls.company.ids, tracking_disable=True
        )
        cls.wizard = cls.assistants.browse(
            cls.assistants.action_cs_open_assistant()["res_id"]
        )

    @classmethod
    def _ref(cls, name):
        return cls.env.ref(f"cs_service_standard.{name}")

    def _answer(self):
        """Sensible answers: two teams, a leader, two agents."""
        wizard = self.wizard
        leader = self._ref("cs_role_centre_leader")
        agent = self._ref("cs_role_centre_representative")
        wizard.write({"tz": "Asia/Shanghai", "phone_number": "400 810 1234"})
        wizard.person_line_ids = [
            Command.create(
                {"name": name, "email": f"{name}@fresh.example", "role_id": role.id}
            )
            for name, role in (("chen", leader), ("hua", agent), ("ming", agent))
        ]
        return wizard

    def _made(self):
        """Number of records of every kind the assistant makes."""
        models = (
            "resource.calendar",
            "helpdesk.ticket.team",
            "helpdesk.ticket.channel",
            "cs.service.profile",
            "cs.sla.target",
            "cs.gate",
            "res.users",
        )
        counts = {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in models
        }
        return counts | {"stamp": self._state()}

    def _state(self):
        team = self.wizard.team_line_ids.team_id
        return [
            (t.name, t.user_id.id, t.user_ids.ids, t.cs_profile_id.id) for t in team
        ]

    def test_opens_once_for_each_company(self):
        again = self.assistants.action_cs_open_assistant()["res_id"]
        self.assertEqual(again, self.wizard.id)
        self.assertEqual(self.wizard.company_id, self.company)
        self.assertEqual(self.wizard.step, "hours")

    def test_back_and_forth_and_the_answers_stay(self):
        self.wizard.write({"work_from": 7})
        for _step in range(30):
            self.wizard.action_next()
        self.assertEqual(self.wizard.step, "review")
        self.assertEqual(self.wizard.work_from, 7)
        for _step in range(30):
            self.wizard.action_back()
        self.assertEqual(self.wizard.step, "hours")

    def test_says_what_it_will_do_before_it_does_it(self):
        wizard, before = self._answer(), self._made()
        said = {}
        steps = [code for code, _name in wizard._fields["step"].selection]
        for step in steps[:-1]:
            wizard.step = step
            said[step] = wizard.preview
        self.assertIn("Monday to Friday 09:00-12:00, 13:00-18:00", said["hours"])
        self.assertIn("Customers call 400 810 1234", said["channels"])
        self.assertIn("Team Customer service: 3 people, leader chen", said["teams"])
        self.assertIn("Account hua@fresh.example for hua", said["people"])
        self.assertIn("is copied for Fresh, with its", said["standard"])
        self.assertIn("Boss is told at last", said["alarm"])
        self.assertIn("Agents see customers masked", said["privacy"])
        self.assertIn("Account ming@fresh.example", said["review"])
        self.assertEqual(self._made(), before)

    def test_preview_follows_what_is_typed(self):
        with Form(self.wizard) as form:
            form.work_from = 8
            self.assertIn("08:00-12:00", form.preview)
            form.last_day = "5"
            self.assertIn("Monday to Saturday 08:00-12:00", form.preview)

    def test_new_company_gets_a_running_desk(self):
        """From nothing to a healthy desk whose test ticket has clocks."""
        wizard = self._answer()
        wizard.action_apply()
        self.assertEqual(wizard.step, "done")
        self.assertTrue(wizard.is_green, wizard.finding_ids.mapped("message"))
        red = wizard.finding_ids.filtered(lambda f: f.severity == "serious")
        self.assertFalse(red)
        desk, second = wizard.team_line_ids.team_id
        self.assertEqual((desk.company_id, second.cs_tier), (self.company, "2"))
        self.assertEqual(desk.user_id.login, "chen@fresh.example")
        self.assertEqual(set(desk.user_ids.mapped("name")), {"chen", "hua", "ming"})
        calendar = desk.cs_calendar_id
        self.assertEqual((calendar.company_id, calendar.tz), (self.company, wizard.tz))
        self.assertEqual(len(calendar.attendance_ids), 10)
        profile = desk.cs_profile_id
        self.assertEqual(
            (profile.state, profile.company_id), ("in_force", self.company)
        )
        self.assertEqual(profile.manager_id, self.boss)
        self.assertEqual(self.company.cs_profile_id, profile)
        self.assertEqual(self.company.cs_escalation_user_id, self.boss)
        hua = self.env["res.users"].search([("login", "=", "hua@fresh.example")])
        self.assertTrue(hua.has_group("helpdesk_mgmt.group_helpdesk_user_team"))
        self.assertIn(hua, self._ref("cs_role_centre_representative").user_ids)
        wizard.action_test_ticket()
        ticket = wizard.test_ticket_id
        self.assertEqual(ticket.team_id, desk)
        self.assertIn("first_response", ticket.cs_clock_ids.mapped("metric"))
        self.assertTrue(wizard.test_clocks)

    def test_copy_keeps_conditions_the_user_cannot_see(self):
        """A telephone of another company must not become a target for everything."""
        phone = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        self.assertFalse(phone.with_user(self.boss).has_access("read"))
        source = self._ref("cs_sla_target_std_answer_phone")
        wizard = self._answer()
        wizard.action_apply()
        profile = wizard.own_profile_id
        self.assertEqual(profile.name, "Standard of Fresh")
        copied = profile.target_ids.filtered(
            lambda target: (
                target.goal_percent == source.goal_percent
                and phone in target.channel_ids
            )
        )
        own = wizard.channel_ids.filtered("cs_is_phone")
        self.assertEqual(copied.channel_ids, source.channel_ids | own)
        free = profile.target_ids.filtered(
            lambda target: target.metric == "answer" and not target.channel_ids
        )
        self.assertFalse(free)
        messages = "".join(wizard.finding_ids.mapped("message"))
        self.assertNotIn("Telephone of Fresh", messages)

    def test_applying_twice_changes_nothing(self):
        wizard = self._answer()
        wizard.action_apply()
        made = self._made()
        wizard.step = "review"
        self.assertIn("it is so already", wizard.preview)
        wizard.action_apply()
        self.assertEqual(self._made(), made)

    def test_another_answer_changes_and_does_not_double(self):
        wizard = self._answer()
        wizard.action_apply()
        made = self._made()
        calendar = wizard.hours_id
        wizard.write({"work_to": 20, "phone_number": "400 820 1234"})
        wizard.team_line_ids[0].name = "Desk one"
        wizard.action_apply()
        self.assertEqual(wizard.hours_id, calendar)
        self.assertEqual(max(calendar.attendance_ids.mapped("hour_to")), 20)
        self.assertEqual(wizard.team_line_ids[0].team_id.name, "Desk one")
        phones = self.env["helpdesk.ticket.channel"].search(
            [("company_id", "=", self.company.id), ("cs_is_phone", "=", True)]
        )
        self.assertEqual(phones.mapped("cs_number"), ["400 820 1234"])
        counts = {k: v for k, v in self._made().items() if k != "stamp"}
        self.assertEqual(counts, {k: v for k, v in made.items() if k != "stamp"})

    def test_one_failure_makes_nothing(self):
        wizard, before = self._answer(), self._made()
        wizard.person_line_ids[-1].email = self.boss.login  # there is one already
        refused = self.assertRaisesRegex(UserError, "account cs_boss already")
        with refused, self.env.cr.savepoint():
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertEqual(self._made(), before)
        self.assertEqual(wizard.step, "hours")

    def test_who_may_not_make_accounts_is_told_before(self):
        wizard = self._answer()
        self.boss.group_ids -= self.env.ref("base.group_erp_manager")
        wizard.step = "people"
        self.assertIn("hua has no account, and you may not make one", wizard.preview)
        with self.assertRaisesRegex(UserError, "chen has no account, and"):
            wizard.action_apply()

    def test_manager_without_rights_over_users_sets_up_existing_people(self):
        """Calendars and company are written as superuser, accounts are not."""
        self.boss.group_ids -= self.env.ref("base.group_erp_manager")
        wizard = self.wizard
        wizard.action_apply()
        self.assertEqual(self.company.cs_escalation_user_id, self.boss)
        self.assertTrue(wizard.hours_id)
        self.assertFalse(self.boss.has_group("base.group_erp_manager"))

    def test_other_companies_are_left_alone(self):
        standard = self._ref("cs_service_profile_std")
        chat = self._ref("helpdesk_ticket_channel_chat")
        shared = self._ref("helpdesk_ticket_team_product")
        before = (standard.manager_id, shared.user_id, shared.cs_profile_id)
        kind = self._ref("helpdesk_ticket_type_enquiry")
        wizard = self._answer()
        wizard.channel_ids = wizard.channel_ids - chat
        wizard.action_apply()
        self.assertTrue(chat.active)
        after = (standard.manager_id, shared.user_id, shared.cs_profile_id)
        self.assertEqual(after, before)
        self.assertEqual(kind.cs_default_team_id, shared)

    def test_requests_go_by_type_to_the_team_of_their_company(self):
        wizard = self._answer()
        wizard.action_apply()
        desk = wizard.team_line_ids[0].team_id
        kind = self._ref("helpdesk_ticket_type_enquiry")
        shared = self._ref("helpdesk_ticket_team_product")
        shared.cs_profile_id = self.profile
        tickets = self.env["helpdesk.ticket"].create(
            [
                {
                    "name": "Where is it?",
                    "description": "x",
                    "type_id": kind.id,
                    "company_id": company.id,
                }
                for company in (self.company, self.env.company)
            ]
        )
        self.assertEqual(tickets.mapped("team_id"), desk + shared)
        desk.cs_own_type_ids -= kind
        team = tickets._cs_route_team(kind, self.company, self.env["res.partner"])
        self.assertEqual(team, shared)

    def test_routing_asks_the_database_once(self):
        """A team of the company costs a ticket no query: it is asked for each one."""
        self._answer().action_apply()
        kind = self._ref("helpdesk_ticket_type_enquiry")
        tickets = self.env["helpdesk.ticket"]
        tickets._cs_route_team(kind, self.company, self.env["res.partner"])
        with self.assertQueryCount(0):
            for _ticket in range(50):
                tickets._cs_route_team(kind, self.company, self.env["res.partner"])

    def test_vip_of_the_company_goes_to_its_experts(self):
        wizard = self._answer()
        wizard.action_apply()
        desk, second = wizard.team_line_ids.team_id
        desk.cs_profile_id.vip_team_id = second
        self.customer.cs_customer_value = "vip"
        kind = self._ref("helpdesk_ticket_type_enquiry")
        team = self.env["helpdesk.ticket"]._cs_route_team(
            kind, self.company, self.customer
        )
        self.assertEqual(team, second)

    def test_tem_03_role_sets_give_rights_and_are_two(self):
        wizard = self.wizard
        wizard.structure = "team"
        role = self._ref("cs_role_team_second")
        wizard.person_line_ids = [
            Command.create({"user_id": self.boss.id, "role_id": role.id}),
            Command.create({"name": "q", "email": "q@f.example", "role_id": role.id}),
        ]
        wizard.action_apply()
        self.assertEqual(set(role.user_ids.mapped("name")), {"Boss", "q"})
        self.assertFalse(role.without_rights_ids)

    def test_existing_account_joins_the_company(self):
        self.wizard.person_line_ids = [
            Command.create(
                {
                    "user_id": self.agent_li.id,
                    "role_id": self._ref("cs_role_centre_leader").id,
                }
            )
        ]
        self.wizard.step = "people"
        self.assertIn("Li gets Fresh", self.wizard.preview)
        self.wizard.action_apply()
        self.assertIn(self.company, self.agent_li.company_ids)
        self.assertTrue(self.agent_li.has_group("helpdesk_mgmt.group_helpdesk_user"))

    def test_test_ticket_counts_nowhere_and_goes(self):
        wizard = self._answer()
        wizard.action_apply()
        wizard.action_test_ticket()
        ticket = wizard.test_ticket_id
        self.assertIn("TEST", ticket.name)
        ticket.cs_clock_ids.flush_recordset()
        report = self.env["cs.sla.report"]
        domain = [("company_id", "=", self.company.id)]
        self.assertTrue(ticket.cs_clock_ids)
        self.assertFalse(report.search_count(domain))
        wizard.action_test_ticket()
        self.assertEqual(wizard.test_ticket_id, ticket)
        wizard.action_remove_test()
        self.assertFalse(ticket.exists())
        wizard.action_test_ticket()
        action = wizard.action_finish()
        self.assertFalse(wizard.test_ticket_id)
        self.assertEqual(action["res_model"], "helpdesk.ticket")

    def test_health_check_leads_to_the_assistant_on_first_use(self):
        shared = self.env["helpdesk.ticket.team"].search([("company_id", "=", False)])
        shared.cs_profile_id = False
        page = self.env["cs.health.check"].with_user(self.boss)
        page = page.with_context(allowed_company_ids=self.company.ids)
        page = page.browse(page.action_cs_open_page()["res_id"])
        found = page.finding_ids.filtered(lambda f: f.code == "assistant")
        self.assertEqual(found.severity, "hint")
        self.assertTrue(found.can_open)
        self.assertEqual(found.action_cs_open()["type"], "ir.actions.server")
        self._answer().action_apply()
        page.action_cs_check_again()
        self.assertFalse(page.finding_ids.filtered(lambda f: f.code == "assistant"))

    def test_report_still_counts_real_tickets(self):
        self._target("first_response", 3600)
        ticket = self._create_ticket()
        self.env.flush_all()
        domain = [("ticket_id", "=", ticket.id)]
        self.assertEqual(self.env["cs.sla.report"].search_count(domain), 1)

    def test_only_company_uses_what_is_there(self):
        """No second set of teams and no copy of the standard for a single company."""
        here = self.env.company
        self.boss.write({"company_id": here.id, "company_ids": [Command.set(here.ids)]})
        self.env["res.company"].search([("id", "!=", here.id)]).active = False
        wizard = self.env["cs.setup.assistant"]
        wizard = wizard.browse(wizard.action_cs_open_assistant()["res_id"])
        self.assertFalse(wizard.own_copy)
        self.assertIn(
            self._ref("helpdesk_ticket_team_product"), wizard.team_line_ids.team_id
        )
        teams = self.env["helpdesk.ticket.team"].search_count([])
        profiles = self.env["cs.service.profile"].search_count([])
        chat = self._ref("helpdesk_ticket_channel_chat")
        wizard.channel_ids -= chat
        wizard.action_apply()
        self.assertFalse(chat.active)
        self.assertEqual(self.env["helpdesk.ticket.team"].search_count([]), teams)
        self.assertEqual(self.env["cs.service.profile"].search_count([]), profiles)
