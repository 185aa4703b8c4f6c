"""Setting up ladders: what a form refuses, what it says, who may do what."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .ladder_common import LadderCase

MODULE = "cs_service_standard"


@tagged("post_install", "-at_install")
class TestLadderSetup(LadderCase):
    def test_case_37_the_ladder_says_what_it_does(self):
        text = self._three(repeat_minutes=10).summary
        for part in (
            "At 50 % of the limit: tell Owner (To-do, E-mail).",
            "At 75 % of the limit: tell Owner, Team Leader (To-do, E-mail).",
            "At the breach: tell Supervisor (To-do, E-mail); wait for an",
            "1 h after due: tell Manager",
            "Reminds every 10 minutes",
            "Tells nobody outside the service hours",
        ):
            self.assertIn(part, text)

    def test_form_says_what_a_level_does_while_it_is_typed(self):
        with Form(
            self.env["cs.sla.ladder.level"].with_context(
                default_ladder_id=self._three().id
            )
        ) as form:
            form.moment = "before"
            form.offset_value = 10
            form.offset_unit = "minute"
            form.to_owner = True
            form.reassign = "queue"
            self.assertIn("10 min before due", form.summary)
            self.assertIn("back into the queue", form.summary)

    def test_levels_count_the_way_the_target_counts(self):
        level = self._ladder(
            {
                "moment": "before",
                "offset_value": 1.5,
                "offset_unit": "hour",
                "to_owner": True,
            }
        ).level_ids
        rung = level._to_step().rung
        self.assertEqual((rung.percent, rung.offset), (100, -5400))

    def test_a_level_that_does_nothing_is_refused(self):
        for vals in (
            {"share": 50},
            {"share": 50, "to_owner": True, "by_activity": False, "by_mail": False},
        ):
            with self.assertRaisesRegex(ValidationError, "would do nothing"):
                self._ladder(vals)
        self._ladder(
            {"share": 50, "by_activity": False, "by_mail": False, "reassign": "queue"}
        )

    def test_two_levels_at_one_moment_are_refused(self):
        level = {"share": 50, "to_owner": True}
        with self.assertRaisesRegex(ValidationError, "same moment"):
            self._ladder(level, dict(level))

    def test_reminders_need_a_level_that_asks(self):
        with self.assertRaisesRegex(ValidationError, "none of its levels asks"):
            self._ladder({"share": 50, "to_owner": True}, repeat_minutes=5)

    def test_opening_hours_must_be_fixed(self):
        self.office.attendance_ids.unlink()
        with self.assertRaisesRegex(ValidationError, "no fixed hours"):
            self._ladder({"share": 50, "to_owner": True}, calendar_id=self.office.id)

    def test_a_ladder_in_use_stays(self):
        ladder = self._three()
        self._working("first_contact", 4, ladder)
        with self.assertRaisesRegex(UserError, "used by 1 targets"):
            ladder.active = False
        with self.assertRaisesRegex(UserError, "used by 1 targets"):
            ladder.unlink()

    def test_copy_has_levels_and_a_name_of_its_own(self):
        copy = self._three().copy()
        self.assertEqual(copy.name, "Ladder (copy)")
        self.assertEqual(len(copy.level_ids), 4)

    def test_seeded_ladders(self):
        three = self.env.ref(f"{MODULE}.cs_sla_ladder_three").level_ids._in_order()
        self.assertEqual(
            [(level.percent, level.offset_seconds) for level in three],
            [(50, 0), (75, 0), (100, 0), (100, 3600)],
        )
        self.assertTrue(three[2].needs_ack and three[2].to_supervisor)
        green = self.env.ref(f"{MODULE}.cs_sla_ladder_green")
        self.assertTrue(green.ignore_quiet_hours and green.repeat_minutes)
        self.assertEqual(green.level_ids._in_order().mapped("share"), [0, 80, 100])

    def test_without_a_ladder_as_before(self):
        self._target("first_contact", 15, limit_unit="minute", warn_percent=80)
        ticket = self._open("2026-03-09 10:00")
        self.assertEqual(
            [key for key, _at in ticket.cs_clock_ids.levels], ["warn", "breach"]
        )
        self._sweep("2026-03-09 10:12")
        self._sweep("2026-03-09 10:15:01")
        self.assertEqual(self._told(ticket), [["Li"], ["Chen"]])

    def test_roles(self):
        ladder = self._three()
        self._working("first_contact", 4, ladder)
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:51")
        notice = ticket.cs_notice_ids
        for user in (self.agent_li, self.leader, self.manager):
            self.assertTrue(ladder.with_user(user).summary)
            self.assertEqual(notice.with_user(user).level_name, "At 50 % of the limit")
            self.assertTrue(
                notice.with_user(user).recipient_ids.with_user(user).user_id
            )
            with self.assertRaises(AccessError):
                notice.with_user(user).write({"acknowledged_at": False})
        for user in (self.agent_li, self.leader):
            with self.assertRaises(AccessError):
                ladder.with_user(user).name = "Mine"
            with self.assertRaises(AccessError):
                ladder.level_ids[0].with_user(user).share = 10
        ladder.with_user(self.manager).name = "Ours"
        for record in (ladder, ladder.level_ids, notice, notice.recipient_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.portal_user).read(["id", "display_name"])

    def test_other_companies_do_not_see_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        mine = self._three(company_id=self.env.company.id)
        found = self.env["cs.sla.ladder"].with_user(self.manager)
        self.assertNotIn(mine, found.search([]))
        levels = self.env["cs.sla.ladder.level"].with_user(self.manager)
        self.assertFalse(levels.search([("ladder_id", "=", mine.id)]))

    def test_agents_of_other_teams_do_not_see_the_escalation(self):
        self._working("first_contact", 4, self._three())
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:51")
        self.team.user_ids -= self.agent_wang
        mine = [("ticket_id", "=", ticket.id)]
        notices = self.env["cs.clock.notice"].with_user(self.agent_wang)
        self.assertFalse(notices.search(mine))
        told = self.env["cs.clock.notice.recipient"].with_user(self.agent_wang)
        self.assertFalse(told.search([("notice_id.ticket_id", "=", ticket.id)]))
