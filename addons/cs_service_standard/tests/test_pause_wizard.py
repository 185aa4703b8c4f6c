"""Pausing by hand: evidence, reasons that change, the report, rights and cost."""

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .flight_common import at, madrid
from .pause_common import PauseCase


@tagged("post_install", "-at_install")
class TestPauseWizard(PauseCase):
    # -- the dialogue ----------------------------------------------------------

    def test_dialogue_shows_the_end_and_pauses(self):
        ticket = self._open()
        with at("mon 10:00"):
            wizard = self._wizard(ticket, "customer")
            self.assertEqual(wizard.until, madrid("tue 17:00"))
            wizard.action_confirm()
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self.assertEqual(ticket.cs_pause_until, madrid("tue 17:00"))
        self.assertEqual(ticket.cs_pause_id.user_id, self.agent_li)
        self.assertIn("Waiting for the customer", ticket.message_ids[0].body)
        self.assertNotIn("contact", self._kinds(ticket))

    def test_dialogue_proposes_the_first_reason(self):
        ticket = self._open()
        wizard = (
            self.env["cs.pause"]
            .with_user(self.agent_li)
            .create({"ticket_id": ticket.id})
        )
        self.assertEqual(wizard.reason_id, self.reasons["customer"])

    def test_a_reason_that_wants_a_note_gets_one(self):
        ticket = self._open()
        for note in (False, "  "):
            with self.assertRaisesRegex(ValidationError, "Waiting for parts.*note"):
                self._pause(ticket, "parts", "mon 10:00", note=note)
        pause = self._pause(ticket, "parts", "mon 10:00", note="Order 17, Friday")
        self.assertEqual(pause.evidence_note, "Order 17, Friday")
        self.assertFalse(pause.evidence_missing)
        self.assertEqual(pause.until, madrid("mon 10:00", week=1))

    def test_a_reason_that_wants_a_file_gets_one(self):
        ticket = self._open()
        with self.assertRaisesRegex(ValidationError, "third party.*file"):
            self._pause(ticket, "third_party", "mon 10:00", note="x")
        file = (
            self.env["ir.attachment"]
            .with_user(self.agent_li)
            .create({"name": "letter.txt", "raw": b"x", "res_model": "cs.pause"})
        )
        pause = self._pause(
            ticket,
            "third_party",
            "mon 10:00",
            attachment_ids=[Command.set(file.ids)],
        )
        self.assertEqual(pause.attachment_ids, file)
        self.assertEqual((file.res_model, file.res_id), (ticket._name, ticket.id))
        self.assertFalse(pause.evidence_missing)

    def test_evidence_can_be_given_later(self):
        self.stages["waiting"].cs_pause_reason_id = self.reasons["absent"]
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        pause = ticket.cs_pause_id
        with at("mon 11:00"):
            wizard = self._wizard(ticket, "absent", note="Called twice")
            self.assertEqual(wizard.until, pause.until)
            wizard.action_confirm()
        self.assertEqual(ticket.cs_pause_id, pause)
        self.assertFalse(pause.evidence_missing)
        self.assertEqual(len(ticket.cs_pause_ids), 1)

    def test_in_place_only_the_clocks_stand_still(self):
        ticket = self._open()
        self._move(ticket, "execution", "mon 09:30")
        pause = self._pause(ticket, "parts", "mon 10:00", note="Order 17")
        self.assertEqual(ticket.stage_id, self.stages["execution"])
        self.assertEqual(self._clock(ticket).state, "paused")
        self.assertFalse(ticket._cs_portal_call())
        with at("mon 12:00"):
            ticket.with_user(self.agent_li).action_cs_resume()
        self.assertEqual(self._clock(ticket).state, "running")
        self.assertEqual((pause.ended_how, pause.hours), ("hand", 2.0))

    def test_in_place_moving_goes_on(self):
        ticket = self._open()
        self._move(ticket, "analysis", "mon 09:30")
        pause = self._pause(ticket, "parts", "mon 10:00", note="Order 17")
        self._move(ticket, "execution", "mon 11:00")
        self.assertEqual((pause.ended_how, pause.hours), ("hand", 1.0))
        self.assertEqual(self._clock(ticket).state, "running")

    def test_in_place_then_waiting_is_another_pause(self):
        ticket = self._open()
        self._move(ticket, "analysis", "mon 09:30")
        self._pause(ticket, "parts", "mon 10:00", note="Order 17")
        self._move(ticket, "waiting", "mon 12:00")
        first, second = ticket.cs_pause_ids.sorted("id")
        self.assertEqual((first.ended_how, first.hours), ("hand", 2.0))
        self.assertEqual(second.reason_id, self.reasons["customer"])
        self.assertEqual(self._clock(ticket).state, "paused")
        self.assertEqual(self._clock(ticket).paused_at, madrid("mon 12:00"))

    def test_the_reason_can_change_while_it_waits(self):
        ticket = self._open()
        self._move(ticket, "execution", "mon 09:30")
        self._move(ticket, "waiting", "mon 10:00")
        self._pause(ticket, "absent", "mon 12:00", note="Called twice")
        first, second = ticket.cs_pause_ids.sorted("id")
        self.assertEqual((first.hours, second.ended_at), (2.0, False))
        self.assertEqual(ticket.cs_pause_id, second)
        self._run("thu 09:00")
        self.assertEqual(ticket.stage_id, self.stages["execution"])

    def test_paused_twice_is_paused_once(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        with at("mon 11:00"):
            ticket._cs_record_fact("paused")
        self.assertEqual(len(ticket.cs_pause_ids), 1)
        self.assertEqual(ticket.cs_pause_id.started_at, madrid("mon 10:00"))

    # -- report, rights, cost ----------------------------------------------------

    def test_hours_per_agent_and_reason(self):
        first, second = self._open(), self._open()
        self._pause(first, "parts", "mon 10:00", note="1")
        self._pause(second, "parts", "mon 10:00", self.agent_wang, note="2")
        for ticket, moment in ((first, "mon 13:00"), (second, "tue 10:00")):
            with at(moment):
                ticket._cs_resume("hand")
        rows = (
            self.env["cs.ticket.pause"]
            .with_user(self.leader)
            ._read_group(
                [("ticket_id", "in", (first + second).ids)],
                ["user_id", "reason_id", "started_at:month"],
                ["hours:sum"],
            )
        )
        parts, month = self.reasons["parts"], fields.Datetime.to_datetime("2026-03-01")
        self.assertEqual(
            sorted(rows, key=lambda row: row[3]),
            [
                (self.agent_li, parts, month, 3.0),
                (self.agent_wang, parts, month, 9.0),
            ],
        )
        action = first.cs_pause_ids.action_open_ticket()
        self.assertEqual(action["res_id"], first.id)

    def test_nobody_writes_pauses_by_hand(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        for user in (self.agent_li, self.leader, self.manager):
            pause = ticket.cs_pause_id.with_user(user)
            self.assertTrue(pause.reason_id)
            for action in (
                lambda p=pause: p.write({"until": False}),
                lambda p=pause: p.unlink(),
                lambda p=pause: p.create(
                    {
                        "ticket_id": ticket.id,
                        "company_id": ticket.company_id.id,
                        "started_at": madrid("mon 10:00"),
                    }
                ),
            ):
                with self.assertRaises(AccessError):
                    action()

    def test_pauses_are_seen_by_those_who_see_the_ticket(self):
        stranger = self._create_team("Others", cs_profile_id=self.profile.id)
        stranger.user_ids = False
        hidden = self._open(team_id=stranger.id, user_id=self.leader.id)
        seen = self._open()
        for ticket in hidden + seen:
            self._move(ticket, "waiting", "mon 10:00")
        pauses = self.env["cs.ticket.pause"]
        both = [("ticket_id", "in", (hidden + seen).ids)]
        for user, count in ((self.agent_li, 1), (self.leader, 2), (self.manager, 2)):
            self.assertEqual(pauses.with_user(user).search_count(both), count)
        with self.assertRaises(AccessError):
            pauses.with_user(self.portal_user).search(both)

    def test_only_managers_change_reasons(self):
        for user in (self.agent_li, self.leader):
            with self.assertRaises(AccessError):
                self.reasons["parts"].with_user(user).max_value = 99
        self.reasons["parts"].with_user(self.manager).max_value = 7

    def test_who_may_not_write_the_ticket_may_not_pause_it(self):
        stranger = self._create_team("Others", cs_profile_id=self.profile.id)
        stranger.user_ids = False
        ticket = self._open(team_id=stranger.id, user_id=self.leader.id)
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent_li)._cs_pause(self.reasons["customer"])
        self._move(ticket, "waiting", "mon 10:00")
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent_li).action_cs_resume()

    def test_a_client_cannot_claim_to_be_the_scheduler(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        with at("mon 11:00"):
            claimed = ticket.with_user(self.agent_li).with_context(
                cs_resumes="automatic"
            )
            claimed.stage_id = self.stages["intake"]
        self.assertEqual(ticket.cs_pause_ids.ended_how, "hand")

    def test_stage_of_a_reason_is_a_waiting_one(self):
        with self.assertRaises(ValidationError):
            self.reasons["parts"].stage_id = self.stages["execution"]

    def _queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_pausing_and_resuming_cost_the_same_for_one_and_fifty(self):
        self.env = self.env(context=dict(self.env.context, tracking_disable=True))
        with at("mon 09:00"):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _number in range(51)]
            )
        waiting = {"stage_id": self.stages["waiting"].id}
        with at("mon 10:00"):
            warm = self.env["helpdesk.ticket"].create(self._prepare_ticket_vals())
            warm.write(waiting)
            one = self._queries(lambda: tickets[0].write(waiting))
            many = self._queries(lambda: tickets[1:].write(waiting))
        self.assertLessEqual(many, one + 2)
        with at("tue 10:00"):
            warm._cs_resume("hand")
            one = self._queries(lambda: tickets[0]._cs_resume("hand"))
            many = self._queries(lambda: tickets[1:]._cs_resume("hand"))
        self.assertLessEqual(many, one + 2)
