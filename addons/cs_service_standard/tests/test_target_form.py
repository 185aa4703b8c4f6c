"""The forms of an administrator speak: sentence, examples, findings, trial."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import StandardCase

HOUR = 3600


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 02:00:00")  # Monday 10:00 in Shanghai
class TestTargetForm(StandardCase):
    def setUp(self):
        super().setUp()
        self.env = self.env(context=dict(self.env.context, tz="Asia/Shanghai"))

    def _form(self, **vals):
        model = self.env["cs.sla.target"].with_user(self.manager)
        form = Form(model.with_context(default_profile_id=self.profile.id))
        for name, value in vals.items():
            setattr(form, name, value)
        return form

    def test_sentence_and_examples_speak_while_one_types(self):
        form = self._form(metric="first_contact", limit_value=4)
        self.assertIn("first contact within 4 hours", form.summary)
        self.assertIn("Opened now, Mon, Oct 9 10:00", form.example)
        self.assertIn("due Mon, Oct 9 14:00", form.example)
        form.mode = "working_hours"
        self.assertIn("due Mon, Oct 9 15:00", form.example)
        self.assertIn("cal40", form.example)

    def test_friday_evening(self):
        """Friday 17:50 lies behind closing time: four hours end Monday 12:00."""
        form = self._form(metric="resolution", limit_value=4, mode="working_hours")
        self.assertIn("Opened on Friday evening, Fri, Oct 13 17:50", form.example)
        self.assertIn("due Mon, Oct 16 12:00", form.example)
        self.assertIn("warning at 80 %: Mon, Oct 16 11:12", form.example)

    def test_on_the_next_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Founders' Day",
                "calendar_id": self.calendar.id,
                "date_from": "2023-10-10 16:00:00",
                "date_to": "2023-10-11 16:00:00",
            }
        )
        form = self._form(metric="resolution", limit_value=4, mode="working_hours")
        self.assertIn("Founders", form.example)
        self.assertIn("Wed, Oct 11 10:00", form.example)
        self.assertIn("due Thu, Oct 12 12:00", form.example)

    def test_without_a_holiday_it_says_so(self):
        form = self._form(metric="resolution", limit_value=4)
        self.assertIn("no public holiday is entered", form.example)

    def test_levels_of_a_ladder_are_worked_out(self):
        ladder = self.env["cs.sla.ladder"].create(
            {
                "name": "Green",
                "level_ids": [
                    Command.create({"share": 50, "to_owner": True}),
                    Command.create(
                        {
                            "moment": "after",
                            "offset_value": 1,
                            "to_leader": True,
                        }
                    ),
                ],
            }
        )
        form = self._form(metric="first_contact", limit_value=4, ladder_id=ladder)
        self.assertIn("ladder Green", form.summary)
        self.assertIn("At 50 % of the limit: Mon, Oct 9 12:00", form.example)
        self.assertIn("after due: Mon, Oct 9 15:00", form.example)
        self.assertNotIn("warn the owner", form.summary)

    def test_sentence_tells_conduct(self):
        target = self._target(
            "resolution", HOUR, change_mode="from_change", restart=True
        )
        self.assertIn("stands still while the ticket waits", target.summary)
        self.assertIn("counts from the change", target.summary)
        self.assertIn("gets the whole time again", target.summary)
        target.write({"change_mode": "keep", "restart": False, "pausable": False})
        self.assertIn("leaves an earlier promise alone", target.summary)
        self.assertIn("goes on with what was left", target.summary)
        self.assertNotIn("stands still", target.summary)
        target.write({"change_mode": "retroactive", "pausable": True})
        target.carry_pauses = False
        self.assertIn("earlier waiting included", target.summary)

    def test_condition_is_said(self):
        target = self._target(
            "first_contact",
            60,
            priority_min="2",
            customer_value="h",
            partner_ids=[Command.set(self.customer.ids)],
        )
        self.assertIn("priority from High", target.condition_text)
        self.assertIn("customer value High", target.condition_text)
        self.assertIn(self.customer.display_name, target.condition_text)
        self.assertEqual(self._target("record", 60).condition_text, "Every ticket")

    def test_nothing_typed_is_no_error(self):
        form = self._form()
        self.assertFalse(form.example)
        self.assertFalse(form.summary)
        form.metric = "answer"
        form.limit_value = 0
        self.assertFalse(form.example)

    def test_goal_and_warning_are_said(self):
        target = self._target(
            "first_response",
            86400,
            goal_value=4,
            goal_unit="hour",
            goal_percent=90,
            strict=True,
        )
        self.assertIn("goal 4 hours for 90 %", target.summary)
        self.assertIn("warn the owner at 80 % (19 h 12 min)", target.summary)
        self.assertIn("the limit itself is late", target.summary)

    def test_two_limits_are_found_on_both_lines(self):
        one = self._target("first_contact", 60)
        two = self._target("first_contact", 120)
        self.assertEqual((one | two).mapped("issue"), ["conflict", "conflict"])
        self.assertIn("First contact within 120", one.issue_text)
        self.assertEqual(self.profile.issue_count, 2)
        self.assertIn("only the shorter limit", self.profile.issue_list)
        two.metric = "resolution"
        self.assertFalse(one.issue or two.issue)

    def test_a_line_that_never_decides_is_found(self):
        self._target("first_contact", 60)
        vip = self._target("first_contact", 120, customer_value="h")
        self.assertEqual(vip.issue, "shadowed")
        self.assertIn("always due earlier", vip.issue_text)
        vip.limit_value = 30
        self.assertFalse(vip.issue)

    def test_a_line_that_never_matches_is_found(self):
        other = self._target(
            "first_contact", 60, team_ids=[Command.set(self.team_plain.ids)]
        )
        self.assertEqual(other.issue, "never")
        self.assertIn("none of the teams", other.issue_text)
        other.team_ids = self.team
        self.assertFalse(other.issue)

    def test_findings_come_while_one_types_on_the_profile(self):
        self._target("first_contact", 60)
        form = Form(self.profile.with_user(self.manager))
        with form.target_ids.new() as line:
            line.metric = "first_contact"
            line.limit_value = 5
            line.limit_unit = "minute"
        self.assertEqual(form.issue_count, 2)

    def test_findings_cost_the_same_for_two_and_fifty(self):
        def queries():
            targets = self.profile.target_ids
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            targets.mapped("issue")
            return self.env.cr.sql_log_count - before

        self._target("first_contact", 60)
        self._target("first_contact", 61)
        queries()  # names of choices are kept in memory
        few = queries()
        for number in range(48):
            self._target("first_contact", 62 + number)
        queries()
        self.assertLessEqual(queries(), few)

    def test_seeded_standard_has_no_finding(self):
        standard = self.env.ref("cs_service_standard.cs_service_profile_std")
        found = standard.target_ids.filtered("issue")
        self.assertFalse(found, [(t._in_short(), t.issue_text) for t in found])

    def test_profile_says_what_a_demanding_ticket_gets(self):
        self._target("first_contact", 900, priority_min="3")
        self._target("resolution", 86400)
        self.assertIn("contacted by 10:15", self.profile.example)
        self.assertIn("solved by tomorrow 10:00", self.profile.example)
        self.assertIn("VIP or high potential, priority Very High", self.profile.example)

    def test_one_hour_is_said_in_the_singular(self):
        target = self._target("first_contact", HOUR)
        target.write({"limit_value": 1, "limit_unit": "hour"})
        self.assertEqual(target.display_name, "First contact within 1 hour")
        target.limit_value = 1.5
        self.assertEqual(target.display_name, "First contact within 1.5 hours")

    def test_new_profile_has_no_name_yet(self):
        profiles = self.env["cs.service.profile"]
        self.assertFalse(profiles.new({}).display_name)
        self.assertEqual(profiles.new({"name": "Premium"}).display_name, "Premium")

    def _trial(self, **vals):
        action = self.profile.with_user(self.manager).action_cs_try()
        model = self.env["cs.policy.trial"].with_user(self.manager)
        form = Form(model.with_context(**action["context"]))
        for name, value in vals.items():
            setattr(form, name, value)
        return form

    def test_trial_shows_winner_and_losers(self):
        self._target("first_contact", 4 * HOUR)
        self._target("first_contact", HOUR, priority_min="3")
        form = self._trial(priority="1")
        self.assertIn("contacted by 14:00", form.headline)
        self.assertNotIn("priority from Very High", form.result)
        form.priority = "3"
        self.assertIn("contacted by 11:00", form.headline)
        self.assertIn("due later", form.result)
        self.assertIn("First contact within 14400", form.result)

    def test_trial_counts_with_the_hours_of_the_customer(self):
        self._target("first_contact", 4 * HOUR, mode="working_hours")
        form = self._trial()
        self.assertIn("contacted by 15:00", form.headline)
        night = self.calendar.copy({"name": "Night"})
        night.attendance_ids = [Command.clear()] + [
            Command.create(
                {
                    "name": "Long",
                    "dayofweek": str(day),
                    "hour_from": 0,
                    "hour_to": 24,
                    "day_period": "full_day",
                }
            )
            for day in range(5)
        ]
        self.customer.cs_calendar_id = night
        form.partner_id = self.customer
        self.assertIn("contacted by 14:00", form.headline)

    def test_trial_without_a_promise_says_so(self):
        form = self._trial()
        self.assertIn("nothing is promised", form.headline)
        self.assertIn("would have no SLA", form.result)

    def test_trial_of_what_does_not_run_at_once(self):
        self._target("next_reply", HOUR)
        self.assertIn("1 h after it begins", self._trial().result)

    def test_long_names_and_odd_characters(self):
        channel = self.env["helpdesk.ticket.channel"].create(
            {"name": "<b>渠道</b>" * 30}
        )
        target = self._target("answer", 30, channel_ids=[Command.set(channel.ids)])
        self.assertIn("渠道", target.summary)
        form = self._trial(channel_id=channel)
        self.assertNotIn("<b>渠道", form.result)
        self.assertIn("&lt;b&gt;", form.result)

    def test_only_managers_try_a_profile(self):
        model = self.env["cs.policy.trial"]
        for user in (self.agent_li, self.leader, self.portal_user):
            with self.assertRaises(AccessError):
                model.with_user(user).create({"profile_id": self.profile.id})

    def test_dry_run_of_a_profile_takes_its_teams(self):
        self._target("first_contact", 60)
        action = self.profile.with_user(self.manager).action_cs_dry_run()
        model = self.env["cs.dry.run"].with_user(self.manager)
        run = Form(model.with_context(**action["context"])).save()
        self.assertEqual(run.profile_id, self.profile)
        self.assertEqual(run.team_ids, self.team)
        self.assertEqual(str(run.date_from), "2023-09-01")
        self.assertEqual(str(run.date_to), "2023-09-30")
