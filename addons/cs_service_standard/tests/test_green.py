"""Green channel: the leader at once, one hour, reminders until somebody answers."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ladder_common import LadderCase, madrid

MODULE = "cs_service_standard"


@tagged("post_install", "-at_install")
class TestGreen(LadderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.green = cls.env.ref(f"{MODULE}.cs_sla_ladder_green").copy()
        cls._target(
            "first_contact",
            1,
            limit_unit="hour",
            green_only=True,
            change_mode="from_change",
            ladder_id=cls.green.id,
        )
        cls._target("first_contact", 15, limit_unit="minute", priority_min="2")
        cls._target("first_contact", 4, limit_unit="hour")
        cls.complaint = cls.env["helpdesk.ticket.type"].create(
            {"name": "Complaint", "cs_green_channel": True}
        )

    def _contact(self, ticket):
        return ticket.cs_clock_ids.filtered(lambda c: c.metric == "first_contact")

    def test_rsp_13_complaint_brings_the_leader_in_at_once(self):
        ticket = self._open("2026-03-09 09:00", type_id=self.complaint.id)
        self.assertTrue(ticket.cs_green_channel)
        self.assertEqual(ticket.activity_ids.user_id, self.leader)
        self.assertEqual(self._contact(ticket).due_at, madrid("2026-03-09 10:00"))

    def test_rsp_13_set_by_hand_counts_from_then(self):
        ticket = self._open("2026-03-09 09:00", priority="1")
        self.assertFalse(ticket.activity_ids)
        self.assertEqual(self._contact(ticket).due_at, madrid("2026-03-09 13:00"))
        with freeze_time(madrid("2026-03-09 11:00")):
            ticket.with_user(self.agent_li).cs_green_channel = True
        self.assertEqual(self._contact(ticket).due_at, madrid("2026-03-09 12:00"))
        self.assertEqual(self._contact(ticket).ladder_id, self.green)
        self.assertEqual(ticket.activity_ids.user_id, self.leader)

    def test_rsp_13_a_stricter_promise_climbs_the_green_ladder_too(self):
        ticket = self._open("2026-03-09 09:00", type_id=self.complaint.id, priority="2")
        self.assertEqual(self._contact(ticket).due_at, madrid("2026-03-09 09:15"))
        self.assertEqual(self._contact(ticket).ladder_id, self.green)

    def test_rsp_13_at_night_too_and_until_somebody_answers(self):
        ticket = self._open("2026-03-08 03:00", type_id=self.complaint.id)
        self._sweep("2026-03-08 03:00:30")
        notice = ticket.cs_notice_ids
        self.assertEqual(self._told(ticket), [["Chen"]])
        self.assertTrue(notice.needs_ack)
        self.assertEqual(len(ticket.activity_ids), 1, "the to-do of 3:00 is used")
        self._sweep("2026-03-08 03:15:30")
        self.assertEqual(notice.times, 2)
        ticket._cs_record_fact("contact", at=madrid("2026-03-08 03:16"))
        self._sweep("2026-03-08 03:31")
        self.assertEqual(notice.times, 3, "the clock has stopped, nobody answered")
        with freeze_time(madrid("2026-03-08 03:32")):
            ticket.with_user(self.leader).action_cs_acknowledge()
        self._sweep("2026-03-08 09:00")
        self.assertEqual(notice.times, 3)

    def test_rsp_13_one_letter_for_one_urgent_ticket(self):
        mine = [("recipient_ids", "in", self.leader.partner_id.ids)]
        letters = self.env["mail.mail"]
        before = letters.search(mine)
        self._open("2026-03-09 09:00", type_id=self.complaint.id)
        self.assertFalse(letters.search(mine) - before, "a to-do writes no letter")
        self._sweep("2026-03-09 09:01")
        self.assertEqual(len(letters.search(mine) - before), 1)

    def test_rsp_13_breach_is_told_even_when_acknowledged(self):
        ticket = self._open("2026-03-09 09:00", type_id=self.complaint.id)
        self._sweep("2026-03-09 09:01")
        ticket.with_user(self.leader).action_cs_acknowledge()
        self._sweep("2026-03-09 09:48")
        self._sweep("2026-03-09 10:01")
        self.assertEqual(
            [sorted(names) for names in self._told(ticket)],
            [["Chen"], ["Li"], ["Boss", "Chen", "Head"]],
        )

    def test_case_41_green_notice_comes_with_the_next_minute(self):
        ticket = self._open("2026-03-09 09:00:01", type_id=self.complaint.id)
        self._sweep("2026-03-09 09:01:00")
        delay = ticket.cs_notice_ids.delivered_at - ticket.cs_received_at
        self.assertLess(delay.total_seconds(), 60)

    def test_only_a_leader_takes_a_ticket_out(self):
        ticket = self._open("2026-03-09 09:00", type_id=self.complaint.id)
        with self.assertRaisesRegex(AccessError, "ask Chen"):
            ticket.with_user(self.agent_li).cs_green_channel = False
        by_hand = self._open("2026-03-09 09:00")
        by_hand.with_user(self.agent_li).cs_green_channel = True
        with self.assertRaises(AccessError):
            by_hand.with_user(self.agent_li).cs_green_channel = False
        by_hand.with_user(self.leader).cs_green_channel = False
        self.assertFalse(by_hand.cs_green_channel)

    def test_a_ticket_taken_out_reminds_nobody_any_longer(self):
        ticket = self._open("2026-03-09 09:00")
        with freeze_time(madrid("2026-03-09 09:05")):
            ticket.cs_green_channel = True
        self._sweep("2026-03-09 09:06")
        with freeze_time(madrid("2026-03-09 09:10")):
            ticket.with_user(self.leader).cs_green_channel = False
        notice = ticket.cs_notice_ids
        self.assertEqual(notice.acknowledged_by, self.leader)
        self._sweep("2026-03-09 09:40")
        self.assertEqual(notice.times, 1)
        self.assertFalse(self._contact(ticket).ladder_id)

    def test_seeded_complaints_and_repairs_climb_the_green_ladder(self):
        green = self.env.ref(f"{MODULE}.cs_sla_ladder_green")
        for name in (
            "std_first_contact_complaint",
            "std_first_contact_repair",
            "guide_first_contact_complaint",
            "guide_first_contact_repair",
            "cx_brief_first_contact_complaint",
            "cx_long_first_contact_complaint",
        ):
            target = self.env.ref(f"{MODULE}.cs_sla_target_{name}")
            self.assertEqual(target.ladder_id, green, name)

    def test_green_is_seen_in_every_list_of_agents(self):
        views = self.env["helpdesk.ticket"].with_user(self.agent_li)
        for kind in ("list", "kanban", "search"):
            arch = views.get_view(view_type=kind)["arch"]
            self.assertIn("cs_green_channel", arch, kind)
        portal = self.env["helpdesk.ticket"].with_user(self.portal_user)
        self.assertNotIn("cs_green_channel", portal.fields_get())

    def test_without_a_profile_nothing_happens(self):
        ticket = self._open(
            "2026-03-09 09:00", type_id=self.complaint.id, team_id=self.team_plain.id
        )
        self.assertFalse(ticket.cs_green_channel)
        self.assertNotIn(self.leader, ticket.activity_ids.user_id)
