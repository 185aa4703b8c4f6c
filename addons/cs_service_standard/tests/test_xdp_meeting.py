from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .xdp_common import MONDAY, TUESDAY_9, XdpCase


@tagged("post_install", "-at_install")
class TestXdpMeeting(XdpCase):
    def _clock(self):
        clock = self.env["cs.ticket.clock"].search(
            [
                ("ticket_id", "=", self.ticket.id),
                ("metric", "=", "coordination_meeting"),
            ]
        )
        return clock[-1:]

    def _promise_meeting(self):
        """A target for the meeting, and a ticket that was received under it."""
        self._target("coordination_meeting", 24 * 3600)
        with freeze_time(MONDAY):
            self.ticket = self._create_ticket(user_id=self.agent_li.id)

    def test_xdp_01_meeting_within_a_day_is_met(self):
        self._promise_meeting()
        coordination = self._coordination()
        self.assertEqual(str(coordination.meeting_deadline), "2023-10-10 02:00:00")
        self.assertEqual(self._clock().state, "running")
        with freeze_time("2023-10-10 03:00:00"):
            coordination.held_at = TUESDAY_9
        self.assertEqual(self._clock().state, "met")
        self.assertFalse(coordination.is_meeting_late)

    def test_xdp_01_meeting_on_the_limit_is_met_and_a_second_later_is_not(self):
        self._promise_meeting()
        for at, state in (
            ("2023-10-10 02:00:00", "met"),
            ("2023-10-10 02:00:01", "missed"),
        ):
            with self.subTest(at), self.env.cr.savepoint() as point:
                coordination = self._coordination()
                with freeze_time(at):
                    coordination.action_meeting_held()
                    self.assertEqual(self._clock().state, state)
                point.rollback()
                self.env.invalidate_all()

    def test_xdp_01_facts_name_the_coordination(self):
        coordination = self._coordination()
        with freeze_time(TUESDAY_9):
            coordination.action_meeting_held()
        facts = self.ticket.cs_event_ids.filtered(
            lambda e: e.kind in ("flagged", "meeting")
        )
        self.assertEqual(facts.mapped("kind"), ["flagged", "meeting"])
        self.assertEqual(
            facts.mapped("payload"), [{"coordination": coordination.id}] * 2
        )
        self.assertEqual([str(f.at) for f in facts], [MONDAY, TUESDAY_9])

    def test_xdp_01_without_a_target_the_profile_says_until_when(self):
        coordination = self._coordination()
        self.assertEqual(str(coordination.meeting_deadline), "2023-10-10 02:00:00")
        self.profile.coordination_meeting_hours = 4
        coordination.invalidate_recordset()
        self.assertEqual(str(coordination.meeting_deadline), "2023-10-09 06:00:00")

    def test_xdp_01_standard_promises_the_meeting_in_a_day(self):
        target = self.env.ref(
            "cs_service_standard.cs_sla_target_std_coordination_meeting"
        )
        self.assertEqual(
            (target.limit_value, target.limit_unit, target.mode),
            (24, "hour", "elapsed"),
        )

    def test_xdp_01_meeting_is_in_the_calendar_of_everybody(self):
        partner = self.env["res.partner"].create(
            {"name": "Supplier", "email": "supplier@example.com"}
        )
        coordination = self._coordination(
            user_ids=[Command.set(self.heads.ids)],
            partner_ids=[Command.set(partner.ids)],
        )
        with self._refused(UserError, "Enter when the meeting"):
            coordination.action_plan_meeting()
        with freeze_time(MONDAY):
            coordination.meeting_at = TUESDAY_9
            coordination.action_plan_meeting()
        event = coordination.event_id
        people = (self.heads + self.agent_li).partner_id + partner
        self.assertEqual(event.partner_ids, people)
        self.assertEqual(str(event.start), TUESDAY_9)
        self.assertIn(self.ticket.number, event.name)
        self.assertNotIn("supplier@example.com", event.description or "")
        event.write({"start": "2023-10-10 01:30:00", "stop": "2023-10-10 02:30:00"})
        self.assertEqual(str(coordination.meeting_at), "2023-10-10 01:30:00")
        with freeze_time("2023-10-10 05:00:00"):
            coordination.action_meeting_held()
        self.assertEqual(str(coordination.held_at), "2023-10-10 01:30:00")

    def test_xdp_01_meeting_is_held_after_the_beginning_and_recorded_once(self):
        coordination = self._coordination()
        with freeze_time(TUESDAY_9):
            for at in ("2023-10-09 01:59:59", "2023-10-10 01:00:01"):
                with self._refused(ValidationError, "not in the future"):
                    coordination.held_at = at
            coordination.held_at = TUESDAY_9
            with self._refused(UserError, "has been recorded"):
                coordination.held_at = "2023-10-09 09:00:00"

    def test_xdp_01_one_coordination_at_a_time(self):
        first = self._coordination()
        with self._not_twice():
            self._coordination()
        self.assertEqual(
            self.ticket.with_user(self.agent_li).action_cs_open_coordination()[
                "res_id"
            ],
            first.id,
        )

    def test_xdp_01_people_begin_now(self):
        coordination = self._coordination(flagged_at="2023-10-01 00:00:00")
        self.assertEqual(str(coordination.flagged_at), MONDAY)

    def test_xdp_01_ticket_without_standard_is_refused(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        with self._refused(ValidationError, "follows no service profile"):
            self._coordination(user=self.leader, ticket_id=plain.id)

    def test_xdp_04_dates_in_working_days(self):
        coordination = self._coordination()
        # Thursday and Monday in a fortnight, 10:00
        self.assertEqual(str(coordination.plan_due), "2023-10-12 02:00:00")
        self.assertEqual(str(coordination.delivery_due), "2023-10-23 02:00:00")

    def test_xdp_04_linked_need_of_the_walk(self):
        coordination = self._coordination(at="2023-10-09 02:30:00")
        self.assertEqual(str(coordination.meeting_deadline), "2023-10-10 02:30:00")
        self.assertEqual(str(coordination.plan_due), "2023-10-12 02:30:00")
        self.assertEqual(str(coordination.delivery_due), "2023-10-23 02:30:00")

    def test_xdp_04_other_dates_per_profile_and_per_coordination(self):
        self.profile.write(
            {"coordination_plan_days": 1, "coordination_delivery_days": 2}
        )
        coordination = self._coordination()
        self.assertEqual(str(coordination.plan_due), "2023-10-10 02:00:00")
        self.assertEqual(str(coordination.delivery_due), "2023-10-11 02:00:00")
        coordination.delivery_due = "2023-10-20 02:00:00"
        self.assertEqual(str(coordination.delivery_due), "2023-10-20 02:00:00")
        with self._refused(ValidationError, "not before the plan"):
            coordination.delivery_due = "2023-10-09 09:00:00"

    def test_xdp_06_first_responder_leads(self):
        self.ticket._cs_set_first_responder(self.agent_wang)
        self.assertEqual(self._coordination().leader_id, self.agent_wang)

    def test_xdp_06_owner_leads_when_nobody_responded(self):
        self.assertEqual(self._coordination(user=self.leader).leader_id, self.agent_li)

    def test_xdp_01_begun_by_mistake_counts_nowhere(self):
        self._promise_meeting()
        coordination = self._coordination()
        self.env.flush_all()
        self.assertEqual(self._clock().state, "running")
        with freeze_time(TUESDAY_9):
            action = coordination.with_user(self.agent_li).action_withdraw()
        self.assertEqual(action["res_id"], self.ticket.id)
        self.assertFalse(coordination.exists())
        self.assertEqual(self._clock().state, "cancelled")
        self.assertIn("by mistake", self.ticket.message_ids[:1].body)

    def test_xdp_01_what_people_work_on_is_not_taken_back(self):
        coordination = self._confirmed()
        with self._refused(UserError, "Finish it instead"):
            coordination.with_user(self.agent_li).action_withdraw()
        self.assertTrue(coordination.exists())

    def test_batch_costs_the_same_for_one_and_fifty(self):
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(user_id=self.agent_li.id) for _i in range(51)]
        )

        def cost(group):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["cs.coordination"].create([{"ticket_id": t.id} for t in group])
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(self.ticket)
        self.assertEqual(cost(tickets[:1]), cost(tickets[1:]))
