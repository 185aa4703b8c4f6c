"""Where a ticket begins, leaves and comes back; facts that are told late."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import StandardCase

STAGE = "cs_service_standard.helpdesk_ticket_stage_%s"
NOON = "2023-10-09 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOON)
class TestClockLife(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_contact", 3600)
        cls._target("resolution", 4 * 3600, pausable=True)

    def _stage(self, phase):
        return self.env.ref(STAGE % phase)

    def _kinds(self, ticket):
        return ticket.cs_event_ids.sorted("id").mapped("kind")

    def _clocks(self, ticket, metric):
        return ticket.cs_clock_ids.filtered(lambda c: c.metric == metric).sorted(
            "cycle"
        )

    def _state(self, ticket, metric):
        return self._clocks(ticket, metric).mapped("state")

    def test_ticket_created_in_a_waiting_stage_starts_paused(self):
        ticket = self._create_ticket(stage_id=self._stage("waiting").id)
        self.assertIn("paused", self._kinds(ticket))
        self.assertEqual(self._state(ticket, "resolution"), ["paused"])
        self.assertEqual(self._state(ticket, "first_contact"), ["running"])
        with freeze_time("2023-10-10 04:00:00"):
            ticket.stage_id = self._stage("intake")
            clock = self._clocks(ticket, "resolution")
            self.assertEqual(clock.due_at, datetime(2023, 10, 10, 8, 0))

    def test_ticket_created_in_a_closed_stage_is_solved(self):
        ticket = self._create_ticket(stage_id=self._stage("closed").id)
        kinds = self._kinds(ticket)
        self.assertIn("resolved", kinds)
        self.assertIn("closed", kinds)
        self.assertEqual(self._state(ticket, "resolution"), ["met"])
        self.assertFalse(ticket.cs_clock_ids.filtered("next_event_at"))

    def test_ticket_created_in_a_cancelled_stage_counts_nowhere(self):
        ticket = self._create_ticket(stage_id=self._stage("cancelled").id)
        self.assertIn("cancelled", self._kinds(ticket))
        self.assertEqual(set(ticket.cs_clock_ids.mapped("state")), {"cancelled"})

    def test_ticket_recorded_later_is_paused_from_its_creation(self):
        ticket = self._create_ticket(
            stage_id=self._stage("waiting").id,
            cs_received_at=datetime(2023, 10, 9, 3, 0),
        )
        clock = self._clocks(ticket, "resolution")
        self.assertEqual(clock.remaining_seconds, 3 * 3600)

    def test_a_stage_no_clock_listens_to_is_noted_and_folds_nothing(self):
        service = type(self.env["cs.clock.service"])
        other = self._create_ticket()
        with patch.object(service, "_fold", autospec=True) as fold:
            other.sudo().with_user(1).stage_id = self._stage("solution")
        self.assertFalse(fold.called)
        self.assertEqual(self._kinds(other)[-1], "stage")

    def test_direct_jump_to_closed_resolves_too(self):
        ticket = self._create_ticket()
        ticket.sudo().with_user(1).stage_id = self._stage("closed")
        self.assertEqual(self._kinds(ticket)[-3:], ["stage", "resolved", "closed"])

    def test_waiting_to_cancelled(self):
        ticket = self._create_ticket()
        ticket.stage_id = self._stage("waiting")
        ticket.sudo().with_user(1).stage_id = self._stage("cancelled")
        self.assertEqual(set(ticket.cs_clock_ids.mapped("state")), {"cancelled"})

    def test_closed_to_waiting_is_reopened_and_paused(self):
        ticket = self._create_ticket()
        ticket.sudo().with_user(1).stage_id = self._stage("closed")
        ticket.sudo().with_user(1).stage_id = self._stage("waiting")
        self.assertEqual(self._kinds(ticket)[-2:], ["reopened", "paused"])
        self.assertEqual(self._state(ticket, "resolution"), ["met", "paused"])

    def test_ticket_that_leaves_the_standard_alarms_nobody(self):
        ticket = self._create_ticket()
        ticket.team_id = self.team_plain
        self.assertEqual(set(ticket.cs_clock_ids.mapped("state")), {"cancelled"})
        self.assertFalse(ticket.cs_clock_ids.filtered("next_event_at"))

    def test_ticket_that_comes_back_goes_on(self):
        ticket = self._create_ticket()
        ticket.team_id = self.team_plain
        with freeze_time("2023-10-09 04:30:00"):
            ticket.team_id = self.team
        self.assertEqual(self._kinds(ticket).count("received"), 1)
        clock = self._clocks(ticket, "first_contact")
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.due_at, datetime(2023, 10, 9, 5, 0))

    def test_ticket_that_comes_back_names_its_stage_only_when_it_is_another(self):
        ticket = self._create_ticket()
        ticket.team_id = self.team_plain
        stage = ticket.stage_id
        for _time in range(2):
            ticket.team_id = self.team
            ticket.team_id = self.team_plain
        self.assertEqual(ticket.stage_id, stage)
        self.assertEqual(self._kinds(ticket).count("stage"), 1)

    def test_closed_ticket_that_joins_was_solved_when_it_closed(self):
        ticket = self._create_ticket(team_id=self.team_plain.id)
        done = self.env["helpdesk.ticket.stage"].search(
            [("closed", "=", True), ("cs_standard_only", "=", False)], limit=1
        )
        ticket.stage_id = done
        with freeze_time("2023-10-19 04:00:00"):
            ticket.team_id = self.team
        self.assertTrue(ticket.closed)
        self.assertEqual(self._state(ticket, "resolution"), ["met"])

    def test_refresh_without_change_writes_nothing(self):
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals() for _number in range(3)]
        )
        tickets[0]._cs_record_fact("contact")
        tickets[1].stage_id = self._stage("waiting")
        tickets[2].sudo().with_user(1).stage_id = self._stage("closed")
        self.env.flush_all()
        before = [(t.write_date, len(t.message_ids)) for t in tickets]
        statements = self._statements(tickets)
        self.assertTrue(statements)
        self.assertFalse([s for s in statements if not s.startswith("SELECT")])
        self.assertEqual(before, [(t.write_date, len(t.message_ids)) for t in tickets])

    def _statements(self, tickets):
        cursor = type(self.env.cr)
        original, found = cursor.execute, []

        def execute(cr, query, *args, **kwargs):
            text = getattr(query, "code", query)
            found.append(" ".join(str(text).split()))
            return original(cr, query, *args, **kwargs)

        self.patch(cursor, "execute", execute)
        with freeze_time("2023-10-11 04:00:00"):
            tickets._cs_refresh_clocks()
            self.env.flush_all()
        return found

    def test_facts_told_late_renumber_the_cycles(self):
        self._target("next_reply", 600)
        ticket = self._create_ticket()

        def tell(kind, hour, minute=0):
            at = datetime(2023, 10, 9, hour, minute)
            ticket._cs_record_fact(kind, at=at)

        for kind, hour, minute in (
            ("contact", 4, 1),
            ("customer", 5, 0),
            ("contact", 5, 5),
            ("customer", 6, 0),
        ):
            tell(kind, hour, minute)
        tell("customer", 4, 30)
        clocks = self._clocks(ticket, "next_reply")
        self.assertEqual(clocks[0].started_at, datetime(2023, 10, 9, 4, 30))
        self.assertEqual(clocks.mapped("state"), ["missed", "running"])
        tell("contact", 4, 35)
        clocks = self._clocks(ticket, "next_reply")
        self.assertEqual(clocks.mapped("state"), ["met", "met", "running"])
        self.assertEqual(clocks[2].due_at, datetime(2023, 10, 9, 6, 10))

    def test_clocks_that_vanish_are_removed(self):
        self._target("next_reply", 600)
        ticket = self._create_ticket()
        ticket._cs_record_fact("contact", at=datetime(2023, 10, 9, 4, 1))
        ticket._cs_record_fact("customer", at=datetime(2023, 10, 9, 5, 0))
        ticket._cs_record_fact("contact", at=datetime(2023, 10, 9, 5, 5))
        self.assertEqual(len(self._clocks(ticket, "next_reply")), 1)
        ticket._cs_record_fact("resolved", at=datetime(2023, 10, 9, 4, 50))
        self.assertFalse(self._clocks(ticket, "next_reply"))

    def test_a_verdict_survives_a_change_of_the_calendar(self):
        self._target("first_response", 3600, mode="working_hours")
        ticket = self._create_ticket()
        ticket._cs_record_fact("cancelled", at=datetime(2023, 10, 9, 6, 30))
        done = self._clocks(ticket, "first_response")
        before = (done.state, done.due_at, done.working_seconds)
        self.calendar.attendance_ids.write({"hour_from": 13, "hour_to": 14})
        ticket._cs_record_fact("stranger")
        self.assertEqual(before, (done.state, done.due_at, done.working_seconds))
