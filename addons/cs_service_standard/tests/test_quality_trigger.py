from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .sampling_common import MONDAY, SamplingCase

NOON = "2023-10-09 12:00:00"


@tagged("post_install", "-at_install")
class TestQualityTrigger(SamplingCase):
    """P29: what is rare and must not happen is looked for, not sampled."""

    def _trigger(self, kind, **vals):
        trigger = self.env["cs.quality.trigger"].create(
            {"name": f"Rule {kind}", "kind": kind, **vals}
        )
        trigger.checked_at = MONDAY
        return trigger

    def _apply(self, trigger, at=NOON):
        with freeze_time(at):
            self._run("ir_cron_quality_trigger")
        return trigger.check_ids

    def _ticket(self, **vals):
        with freeze_time(MONDAY):
            return self._create_ticket(user_id=self.agent_li.id, **vals)

    def test_pitfall_29_targeted_reviews_never_enter_the_average(self):
        ticket = self._ticket()
        trigger = self._trigger("reopened")
        self._record(ticket, "reopened", "2023-10-09 09:00:00")
        check = self._apply(trigger)
        self.assertEqual(check.method, "targeted")
        self.assertEqual(check.reason, "Rule reopened")
        self.assertEqual(check.reviewer_id, self.leader)
        self._executed(1, at="2023-10-09 09:00:00")
        drawn = self._draw().check_ids
        for one, score in ((check, 0.0), (drawn, 90.0)):
            one.sudo().write({"state": "done", "score": score, "has_score": True})
        checks = self.env["cs.quality.check"]
        counted = checks.search(checks._average_domain()) & (check + drawn)
        self.assertEqual(counted, drawn)

    def test_pitfall_29_one_review_per_ticket_and_rule(self):
        ticket = self._ticket()
        trigger = self._trigger("reopened")
        self._record(ticket, "reopened", "2023-10-09 09:00:00")
        self.assertEqual(len(self._apply(trigger)), 1)
        self._record(ticket, "reopened", "2023-10-09 13:00:00")
        self.assertEqual(len(self._apply(trigger, "2023-10-09 14:00:00")), 1)
        other = self._trigger("reopened", name="Another rule")
        self.assertEqual(len(self._apply(other, "2023-10-09 15:00:00")), 1)

    def test_pitfall_29_low_score(self):
        low, fine = self._ticket(), self._ticket()
        low.cs_feedback_score = 2
        fine.cs_feedback_score = 3
        trigger = self._trigger("score", max_score=2)
        self.assertEqual(self._apply(trigger).ticket_id, low)

    def test_pitfall_29_low_score_on_the_acceptance_form(self):
        low, fine = self._ticket(), self._ticket()
        for ticket, score in ((low, "1"), (fine, "5")):
            self.env["cs.acceptance"].create(
                {"ticket_id": ticket.id, "result": "It runs"}
            ).sudo().write({"score": score, "signed_at": "2023-10-09 10:00:00"})
        trigger = self._trigger("score", max_score=2)
        self.assertEqual(self._apply(trigger).ticket_id, low)

    def test_pitfall_29_complaint(self):
        types = self.env["helpdesk.ticket.type"]
        complaint = types.create({"name": "Complaint", "cs_is_complaint": True})
        ticket = self._ticket(type_id=complaint.id)
        self._ticket()
        self.assertEqual(self._apply(self._trigger("complaint")).ticket_id, ticket)

    def test_pitfall_29_dissatisfied_customer(self):
        ticket = self._ticket()
        self._record(ticket, "dissatisfied", "2023-10-09 09:00:00")
        self.assertEqual(self._apply(self._trigger("dissatisfied")).ticket_id, ticket)

    def test_pitfall_29_words_of_the_customer_and_ours(self):
        ticket, other = self._ticket(), self._ticket()
        with freeze_time("2023-10-09 09:00:00"):
            ticket.with_context(mail_notify_force_send=False).message_post(
                body="I will call my  LAWYER",
                author_id=self.customer.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            other.message_post(
                body="That is not my job, ask a lawyer",
                author_id=self.agent_li.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        keyword = self._trigger("keyword", words="my lawyer\nlawyer")
        self.assertEqual(self._apply(keyword).ticket_id, ticket)
        red_line = self._trigger("red_line", words="not my job")
        self.assertEqual(self._apply(red_line).ticket_id, other)

    def test_messages_are_read_once(self):
        trigger = self._trigger("keyword", words="lawyer")
        self._apply(trigger)
        last = self.env["mail.message"].search([("id", ">", 0)], order="id desc")[:1]
        self.assertEqual(trigger.message_seen, last.id)

    def test_words_are_needed(self):
        with self.assertRaisesRegex(ValidationError, "at least one word"):
            self._trigger("keyword", words=" \n ")
        with self.assertRaisesRegex(ValidationError, "between 1 and 5"):
            self._trigger("score", max_score=6)

    def test_plain_teams_and_other_teams_are_left_alone(self):
        plain = self._ticket(team_id=self.team_plain.id)
        far = self._create_team("Far")
        near, away = self._ticket(), self._ticket(team_id=far.id)
        self._record(plain + near + away, "reopened", "2023-10-09 09:00:00")
        trigger = self._trigger("reopened", team_ids=far.ids)
        self.assertEqual(self._apply(trigger).ticket_id, away)

    def test_a_rule_that_fails_does_not_stop_the_others(self):
        bad, good = self._trigger("complaint"), self._trigger("reopened")
        self._record(self._ticket(), "reopened", "2023-10-09 09:00:00")

        def fail(_trigger, _since, _until):
            raise ValueError("out of order")

        triggers = self.env.registry["cs.quality.trigger"]
        with patch.object(triggers, "_find_complaint", fail):
            self._apply(good)
        self.assertEqual(bad.error, "out of order")
        self.assertEqual(len(good.check_ids), 1)

    def test_queries_do_not_grow(self):
        queries = []
        for number, day in ((1, "2023-11-01"), (1, "2023-11-03"), (50, "2023-11-05")):
            trigger = self._trigger("reopened", name=f"{number}")
            values = [self._prepare_ticket_vals() for _number in range(number)]
            tickets = self.env["helpdesk.ticket"].create(values)
            self._record(tickets, "reopened", f"{day} 09:00:00")
            trigger.checked_at = f"{day} 08:00:00"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(f"{day} 12:00:00"):
                trigger._apply()
            self.env.flush_all()
            self.assertEqual(len(trigger.check_ids), number)
            queries.append(self.env.cr.sql_log_count - before)
        # the first one fills caches
        self.assertEqual(queries[1], queries[2], queries)
