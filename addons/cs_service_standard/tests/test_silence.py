"""Customers who do not answer: reminded, closed, and heard again (case 47)."""

from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .flight_common import FlightCase, at, madrid

LOG = "odoo.addons.cs_service_standard.models.helpdesk_ticket_silence_job"


@tagged("post_install", "-at_install")
class TestSilence(FlightCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.write({"silence_remind_days": 3, "silence_close_days": 5})
        cls.reasons["customer"].max_value = 0
        cls.customer.email = "zhang@example.com"

    def _waiting(self, moment="mon 10:00", **vals):
        with at(moment):
            ticket = self._create_ticket(
                **{
                    "user_id": self.agent_li.id,
                    "partner_id": self.customer.id,
                    "partner_email": "zhang@example.com",
                    **vals,
                }
            )
            self._move(ticket, "analysis")
            self._move(ticket, "waiting")
        return ticket

    def _run(self, moment, week=0):
        """The job in one go: a test cannot commit."""
        cron = type(self.env["ir.cron"])
        with at(moment, week), patch.object(cron, "_commit_progress", return_value=60):
            self.env["helpdesk.ticket"]._cron_cs_silence()

    def _says(self, ticket, moment, week=0, author=None):
        with at(moment, week):
            ticket.message_post(
                body="Here I am",
                message_type="email",
                author_id=(author or self.customer).id,
                subtype_xmlid="mail.mt_comment",
            )

    def _letters(self, ticket, words):
        return self.env["mail.mail"].search(
            [
                ("model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("subject", "like", words),
            ]
        )

    def test_case_47_reminded_after_so_many_working_days(self):
        ticket = self._waiting("thu 10:00")
        self.assertEqual(ticket.cs_silent_since, madrid("thu 10:00"))
        self._run("tue 09:59", week=1)
        self.assertFalse(self._letters(ticket, "We wait for your answer"))
        self._run("tue 10:00", week=1)
        letter = self._letters(ticket, "We wait for your answer")
        self.assertEqual(len(letter), 1)
        self.assertIn("auto-generated", letter.headers)
        self.assertEqual(letter.recipient_ids, self.customer)
        self.assertEqual(ticket.cs_silence_reminded_at, madrid("tue 10:00", week=1))
        self._run("tue 11:00", week=1)
        self._run("wed 11:00", week=1)
        self.assertEqual(len(self._letters(ticket, "We wait")), 1)
        self.assertNotIn("contact", self._kinds(ticket))

    def test_case_47_tickets_of_all_teams_are_closed(self):
        teams = [
            self._create_team(
                name, cs_profile_id=self.profile.id, cs_calendar_id=self.calendar_a.id
            )
            for name in ("One", "Two", "Three")
        ]
        tickets = self.env["helpdesk.ticket"].union(
            *[self._waiting(team_id=team.id) for team in teams]
        )
        self._run("thu 10:00")
        self._run("mon 09:59", week=1)
        self.assertEqual(tickets.stage_id, self.stages["waiting"])
        self._run("mon 10:00", week=1)
        self.assertEqual(tickets.stage_id, self.stages["closed"])
        self.assertTrue(all(tickets.mapped("cs_closed_for_silence")))
        self.assertEqual(len(self._letters(tickets[0], "Closed without")), 1)
        log = [m for m in tickets[0].message_ids if "Closed for silence" in m.body]
        self.assertIn("5 working days", log[0].body)
        for kind in ("resolved", "closed"):
            fact = tickets[0].cs_event_ids.filtered(lambda e, k=kind: e.kind == k)
            self.assertEqual(fact.payload["reason"], "silence")

    def test_case_47_a_message_of_yesterday_keeps_it_open(self):
        silent, talking = self._waiting(), self._waiting()
        self.reasons["customer"].resume_on_answer = False
        self._run("thu 10:00")
        self._says(talking, "fri 10:00")
        self._run("mon 10:00", week=1)
        self.assertEqual(silent.stage_id, self.stages["closed"])
        self.assertEqual(talking.stage_id, self.stages["waiting"])
        self.assertFalse(talking.cs_silent_since)

    def test_case_47_anybody_outside_who_writes_breaks_the_silence(self):
        ticket = self._waiting()
        stranger = self.env["res.partner"].create({"name": "His wife"})
        self._run("thu 10:00")
        self._says(ticket, "fri 10:00", author=stranger)
        self._run("fri 10:00", week=2)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])

    def test_case_47_a_colleague_does_not_break_it_but_gives_more_time(self):
        ticket = self._waiting()
        self._run("thu 10:00")
        self._says(ticket, "fri 10:00", author=self.agent_li.partner_id)
        self._run("mon 10:00", week=1)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self._run("tue 09:59", week=1)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self._run("tue 10:00", week=1)  # two working days after our last word
        self.assertEqual(ticket.stage_id, self.stages["closed"])

    def test_case_47_a_late_scheduler_reminds_before_it_closes(self):
        ticket = self._waiting()
        self._run("fri 10:00", week=1)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self.assertTrue(ticket.cs_silence_reminded_at)
        self._run("mon 10:00", week=2)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self._run("tue 10:00", week=2)
        self.assertEqual(ticket.stage_id, self.stages["closed"])

    def test_case_47_zero_days_never(self):
        self.profile.write({"silence_remind_days": 0, "silence_close_days": 0})
        ticket = self._waiting()
        self._run("fri 10:00", week=3)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self.assertFalse(ticket.cs_silence_reminded_at)

    def test_case_47_closing_without_reminder(self):
        self.profile.silence_remind_days = 0
        ticket = self._waiting()
        self._run("mon 09:59", week=1)
        self.assertEqual(ticket.stage_id, self.stages["waiting"])
        self._run("mon 10:00", week=1)
        self.assertEqual(ticket.stage_id, self.stages["closed"])
        self.assertFalse(self._letters(ticket, "We wait"))

    def test_case_47_the_job_run_again_does_nothing_more(self):
        ticket = self._waiting()
        for _run in range(3):
            self._run("thu 10:00")
        for _run in range(3):
            self._run("mon 10:00", week=1)
        self.assertEqual(len(self._letters(ticket, "We wait")), 1)
        self.assertEqual(len(self._letters(ticket, "Closed without")), 1)
        self.assertEqual(self._kinds(ticket).count("closed"), 1)

    def test_case_47_one_bad_ticket_does_not_stop_the_others(self):
        tickets = self._waiting() | self._waiting() | self._waiting()
        self._run("thu 10:00")
        bad, model = tickets[1], type(tickets)
        original = model._cs_closing_stage

        def fail(ticket):
            if ticket == bad:
                raise UserError("poisoned")
            return original(ticket)

        with patch.object(model, "_cs_closing_stage", fail), mute_logger(LOG):
            self._run("mon 10:00", week=1)
        self.assertEqual((tickets - bad).stage_id, self.stages["closed"])
        self.assertEqual(bad.stage_id, self.stages["waiting"])
        self.assertEqual(bad.cs_silence_error, "poisoned")
        self.assertFalse(bad.cs_closed_for_silence)
        self._run("mon 11:00", week=1)
        self.assertEqual(bad.stage_id, self.stages["closed"])
        self.assertFalse(bad.cs_silence_error)

    def test_case_47_an_answer_reopens(self):
        ticket = self._waiting()
        self._run("thu 10:00")
        self._run("mon 10:00", week=1)
        self._says(ticket, "tue 10:00", week=1)
        self.assertEqual(ticket.stage_id, self.stages["execution"])
        self.assertFalse(ticket.cs_closed_for_silence)
        self.assertEqual(self._todos(ticket).user_id, self.agent_li)
        self.assertFalse(ticket.cs_following_ids)

    def test_case_47_a_late_answer_makes_a_new_ticket(self):
        ticket = self._waiting()
        self._run("thu 10:00")
        self._run("mon 10:00", week=1)
        self._says(ticket, "tue 10:00", week=3)
        self.assertEqual(ticket.stage_id, self.stages["closed"])
        self.assertEqual(len(ticket.cs_following_ids), 1)

    def test_case_47_silence_outlasts_the_maximum_of_a_pause(self):
        self.reasons["customer"].max_value = 16
        ticket = self._waiting()
        with at("tue 17:00"):
            self.env["cs.ticket.pause"]._resume_batch()
        self.assertEqual(ticket.stage_id, self.stages["analysis"])
        self.assertEqual(ticket.cs_silent_since, madrid("mon 10:00"))
        self._run("thu 10:00")
        self.assertTrue(ticket.cs_silence_reminded_at)
        self._run("mon 10:00", week=1)
        self.assertEqual(ticket.stage_id, self.stages["closed"])

    def test_case_47_work_that_goes_on_ends_the_silence(self):
        ticket = self._waiting()
        self._move(ticket, "execution", "tue 10:00")
        self.assertFalse(ticket.cs_silent_since)
        self._run("fri 10:00", week=2)
        self.assertEqual(ticket.stage_id, self.stages["execution"])

    def test_case_47_moved_on_after_the_maximum_ends_the_silence(self):
        self.reasons["customer"].max_value = 16
        ticket = self._waiting()
        with at("tue 17:00"):
            self.env["cs.ticket.pause"]._resume_batch()
        self._move(ticket, "execution", "wed 10:00")
        self.assertFalse(ticket.cs_silent_since)

    def test_who_waits_for_parts_is_not_silent(self):
        with at("mon 10:00"):
            ticket = self._create_ticket(partner_id=self.customer.id)
            ticket._cs_pause(self.reasons["parts"], "Order 17")
        self.assertFalse(ticket.cs_silent_since)

    def test_who_has_no_address_is_a_todo(self):
        with at("mon 10:00"):
            ticket = self._create_ticket(user_id=self.agent_li.id)
            self._move(ticket, "waiting")
        self._run("thu 10:00")
        self.assertEqual(self._todos(ticket).user_id, self.agent_li)
        self._run("thu 11:00")
        self.assertEqual(len(self._todos(ticket)), 1)

    def test_plain_teams_are_left_alone(self):
        with at("mon 10:00"):
            ticket = self._create_ticket(team_id=self.team_plain.id)
            awaiting = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
            ticket.stage_id = awaiting
        self._run("fri 10:00", week=3)
        self.assertEqual(ticket.stage_id, awaiting)

    def test_one_letter_at_the_end(self):
        self.stages["closed"].mail_template_id = self.env.ref(
            "helpdesk_mgmt.closed_ticket_template"
        )
        ticket = self._waiting(user_id=False)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self._run("thu 10:00")
        self._run("mon 10:00", week=1)
        self.env.flush_all()
        self.env.cr.precommit.run()
        letters = self.env["mail.mail"].search(
            [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(
            sorted(letters.mapped("subject")),
            [
                f"Closed without your answer: {ticket.number} {ticket.name}",
                f"We wait for your answer: {ticket.number} {ticket.name}",
            ],
        )

    def test_days_must_make_sense(self):
        with self.assertRaises(ValidationError):
            self.profile.silence_close_days = 3
        self.profile.write({"silence_remind_days": 0, "silence_close_days": 3})

    def test_silence_costs_the_same_for_one_and_fifty(self):
        self.env = self.env(context=dict(self.env.context, tracking_disable=True))
        with at("mon 10:00"):
            tickets = self.env["helpdesk.ticket"].create(
                [
                    self._prepare_ticket_vals(stage_id=self.stages["waiting"].id)
                    for _number in range(52)
                ]
            )
        costs = []
        with at("thu 10:00"):
            tickets[0]._cs_silence_acts()
            for chosen in (tickets[1], tickets[2:]):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                chosen._cs_silence_acts()
                costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0])
