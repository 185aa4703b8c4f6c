"""The service centre in seven questions, its check-lists and seats (CCS)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import StandardCase

GOALS = {
    "goal_strategic": "Keep customers",
    "goal_long": "One call settles it",
    "goal_medium": "One number",
    "goal_short": "Open in March",
}


@tagged("post_install", "-at_install")
class TestCentre(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_response", 3600)
        cls.options = cls.env["cs.centre.option"]
        cls.centre = cls.env["cs.centre.definition"].create(
            {
                "name": "East",
                **GOALS,
                "who_ids": cls._option("who_private"),
                "reach": "regional",
                "seats_place": "central",
                "what_ids": cls._option("what_enquiry", "what_complaint"),
                "which_ids": cls._option("which_fixed", "which_email", "which_chat"),
                "calendar_id": cls.calendar.id,
                "profile_id": cls.profile.id,
                "daily_volume": 1000,
            }
        )
        # the only company, so that shared channels and teams are its own
        cls.env["res.company"].search([("id", "!=", cls.env.company.id)]).active = False

    @classmethod
    def _option(cls, *names):
        ids = [
            cls.env.ref(f"cs_service_standard.cs_centre_option_{n}").id for n in names
        ]
        return [Command.set(ids)]

    def _channel(self, name):
        return self.env.ref(f"cs_service_standard.helpdesk_ticket_channel_{name}")

    def test_ccs_01_seven_answers_go_live(self):
        self.assertEqual(self.centre.completeness, 100)
        self.assertFalse(self.centre.missing)
        self.assertIsNone(self.centre.with_user(self.manager).action_cs_go_live())
        self.assertEqual(self.centre.state, "live")
        self.assertTrue(self.centre.live_date)

    def test_ccs_01_how_empty_is_refused(self):
        self.centre.profile_id = False
        with self.assertRaisesRegex(UserError, r"East cannot go live.*\nHOW: Standard"):
            self.centre.action_cs_go_live()
        self.profile.target_ids.unlink()
        self.centre.profile_id = self.profile
        with self.assertRaisesRegex(UserError, "HOW: .*promises nothing yet"):
            self.centre.action_cs_go_live()
        self.assertEqual(self.centre.state, "draft")

    def test_ccs_01_each_question_open(self):
        empty = {
            "goal_long": "WHY",
            "who_ids": "WHO",
            "reach": "WHERE",
            "what_ids": "WHAT",
            "which_ids": "WHICH",
            "calendar_id": "WHEN",
            "profile_id": "HOW",
        }
        for name, question in empty.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.centre[name] = False
                self.assertTrue(self.centre.missing.startswith(f"{question}: "))
                self.assertEqual(self.centre.completeness, 85)
                savepoint.rollback()

    def test_ccs_02_short_term_goal_empty_is_incomplete(self):
        self.centre.goal_short = False
        self.assertEqual(self.centre.missing, "WHY: Short-Term Goals")
        self.assertLess(self.centre.completeness, 100)
        with self.assertRaises(UserError):
            self.centre.action_cs_go_live()

    def test_ccs_02_vip_proposes_a_routing_rule(self):
        self.assertFalse(self.centre.vip_team_id)
        with Form(self.centre) as form:
            form.who_ids.add(
                self.env.ref("cs_service_standard.cs_centre_option_who_vip")
            )
        special = self.env.ref("cs_service_standard.helpdesk_ticket_team_special")
        self.assertEqual(self.centre.vip_team_id, special)
        self.assertFalse(self.profile.vip_team_id, "only proposed")
        self.centre.action_cs_go_live()
        self.assertEqual(self.profile.vip_team_id, special)

    def test_ccs_02_rule_of_the_standard_is_kept(self):
        self.profile.vip_team_id = self.team
        self.centre.who_ids = self._option("who_vip")
        self.assertEqual(self.centre.vip_team_id, self.team)
        self.centre.vip_team_id = self.team_plain
        self.centre.action_cs_go_live()
        self.assertEqual(self.profile.vip_team_id, self.team)

    def test_ccs_03_complaint_ticked_type_active(self):
        kind = self.env.ref("cs_service_standard.helpdesk_ticket_type_complaint")
        kind.active = False
        self.centre.action_cs_go_live()
        self.assertTrue(kind.active)

    def test_ccs_03_eleven_services_and_six_media(self):
        count = {s: len(self.options._of(s)) for s in ("what", "which", "night")}
        self.assertEqual(count, {"what": 11, "which": 6, "night": 3})

    def test_ccs_03_sms_unticked_channel_inactive(self):
        sms = self._channel("sms")
        sms.active = True
        self.centre.action_cs_go_live()
        self.assertFalse(sms.active)
        self.centre.which_ids = self._option("which_fixed", "which_sms")
        self.centre.action_cs_go_live()
        self.assertTrue(sms.active)
        self.assertFalse(self._channel("chat").active)

    def test_ccs_03_one_of_two_telephones_keeps_the_channel(self):
        phone = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        self.centre.action_cs_go_live()
        self.assertTrue(phone.active)

    def test_ccs_03_shared_channel_is_not_taken_from_others(self):
        chat = self._channel("chat")
        self.centre.which_ids = self._option("which_fixed")
        self.env["res.company"].create({"name": "Second"})
        self.centre.action_cs_go_live()
        self.assertTrue(chat.active)
        chat.company_id = self.centre.company_id
        self.centre.action_cs_go_live()
        self.assertFalse(chat.active)

    def test_ccs_03_day_and_night_without_the_three(self):
        with Form(self.centre) as form:
            form.around_clock = True
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.assertEqual(self.centre.calendar_id, always)
        self.assertIn("Night staffing, Safety", self.centre.warning)
        names = ("night_staff", "night_safety", "night_upkeep")
        self.centre.night_ids = self._option(*names[:2])
        self.assertIn("Air conditioning", self.centre.warning)
        self.assertNotIn("Night staffing", self.centre.warning)
        self.centre.night_ids = self._option(*names)
        self.assertFalse(self.centre.warning)

    def test_ccs_03_hours_go_to_the_teams_of_the_standard(self):
        self.centre.around_clock = True
        self.centre.action_cs_go_live()
        self.assertEqual(self.team.cs_calendar_id, self.centre.calendar_id)
        self.assertEqual(self.team_plain.cs_calendar_id, self.calendar)

    def test_ccs_05_no_volume_warns_when_going_live(self):
        self.centre.daily_volume = 0
        action = self.centre.action_cs_go_live()
        self.assertEqual(self.centre.state, "live")
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("how many seats", action["params"]["message"])
        self.assertIn("how many seats", self.centre.message_ids[0].body)

    def test_ccs_05_seats_by_erlang_c(self):
        self.centre.write({"busy_percent": 20, "level_percent": 80})
        self.assertEqual(
            (self.centre.level_seconds, self.centre.level_percent), (20, 80)
        )
        self.assertEqual(self.centre.agents_needed, 14)  # 200 calls of 180 s
        self.assertEqual(self.centre.seats_needed, 20)  # 30 % away
        self.assertIn("88.8%", self.centre.seats_table)
        self.centre.daily_volume = 0
        self.assertEqual((self.centre.agents_needed, self.centre.seats_needed), (0, 0))

    def test_ccs_05_standard_proposes_the_level(self):
        self.centre.profile_id = self.env.ref(
            "cs_service_standard.cs_service_profile_std"
        )
        self.assertEqual(
            (self.centre.level_seconds, self.centre.level_percent), (10, 90)
        )

    def test_ccs_06_three_of_six_links_are_half(self):
        self.assertEqual(len(self.options._of("link")), 6)
        self.assertEqual(self.centre.link_progress, 0)
        self.centre.link_ids = self._option("link_team", "link_rules", "link_skills")
        self.assertEqual(self.centre.link_progress, 50)

    def test_ccs_06_step_five_closed_while_step_one_is_open(self):
        steps = self.options._of("step")
        self.assertEqual(len(steps), 5)
        self.centre.step_ids = steps[:2]
        self.assertEqual(self.centre.step_progress, 40)
        self.assertFalse(self.centre.warning)
        self.centre.step_ids = steps[1:]
        self.assertEqual(
            self.centre.warning,
            "Step 'Survey and feedback' is closed while these are open: Planning.",
        )

    def test_live_centre_is_not_deleted(self):
        self.centre.action_cs_go_live()
        with self.assertRaisesRegex(UserError, "East is live"):
            self.centre.unlink()
        self.centre.action_cs_plan_again()
        self.assertTrue(self.centre.unlink())

    def test_copy_has_a_name_of_its_own(self):
        copy = self.centre.copy()
        self.assertEqual((copy.name, copy.state), ("East (copy)", "draft"))
