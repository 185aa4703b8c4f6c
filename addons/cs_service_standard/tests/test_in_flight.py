"""Changes while clocks run: what moves, from when on, and who is told (cases 10-36)."""

from odoo.tests import tagged

from .flight_common import HOUR, FlightCase, at, madrid


@tagged("post_install", "-at_install")
class TestInFlight(FlightCase):
    def _urgent(self, hours, change, **vals):
        """A target for urgent tickets beside the one for all others."""
        return self._office(
            "resolution", hours, priority_min="3", change_mode=change, **vals
        )

    def _ordinary(self, hours):
        return self._office("resolution", hours, priority_max="2")

    def _raise(self, ticket, user=None):
        ticket = ticket.with_user(user) if user else ticket
        ticket.write({"priority": "3", "cs_priority_override_reason": "Outage"})

    def _open(self, moment, **vals):
        with at(moment):
            return self._create_ticket(user_id=self.agent_li.id, **vals)

    def _matched(self, ticket):
        found = ticket.cs_event_ids.filtered(lambda event: event.kind == "matched")
        return found.sorted("id")[-1]

    def test_case_10_time_on_hold_is_working_time_and_counted_once(self):
        self._office("resolution", 4)
        ticket = self._open("mon 15:00")
        self.assertEqual(self._clock(ticket).due_at, madrid("tue 10:00"))
        self._move(ticket, "waiting", "mon 17:00")
        self._move(ticket, "analysis", "tue 09:00")
        self.assertEqual(self._clock(ticket).due_at, madrid("tue 11:00"))
        with at("tue 11:00"):
            ticket._cs_refresh_clocks()
        self.assertEqual(self._clock(ticket).due_at, madrid("tue 11:00"))

    def test_case_11_a_paused_clock_stands_still_and_reminds_nobody(self):
        self._office("resolution", 4)
        ticket = self._open("mon 09:00")
        self._move(ticket, "waiting", "mon 10:00")
        clock = self._clock(ticket)
        for moment in ("mon 15:00", "tue 09:30"):
            with at(moment):
                ticket._cs_refresh_clocks()
                self.env["cs.ticket.clock"]._sweep_batch()
            self.assertEqual(
                (clock.state, clock.remaining_seconds), ("paused", 3 * HOUR)
            )
        self.assertFalse(clock.notice_ids)
        self.assertFalse(clock.next_event_at)

    def test_case_13_pauses_are_carried_to_the_new_promise(self):
        self._ordinary(8)
        self._urgent(4, "retroactive", carry_pauses=True)
        ticket = self._open("tue 09:00")
        self._move(ticket, "waiting", "tue 10:00")
        self._move(ticket, "analysis", "tue 16:00")
        with at("tue 16:00"):
            self._raise(ticket)
        self.assertEqual(self._clock(ticket).due_at, madrid("wed 10:00"))
        self.assertFalse(self._clock(ticket).breached_on_attach)

    def test_case_13_pauses_are_not_carried_when_the_target_says_so(self):
        self._ordinary(8)
        self._urgent(4, "retroactive", carry_pauses=False)
        ticket = self._open("tue 09:00")
        self._move(ticket, "waiting", "tue 10:00")
        self._move(ticket, "analysis", "tue 16:00")
        with at("tue 16:00"):
            self._raise(ticket)
        self.assertEqual(self._clock(ticket).due_at, madrid("tue 13:00"))
        self.assertTrue(self._clock(ticket).breached_on_attach)

    def test_case_14_resuming_restores_exactly_what_was_left(self):
        self._office("resolution", 4)
        ticket = self._open("tue 09:00")
        self._move(ticket, "waiting", "tue 12:59")
        self._move(ticket, "analysis", "wed 17:59")
        clock = self._clock(ticket)
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.due_at, madrid("wed 18:00"))

    def test_case_15_solved_directly_while_waiting_is_met(self):
        self.reasons["customer"].max_value = 0
        self._office("resolution", 4)
        ticket = self._open("tue 09:00")
        self._move(ticket, "waiting", "tue 10:00")
        self._move(ticket, "closed", "thu 10:00")
        with at("thu 13:00"):
            ticket._cs_refresh_clocks()
        clock = self._clock(ticket)
        self.assertEqual((clock.state, clock.working_seconds), ("met", HOUR))
        self.assertFalse(ticket.cs_pause_id)
        self.assertEqual(ticket.cs_pause_ids.ended_how, "solved")

    def test_case_23_a_change_attaches_the_urgent_clock_at_once(self):
        self._ordinary(8)
        self._urgent(1, "retroactive")
        ticket = self._open("mon 09:00")
        self.assertEqual(self._clock(ticket).due_at, madrid("mon 17:00"))
        with at("mon 09:10"):
            self._raise(ticket)
        self.assertEqual(self._clock(ticket).due_at, madrid("mon 10:00"))
        self.assertEqual(len(ticket.cs_clock_ids), 1)

    def test_case_23_every_condition_matches_again_when_it_changes(self):
        type_id = self.env["helpdesk.ticket.type"].create({"name": "Outage"}).id
        tag = self.env["helpdesk.ticket.tag"].create({"name": "Fair"})
        channel = self.env["helpdesk.ticket.channel"].create(
            {"name": "Desk", "cs_kind": "instant"}
        )
        other = self._create_team("Second", cs_profile_id=self.profile.id)
        other.cs_calendar_id = self.calendar_a
        customer = self.env["res.partner"].create({"name": "Contract customer"})
        changes = (
            ("type_ids", type_id, {"type_id": type_id}),
            ("tag_ids", tag.id, {"tag_ids": [(4, tag.id)]}),
            ("channel_ids", channel.id, {"channel_id": channel.id}),
            ("team_ids", other.id, {"team_id": other.id}),
            ("partner_ids", customer.id, {"partner_id": customer.id}),
        )
        for name, condition, vals in changes:
            with self.subTest(name):
                self._target("resolution", 8 * HOUR)
                special = self._target(
                    "resolution", HOUR, **{name: [(6, 0, [condition])]}
                )
                ticket = self._open("mon 09:00")
                self.assertEqual(self._clock(ticket).limit_seconds, 8 * HOUR)
                with at("mon 09:10"):
                    ticket.write(vals)
                self.assertEqual(self._clock(ticket).target_id, special)
                self.assertEqual(self._clock(ticket).due_at, madrid("mon 10:00"))
                self.profile.target_ids.active = False

    def test_case_24_from_the_change(self):
        self._ordinary(8)
        self._urgent(1, "from_change")
        ticket = self._open("mon 09:00")
        with at("mon 12:00"):
            self._raise(ticket)
        clock = self._clock(ticket)
        self.assertEqual(clock.due_at, madrid("mon 13:00"))
        self.assertEqual(clock.attached_at, madrid("mon 12:00"))
        self.assertFalse(clock.breached_on_attach)

    def test_case_24_retroactive_is_breached_on_attach_and_told_once(self):
        self._ordinary(8)
        self._urgent(1, "retroactive", warn_percent=50)
        ticket = self._open("mon 09:00")
        with at("mon 12:00"):
            self._raise(ticket, self.agent_wang)
            clock = self._clock(ticket)
            self.assertEqual(clock.due_at, madrid("mon 10:00"))
            self.assertTrue(clock.breached_on_attach)
            for _run in range(10):
                self.env["cs.ticket.clock"]._sweep_batch()
        self.assertEqual(len(clock.notice_ids), 1)
        cause = self._matched(ticket)
        self.assertEqual(cause.at, madrid("mon 12:00"))
        self.assertEqual(cause.user_id, self.agent_wang)
        self.assertIn("priority", cause.payload["cause"])

    def test_case_24_keep_leaves_the_running_clock_alone(self):
        self._ordinary(8)
        self._urgent(1, "keep")
        ticket = self._open("mon 09:00")
        with at("mon 12:00"):
            self._raise(ticket)
        self.assertEqual(self._clock(ticket).due_at, madrid("mon 17:00"))
        self.assertEqual(self._clock(ticket).limit_seconds, 8 * HOUR)
        fresh = self._open("mon 12:00", priority="3")
        self.assertEqual(self._clock(fresh).due_at, madrid("mon 13:00"))

    def test_case_25_what_matches_no_longer_is_cancelled(self):
        self._office("resolution", 4, team_ids=[(6, 0, self.team.ids)])
        self._office("first_contact", 4)
        ticket = self._open("mon 09:00")
        sales = self._create_team("Sales", cs_profile_id=self.profile.id)
        with at("mon 10:00"):
            ticket.team_id = sales
        clock = self._clock(ticket)
        self.assertEqual((clock.state, clock.end), ("cancelled", "unmatched"))
        self.assertEqual(self._clock(ticket, "first_contact").state, "running")

    def test_case_29_a_copy_of_a_paused_or_ended_ticket_starts_afresh(self):
        self._office("resolution", 4)
        ticket = self._open("mon 09:00")
        self._move(ticket, "waiting", "mon 10:00")
        with at("tue 09:00"):
            copied = ticket.copy({"stage_id": self.stages["intake"].id})
        clock = self._clock(copied)
        self.assertEqual((clock.state, clock.due_at), ("running", madrid("tue 13:00")))
        self.assertFalse(copied.cs_pause_id | copied.cs_pause_ids)
        self.assertFalse(copied.cs_silent_since)
        self._move(ticket, "closed", "mon 11:00")
        with at("wed 09:00"):
            again = ticket.copy({"stage_id": self.stages["intake"].id})
        self.assertEqual(self._clock(again).due_at, madrid("wed 13:00"))
        self.assertFalse(again.cs_previous_id)

    def test_case_36_merged_tickets_are_outside_the_ratio(self):
        self._office("resolution", 4)
        first, second = self._open("mon 09:00"), self._open("mon 09:05")
        self._move(second, "waiting", "mon 09:30")
        with at("mon 10:00"):
            second.duplicate_id = first
        clock = self._clock(second)
        self.assertEqual((clock.state, clock.end), ("cancelled", "merged"))
        self.assertFalse(second.cs_pause_id)
        self.assertEqual(second.cs_pause_ids.ended_how, "cancelled")
        self.assertEqual(self._clock(first).state, "running")

    def test_case_36_cancelled_late_is_cancelled(self):
        self._office("resolution", 4)
        ticket = self._open("mon 09:00")
        self._move(ticket, "cancelled", "tue 09:00")
        clock = self._clock(ticket)
        self.assertEqual((clock.state, clock.end), ("cancelled", "cancelled"))
