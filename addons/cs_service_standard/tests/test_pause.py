"""Pauses: reason, maximum, and what ends them (case 16)."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .flight_common import at, madrid
from .pause_common import PauseCase

JOB = "odoo.addons.cs_service_standard.models.cs_ticket_pause_job"


@tagged("post_install", "-at_install")
class TestPause(PauseCase):
    # -- maximum -------------------------------------------------------------

    def test_case_16_a_pause_ends_after_its_maximum_and_people_are_told(self):
        ticket = self._open("mon 09:00")
        self._move(ticket, "analysis", "mon 09:30")
        self._move(ticket, "waiting", "mon 10:00")
        pause = ticket.cs_pause_id
        self.assertEqual(pause.reason_id, self.reasons["customer"])
        self.assertEqual(pause.until, madrid("tue 17:00"))  # 16 h: 8 on Monday, 8 on
        self.assertEqual(self._run("tue 16:59"), 0)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self.assertEqual(self._run("tue 17:00"), 1)
        self.assertEqual(ticket.stage_id, self.stages["analysis"])
        self.assertFalse(ticket.cs_pause_id)
        self.assertEqual(
            (pause.ended_how, pause.ended_at, pause.hours),
            ("automatic", madrid("tue 17:00"), 16.0),
        )
        for person in (self.agent_li, self.leader):
            self.assertEqual(len(self._todos(ticket, person)), 1)
        self.assertIn("Waiting for the customer", self._todos(ticket)[0].summary)
        self.assertEqual(len(self._todos(ticket)), 2)

    def test_case_16_clocks_are_right_although_the_job_comes_late(self):
        ticket = self._open("mon 09:00")
        self._move(ticket, "waiting", "mon 10:00")
        self.assertEqual(self._run("thu 09:00"), 1)
        # 1 h used on Monday, then 39 h from Tuesday 17:00 on
        clock = self._clock(ticket)
        self.assertEqual(clock.due_at, madrid("tue 11:00", week=1))
        resumed = ticket.cs_event_ids.filtered(lambda e: e.kind == "resumed")
        self.assertEqual(resumed.at, madrid("tue 17:00"))
        self.assertEqual(resumed.payload["how"], "automatic")
        self.assertEqual(ticket.cs_pause_ids.hours, 16.0)

    def test_case_16_lateness_shows_while_the_scheduler_is_down(self):
        self.profile.target_ids.active = False
        self._office("resolution", 2)
        ticket = self._open("mon 09:00")
        self._move(ticket, "waiting", "mon 10:00")
        self.assertEqual(self._clock(ticket).due_at, madrid("tue 18:00"))
        with at("wed 09:00"):
            ticket.cs_clock_ids.invalidate_recordset()
            self.assertTrue(self._clock(ticket).is_late)
            late = self.env["cs.ticket.pause"].search([("is_too_long", "=", True)])
            self.assertIn(ticket.cs_pause_id, late)
        with at("tue 09:00"):
            late = self.env["cs.ticket.pause"].search([("is_too_long", "=", True)])
            self.assertNotIn(ticket.cs_pause_id, late)
            fine = self.env["cs.ticket.pause"].search([("is_too_long", "=", False)])
            self.assertIn(ticket.cs_pause_id, fine)

    def test_case_16_who_resumes_before_the_late_job_gains_nothing(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self._move(ticket, "analysis", "wed 09:00")
        pause = ticket.cs_pause_ids
        self.assertEqual(
            (pause.ended_how, pause.ended_at, pause.hours),
            ("automatic", madrid("tue 17:00"), 16.0),
        )
        self.assertEqual(self._clock(ticket).due_at, madrid("tue 11:00", week=1))

    def test_case_16_the_job_run_again_does_nothing_more(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self._run("tue 17:00")
        facts, todos = len(ticket.cs_event_ids), len(self._todos(ticket))
        for _run in range(3):
            self.assertEqual(self._run("wed 09:00"), 0)
        self.assertEqual(len(ticket.cs_event_ids), facts)
        self.assertEqual(len(self._todos(ticket)), todos)

    def test_case_16_nobody_is_asked_twice_when_leader_and_owner_are_one(self):
        ticket = self._open(user_id=self.leader.id)
        self._move(ticket, "waiting", "mon 10:00")
        self._run("tue 17:00")
        self.assertEqual(self._todos(ticket).user_id, self.leader)
        self.assertEqual(len(self._todos(ticket)), 1)

    def test_case_16_one_bad_ticket_does_not_stop_the_others(self):
        tickets = self._open() | self._open() | self._open()
        for ticket in tickets:
            self._move(ticket, "waiting", "mon 10:00")
        bad, model = tickets[1], type(tickets)
        original = model._cs_stage_after_pause

        def fail(ticket):
            if ticket == bad:
                raise UserError("poisoned")
            return original(ticket)

        with patch.object(model, "_cs_stage_after_pause", fail), mute_logger(JOB):
            self._run("tue 17:00")
        self.assertEqual((tickets - bad).stage_id, self.stages["intake"])
        self.assertFalse((tickets - bad).cs_pause_id)
        self.assertEqual(bad.cs_pause_id.error, "poisoned")
        self.assertEqual(
            bad.cs_pause_id.resume_at, madrid("tue 17:00") + timedelta(minutes=10)
        )
        self.assertEqual(self._run("tue 17:10"), 1)
        self.assertFalse(bad.cs_pause_id)
        self.assertFalse(bad.cs_pause_ids.error)

    def test_case_16_maxima_count_hours_days_or_round_the_clock(self):
        reason = self.reasons["customer"]
        ticket = self._open()
        start = madrid("fri 17:00")
        for value, unit, mode, until in (
            (2, "hour", "working", madrid("mon 10:00", week=1)),
            (1, "day", "working", madrid("mon 17:00", week=1)),
            (2, "hour", "elapsed", madrid("fri 19:00")),
            (1, "day", "elapsed", madrid("fri 17:00") + timedelta(days=1)),
            (0, "hour", "working", False),
        ):
            reason.write({"max_value": value, "max_unit": unit, "max_mode": mode})
            self.assertEqual(reason._until(ticket, start), until)

    def test_case_16_hours_agreed_with_the_customer_count(self):
        always = self.env["resource.calendar"].create(
            {
                "name": "D",
                "tz": "Europe/Madrid",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": 0,
                            "hour_to": 24,
                            "day_period": "full_day",
                        }
                    )
                    for day in range(7)
                ],
            }
        )
        customer = self.env["res.partner"].create(
            {"name": "Night shift", "cs_calendar_id": always.id}
        )
        ticket = self._open(partner_id=customer.id)
        self._move(ticket, "waiting", "mon 10:00")
        self.assertEqual(ticket.cs_pause_id.until, madrid("tue 02:00"))

    def test_without_maximum_nobody_ends_the_pause(self):
        self.reasons["customer"].max_value = 0
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self.assertFalse(ticket.cs_pause_id.until)
        self.assertEqual(self._run("fri 10:00", week=2), 0)
        self.assertTrue(ticket.cs_pause_id)

    # -- moving, and the reason of a stage -------------------------------------

    def test_dragging_uses_the_reason_of_the_stage(self):
        self.stages["waiting"].cs_pause_reason_id = self.reasons["absent"]
        ticket = self._open()
        with at("mon 10:00"):
            ticket.with_user(self.agent_wang).stage_id = self.stages["waiting"]
        pause = ticket.cs_pause_id
        self.assertEqual(pause.reason_id, self.reasons["absent"])
        self.assertEqual(pause.user_id, self.agent_wang)
        self.assertEqual(pause.until, madrid("mon 18:00"))
        self.assertTrue(pause.evidence_missing)
        payload = ticket.cs_event_ids.filtered(lambda e: e.kind == "paused").payload
        self.assertEqual(payload["reason"], self.reasons["absent"].id)
        self.assertTrue(payload["until"])

    def test_a_stage_without_reason_takes_the_first_that_leads_there(self):
        self.stages["waiting"].cs_pause_reason_id = False
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self.assertEqual(ticket.cs_pause_reason_id, self.reasons["customer"])

    def test_without_any_reason_the_ticket_is_paused_all_the_same(self):
        self.env["cs.pause.reason"].search([]).active = False
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self.assertTrue(ticket.cs_pause_id)
        self.assertFalse(ticket.cs_pause_id.reason_id)
        self.assertFalse(ticket.cs_pause_id.until)
        self.assertEqual(self._clock(ticket).state, "paused")

    def test_reason_of_another_company_is_not_used(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.reasons["absent"].company_id = other
        self.stages["waiting"].cs_pause_reason_id = self.reasons["absent"]
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self.assertEqual(ticket.cs_pause_reason_id, self.reasons["customer"])

    def test_moving_on_by_hand_ends_the_pause(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        pause = ticket.cs_pause_id
        self._move(ticket, "analysis", "tue 10:30")
        self.assertEqual(
            (pause.ended_how, pause.ended_at, pause.hours),
            ("hand", madrid("tue 10:30"), 9.5),
        )
        self.assertEqual(self._run("fri 09:00"), 0)

    def test_resume_button_returns_to_where_it_was(self):
        ticket = self._open()
        self._move(ticket, "execution", "mon 09:30")
        self._move(ticket, "waiting", "mon 10:00")
        with at("mon 11:00"):
            ticket.with_user(self.agent_li).action_cs_resume()
        self.assertEqual(ticket.stage_id, self.stages["execution"])
        self.assertEqual(ticket.cs_pause_ids.ended_how, "hand")

    def test_a_ticket_that_waits_from_the_start_goes_to_the_first_stage(self):
        ticket = self._open("mon 10:00", stage_id=self.stages["waiting"].id)
        self.assertTrue(ticket.cs_pause_id)
        self._run("wed 09:00")
        self.assertEqual(ticket.stage_id, self.stages["intake"])

    def test_reopened_into_waiting_goes_on_in_execution(self):
        ticket = self._open()
        self._move(ticket, "closed", "mon 10:00")
        self._move(ticket, "waiting", "mon 11:00")
        self._run("wed 18:00")
        self.assertEqual(ticket.stage_id, self.stages["execution"])

    def test_ticket_that_leaves_the_standard_is_not_paused(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        with at("mon 11:00"):
            ticket.team_id = self.team_plain
        self.assertFalse(ticket.cs_pause_id)
        self.assertEqual(ticket.cs_pause_ids.ended_how, "left")

    def test_a_profile_out_of_force_leaves_tickets_where_they_are(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self.profile.state = "draft"
        self.assertEqual(self._run("wed 09:00"), 1)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self.assertFalse(ticket.cs_pause_id)
        self.assertFalse(self._todos(ticket))
        self.assertEqual(self._run("wed 09:00"), 0)

    def test_plain_teams_know_no_pauses(self):
        ticket = self._open(team_id=self.team_plain.id)
        awaiting = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        with at("mon 10:00"):
            ticket.stage_id = awaiting
        self.assertFalse(ticket.cs_pause_ids)

    # -- the customer ----------------------------------------------------------

    def _customer_says(self, ticket, moment, **context):
        with at(moment):
            ticket.with_context(**context).message_post(
                body="Here it is",
                message_type="email",
                author_id=self.customer.id,
                subtype_xmlid="mail.mt_comment",
            )

    def test_an_answer_of_the_customer_resumes(self):
        ticket = self._open(partner_id=self.customer.id)
        self._move(ticket, "analysis", "mon 09:30")
        self._move(ticket, "waiting", "mon 10:00")
        self._customer_says(ticket, "mon 12:00")
        self.assertEqual(ticket.stage_id, self.stages["analysis"])
        pause = ticket.cs_pause_ids
        self.assertEqual((pause.ended_how, pause.hours), ("answer", 2.0))
        self.assertEqual(self._clock(ticket).state, "running")

    def test_an_automatic_answer_does_not_resume(self):
        ticket = self._open(partner_id=self.customer.id)
        self._move(ticket, "waiting", "mon 10:00")
        self._customer_says(ticket, "mon 12:00", cs_auto_reply=True)
        self.assertTrue(ticket.cs_pause_id)

    def test_an_answer_that_is_not_waited_for_does_not_resume(self):
        ticket = self._open(partner_id=self.customer.id)
        self._pause(ticket, "parts", "mon 10:00", note="Order 17")
        self._customer_says(ticket, "mon 12:00")
        self.assertTrue(ticket.cs_pause_id)

    def test_a_resume_that_fails_does_not_lose_the_message(self):
        ticket = self._open(partner_id=self.customer.id)
        self._move(ticket, "waiting", "mon 10:00")
        before = len(ticket.message_ids)
        failing = patch.object(
            type(ticket), "_cs_resume", side_effect=UserError("poisoned")
        )
        log = "odoo.addons.cs_service_standard.models.helpdesk_ticket_pause_facts"
        with failing, mute_logger(log):
            self._customer_says(ticket, "mon 12:00")
        self.assertEqual(len(ticket.message_ids), before + 1)
        self.assertIn("customer", self._kinds(ticket))

    def test_portal_asks_the_customer_only_when_he_is_waited_for(self):
        ticket = self._open()
        self._move(ticket, "waiting", "mon 10:00")
        self.assertEqual(ticket._cs_portal_call(), "answer")
        self.reasons["customer"].waits_for_customer = False
        self.assertFalse(ticket._cs_portal_call())
