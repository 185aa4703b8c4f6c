"""Ladders: who is told at which instant, and how an answer stops the climb."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import AGENT
from .ladder_common import LadderCase, madrid


@tagged("post_install", "-at_install")
class TestLadder(LadderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ladder = cls._three()
        cls._working("first_contact", 4, cls.ladder)

    def test_case_37_percentages_are_of_working_time(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:49:59")
        self.assertEqual(self._told(ticket), [])
        self._sweep("2026-03-09 10:50")
        self.assertEqual(self._told(ticket), [["Li"]])
        self._sweep("2026-03-09 11:49:59")
        self.assertEqual(len(self._told(ticket)), 1)
        self._sweep("2026-03-09 11:50")
        self.assertEqual(self._told(ticket)[1:], [["Li", "Chen"]])
        self._sweep("2026-03-09 12:50:00")  # still in time during this second
        self.assertEqual(len(self._told(ticket)), 2)
        self._sweep("2026-03-09 12:50:01")
        self.assertEqual(self._told(ticket)[2:], [["Boss"]])

    def test_case_38_manager_hears_of_it_unless_acknowledged(self):
        ticket, answered = (self._open("2026-03-06 17:50") for _number in range(2))
        self._sweep("2026-03-09 12:51")
        self.assertEqual(self._told(ticket), [["Boss"]])
        answered.cs_notice_ids.with_user(self.boss).action_acknowledge()
        self.assertFalse(answered.cs_clock_ids.next_event_at)
        self._sweep("2026-03-09 13:50")
        self.assertEqual(len(self._told(ticket)), 1)
        self._sweep("2026-03-09 13:50:01")
        self.assertEqual(self._told(ticket), [["Boss"], ["Head"]])
        self.assertEqual(self._told(answered), [["Boss"]])

    def test_case_38_a_level_may_speak_always(self):
        self.ladder.level_ids[-1].always = True
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 12:51")
        ticket.cs_notice_ids.action_acknowledge()
        self._sweep("2026-03-09 13:51")
        self.assertEqual(self._told(ticket), [["Boss"], ["Head"]])

    def test_case_38_answer_to_a_lower_level_does_not_stop_a_higher_one(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:51")
        self._sweep("2026-03-09 11:51")
        ticket.cs_notice_ids.sorted("id")[0].action_acknowledge()
        self._sweep("2026-03-09 12:51")
        self.assertEqual(len(self._told(ticket)), 3)

    def test_answer_covers_the_levels_below(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:51")
        self._sweep("2026-03-09 12:51")
        first, last = ticket.cs_notice_ids.sorted("id")
        with freeze_time(madrid("2026-03-09 13:00")):
            last.with_user(self.boss).action_acknowledge()
        self.assertEqual((first | last).acknowledged_by, self.boss)
        self.assertEqual(last.acknowledged_at, madrid("2026-03-09 13:00"))

    def test_case_38_never_nobody(self):
        (self.agent_li | self.leader | self.boss).active = False
        ticket = self._open("2026-03-06 17:50", user_id=False)
        self._sweep("2026-03-09 10:51")
        self.assertEqual(self._told(ticket), [["Head"]])

    def test_case_38_company_fallback_then_any_manager(self):
        (self.leader | self.boss | self.head).active = False
        last = new_test_user(self.env, "cs_last", groups=AGENT, name="Last")
        self.env.company.cs_escalation_user_id = last
        ticket = self._open("2026-03-06 17:50", user_id=False)
        self._sweep("2026-03-09 10:51")
        self.assertEqual(self._told(ticket), [["Last"]])
        last.active = False
        other = self._open("2026-03-06 17:50", user_id=False)
        self._sweep("2026-03-09 10:52")
        managers = self.env.ref("helpdesk_mgmt.group_helpdesk_manager").all_user_ids
        self.assertIn(self._told(other)[0][0], managers.mapped("name"))

    def test_case_38_without_an_address_a_letter_goes_to_the_next(self):
        for level in self.ladder.level_ids:
            level.by_activity = False
        self.agent_li.email = False
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:51")
        self.assertEqual(self._told(ticket), [["Chen"]])

    def test_case_42_a_level_belongs_to_one_clock_type(self):
        self._target("resolution", 8, limit_unit="hour", ladder_id=False)
        ticket = self._open("2026-03-06 17:50")
        ticket._cs_record_fact("contact", at=madrid("2026-03-06 17:55"))
        self._sweep("2026-03-09 18:00")
        notices = ticket.cs_notice_ids
        self.assertEqual(notices.mapped("metric"), ["resolution"])
        self.assertEqual(notices.mapped("level"), ["breach"])
        self.assertEqual(self._told(ticket), [["Chen"]])

    def test_case_24_late_on_attach_one_notice_that_names_the_change(self):
        self._working("first_contact", 1, self.ladder, priority_min="2")
        ticket = self._open("2026-03-09 09:00", priority="1")
        with freeze_time(madrid("2026-03-09 10:30")):
            ticket.with_user(self.agent_li).priority = "2"
        self._sweep("2026-03-09 10:31")
        self.assertEqual(self._told(ticket), [["Boss"]])
        summary = ticket.activity_ids.filtered(lambda a: a.user_id == self.boss).summary
        self.assertIn("Late since the change of Priority", summary)
        self.assertIn("by Li", summary)

    def test_answered_in_time_nobody_hears_anything(self):
        ticket = self._open("2026-03-06 17:50")
        ticket._cs_record_fact("contact", at=madrid("2026-03-09 10:49"))
        self._sweep("2026-03-10 12:00")
        self.assertEqual(self._told(ticket), [])

    def test_a_changed_ladder_moves_open_clocks_in_one_run(self):
        ticket = self._open("2026-03-06 17:50")
        self.ladder.level_ids[0].share = 25
        self._sweep("2026-03-09 09:49")
        self.assertEqual(ticket.cs_clock_ids.next_event_at, madrid("2026-03-09 09:50"))
        self._sweep("2026-03-09 09:50")
        self.assertEqual(self._told(ticket), [["Li"]])

    def test_only_those_told_and_leaders_answer(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 12:51")
        notice = ticket.cs_notice_ids
        with self.assertRaisesRegex(AccessError, "told to Boss"):
            notice.with_user(self.agent_li).action_acknowledge()
        self.assertFalse(notice.acknowledged_at)
        notice.with_user(self.leader).action_acknowledge()
        self.assertEqual(notice.acknowledged_by, self.leader)

    def test_an_agent_answers_what_he_was_told(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 10:51")
        ticket.cs_notice_ids.with_user(self.agent_li).action_acknowledge()
        self.assertEqual(ticket.cs_notice_ids.acknowledged_by, self.agent_li)
        self._sweep("2026-03-09 15:00")
        self.assertEqual(len(self._told(ticket)), 1)

    def test_answer_on_the_ticket(self):
        ticket = self._open("2026-03-06 17:50")
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            ticket.with_user(self.boss).action_cs_acknowledge()
        self._sweep("2026-03-09 12:51")
        self.assertTrue(ticket.cs_is_escalated)
        mine = [("id", "=", ticket.id), ("cs_is_escalated", "=", True)]
        self.assertTrue(ticket.search_count(mine))
        ticket.with_user(self.boss).action_cs_acknowledge()
        self.assertFalse(ticket.cs_is_escalated)
        self.assertFalse(ticket.search_count(mine))

    def test_ticking_off_the_to_do_answers(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 12:51")
        todo = ticket.activity_ids.filtered(lambda a: a.user_id == self.boss)
        todo.with_user(self.boss).action_done()
        self.assertEqual(ticket.cs_notice_ids.acknowledged_by, self.boss)

    def test_the_answer_clears_the_to_do(self):
        ticket = self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 12:51")
        ticket.cs_notice_ids.with_user(self.boss).action_acknowledge()
        self.assertNotIn(self.boss, ticket.activity_ids.user_id)

    def test_take_over_in_one_click_for_many(self):
        tickets = self._open("2026-03-06 17:50") + self._open("2026-03-06 17:50")
        self._sweep("2026-03-09 12:51")
        tickets.cs_notice_ids.with_user(self.boss).action_take_over()
        self.assertEqual(tickets.user_id, self.boss)
        self.assertEqual(set(tickets.cs_notice_ids.acknowledged_by.ids), {self.boss.id})
