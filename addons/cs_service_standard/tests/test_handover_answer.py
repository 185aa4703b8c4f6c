"""What becomes of a hand-over: taken, given back, not answered (cases 32, 48)."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import AGENT, StandardCase

FRIDAY = "2023-10-13 08:50:00"  # 16:50 in Shanghai, ten minutes before closing
MONDAY = "2023-10-16 00:10:00"  # 08:10 in Shanghai, ten minutes after opening


@tagged("post_install", "-at_install")
class TestHandoverAnswer(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = new_test_user(cls.env, "cs_tech", groups=AGENT, name="Ma")
        cls.mate = new_test_user(cls.env, "cs_mate", groups=AGENT, name="Sun")
        cls.technical = cls._create_team(
            "Technical",
            user_ids=[Command.set((cls.technician + cls.mate).ids)],
            cs_profile_id=cls.profile.id,
        )
        cls._target("handover", 1800, mode="working_hours")

    def _handed(self, user=None, at=FRIDAY):
        with freeze_time("2023-10-13 01:00:00"):
            ticket = self._create_ticket(
                user_id=self.agent_li.id,
                partner_name="Zhang",
                cs_phone="13812345678",
                cs_verbatim="Washing machine shows E3",
                cs_core_issue="E3",
                cs_occurred_at="2023-10-09 01:00:00",
                cs_product_name="Washing machine",
                cs_expected_deadline="2023-10-09 10:00:00",
            )
        with freeze_time(at):
            wizard = (
                self.env["cs.handover"]
                .with_user(self.agent_li)
                .create(
                    {
                        "ticket_id": ticket.id,
                        "team_id": self.technical.id,
                        "user_id": user and user.id,
                        "reason": "Needs the workshop",
                        "announced_wait_min": 5,
                    }
                )
            )
            wizard.action_confirm()
        return ticket

    def _clock(self, ticket):
        return ticket.cs_clock_ids.filtered(lambda c: c.metric == "handover")

    def _refuse(self, ticket, user, reason="Not ours: sales knows the price"):
        with freeze_time(MONDAY):
            ticket.with_user(user).action_cs_refuse()
            wizard = self.env["cs.handover.refusal"].with_user(user)
            wizard.create({"ticket_id": ticket.id, "reason": reason}).action_confirm()

    def test_case_48_instant_and_both_durations_of_the_acceptance(self):
        ticket = self._handed()
        with freeze_time(MONDAY):
            ticket.with_user(self.technician).action_cs_accept()
        accepted, wall = datetime(2023, 10, 16, 0, 10), 63 * 3600 + 20 * 60
        self.assertRecordValues(
            ticket.cs_handover_ids,
            [
                {
                    "state": "accepted",
                    "answered_at": accepted,
                    "answered_by_id": self.technician.id,
                    "wall_seconds": wall,
                    "working_seconds": 20 * 60,
                    "calendar_id": self.calendar.id,
                    "from_user_id": self.agent_li.id,
                    "to_team_id": self.technical.id,
                }
            ],
        )
        self.assertRecordValues(
            self._clock(ticket),
            [
                {
                    "state": "met",
                    "stopped_at": accepted,
                    "wall_seconds": wall,
                    "working_seconds": 20 * 60,
                }
            ],
        )

    def test_case_48_durations_are_kept_without_any_target(self):
        self.env["cs.sla.target"].search([("metric", "=", "handover")]).active = False
        ticket = self._handed()
        with freeze_time(MONDAY):
            ticket.with_user(self.technician).assign_to_me()
        self.assertFalse(self._clock(ticket).filtered(lambda c: c.state == "met"))
        self.assertEqual(ticket.cs_handover_ids.working_seconds, 1200)

    def test_case_48_limit_counts_working_time(self):
        for minutes, state in ((30, "met"), (31, "missed")):
            ticket = self._handed()
            with freeze_time(datetime(2023, 10, 16, 0, minutes - 10)):
                ticket.with_user(self.technician).action_cs_accept()
            self.assertEqual(self._clock(ticket).state, state)

    def test_case_32_not_accepted_in_time_goes_back_to_the_queue(self):
        ticket = self._handed(self.technician)
        with freeze_time("2023-10-16 00:21:00"):
            ticket._cs_return_to_queue("Not taken over in time")
            self.assertTrue(self._clock(ticket).is_late)
        self.assertFalse(ticket.user_id)
        self.assertEqual(ticket.team_id, self.technical)
        self.assertTrue(ticket.cs_handover_pending)
        self.assertIn("Not taken over in time", ticket.message_ids[0].body)
        with freeze_time("2023-10-16 00:30:00"):
            ticket.with_user(self.mate).action_cs_accept()
        self.assertEqual(self._clock(ticket).state, "missed")
        self.assertEqual(ticket.user_id, self.mate)

    def test_case_32_breach_of_the_acceptance_is_the_receivers(self):
        ticket = self._handed(self.technician)
        with freeze_time("2023-10-16 00:30:00"):
            ticket.with_user(self.technician).action_cs_accept()
            self.env["cs.ticket.clock"]._attribute_now(ticket)
        clock = self._clock(ticket)
        self.assertEqual(clock.breach_cause, "acceptance")
        self.assertEqual(clock.breach_owner_id, self.technician)
        self.assertEqual(clock.breach_owner_team_id, self.technical)

    def test_case_32_or_to_the_supervisor(self):
        ticket = self._handed(self.technician)
        ticket._cs_pass_to_leader("Not taken over in time")
        self.assertEqual(ticket.user_id, self.leader)
        self.assertTrue(ticket.cs_handover_pending)

    def test_case_32_moving_tells_nobody_and_is_done_once(self):
        ticket = self._handed(self.technician)
        self.env.flush_all()
        before = self.env["mail.notification"].search_count([])
        for _time in range(2):
            ticket._cs_pass_to_leader("Not taken over in time")
        self.assertEqual(self.env["mail.notification"].search_count([]), before)
        logged = ticket.message_ids.filtered(
            lambda message: "Not taken over in time" in (message.body or "")
        )
        self.assertEqual(len(logged), 1)

    def test_case_32_by_the_ladder_of_the_target(self):
        ladder = self.env["cs.sla.ladder"].create(
            {
                "name": "Acceptance",
                "level_ids": [
                    Command.create(
                        {"share": 100, "to_leader": True, "reassign": "queue"}
                    )
                ],
            }
        )
        self.env["cs.sla.target"].search(
            [("metric", "=", "handover"), ("profile_id", "=", self.profile.id)]
        ).ladder_id = ladder
        ticket = self._handed(self.technician)
        cron = self.env.ref("cs_service_standard.ir_cron_clock_sweep").sudo()
        for at, owner in (
            ("2023-10-16 00:20:00", self.technician),
            ("2023-10-16 00:21:00", self.env["res.users"]),
        ):
            with freeze_time(at), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            ticket.invalidate_recordset()
            self.assertEqual(ticket.user_id, owner)
        self.assertTrue(ticket.cs_handover_pending)

    def test_case_32_plain_tickets_stay_where_they_are(self):
        plain = self._create_ticket(
            team_id=self.team_plain.id, user_id=self.agent_li.id
        )
        plain._cs_return_to_queue("Not taken over in time")
        self.assertEqual(plain.user_id, self.agent_li)

    def test_receiver_gives_back_with_a_reason(self):
        ticket = self._handed()
        self._refuse(ticket, self.technician)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.user_id, self.agent_li)
        self.assertFalse(ticket.cs_handover_pending)
        handover = ticket.cs_handover_ids
        self.assertEqual(handover.state, "refused")
        self.assertEqual(handover.answer_reason, "Not ours: sales knows the price")
        self.assertEqual(self._clock(ticket).state, "met")
        note = ticket.message_ids.filtered(lambda m: "sales knows" in (m.body or ""))
        self.assertEqual(note.partner_ids, self.agent_li.partner_id)
        self.assertTrue(note.subtype_id.internal)
        self.assertNotIn("contact", ticket.cs_event_ids.mapped("kind"))

    def test_giving_back_needs_a_reason_and_the_receiver(self):
        ticket = self._handed()
        with self.assertRaises(ValidationError):
            self._refuse(ticket, self.technician, "  ")
        with self.assertRaises(AccessError):
            self._refuse(ticket, self.agent_li)
        self.assertEqual(ticket.team_id, self.technical)
        with freeze_time(MONDAY):
            ticket.with_user(self.technician).action_cs_accept()
        with self.assertRaises(UserError):
            self._refuse(ticket, self.technician)

    def test_passing_on_what_waits_closes_the_first_hand_over(self):
        ticket = self._handed()
        with freeze_time(MONDAY):
            ticket.with_user(self.technician)._cs_hand_over(
                self.technical, self.mate, "Sun knows it", 5, tell_customer=False
            )
        self.assertEqual(
            ticket.cs_handover_ids.sorted("id").mapped("state"),
            ["passed_on", "pending"],
        )

    def test_hand_overs_are_seen_with_their_ticket(self):
        handover = self._handed().cs_handover_ids
        for user in (self.technician, self.leader, self.manager):
            self.assertTrue(handover.with_user(user).read(["reason"]))
            with self.assertRaises(AccessError):
                handover.with_user(user).write({"reason": "x"})
        for user in (self.portal_user, new_test_user(self.env, "cs_far", AGENT)):
            with self.assertRaises(AccessError):
                handover.with_user(user).read(["reason"])

    def test_moving_owners_costs_the_same_for_one_and_fifty(self):
        """The helpdesk itself looks for stages ticket by ticket: left out."""
        vals = self._prepare_ticket_vals(user_id=self.agent_li.id)
        tickets = self.env["helpdesk.ticket"].create([vals] * 104)
        tickets[0]._cs_return_to_queue("late")
        tickets[103].user_id = False
        ours = [
            self._cost(lambda group=group: group._cs_return_to_queue("late"))
            for group in (tickets[1], tickets[2:52])
        ]
        bare = [
            self._cost(lambda group=group: group.sudo().write({"user_id": False}))
            for group in (tickets[52], tickets[53:103])
        ]
        self.assertLessEqual(ours[1] - bare[1], ours[0] - bare[0] + 2)

    def _cost(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
