"""Acceptance by silence: only if the profile says so, after a reminder, never twice."""

from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .test_acceptance import AcceptanceCase

REMINDER = "Is the result right?"


@tagged("post_install", "-at_install")
class TestSilence(AcceptanceCase):
    """Sent Mon 9 October 16:40 in Shanghai; 7 working days, reminder 2 before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.write({"tacit_allowed": True})
        cls.ticket = cls._done()
        with freeze_time("2023-10-09 08:40:00"):
            cls.form = cls._sent(cls.ticket)

    def _run(self, at):
        with freeze_time(at):
            self._job()

    def _reminders(self):
        return [
            letter
            for letter in self._letters(self.ticket)
            if REMINDER in (letter.subject or "")
        ]

    def test_silence_accepts_only_if_the_profile_says_so(self):
        self.assertEqual(str(self.form.tacit_at), "2023-10-18 08:40:00")
        self.assertEqual(str(self.form.remind_at), "2023-10-16 08:40:00")
        self.assertIn("If we hear nothing", self._letters(self.ticket)[0].body)
        self.profile.tacit_allowed = False
        other = self._done()
        with freeze_time("2023-10-09 08:40:00"):
            form = self._sent(other)
        self.assertFalse(form.tacit_at)
        self._run("2024-10-09 08:40:00")
        self.assertEqual(form.state, "sent")

    def test_silence_in_calendar_days(self):
        self.profile.write({"tacit_mode": "elapsed", "tacit_reminder_days": 0})
        with freeze_time("2023-10-09 08:40:00"):
            form = self._sent(self._done())
        self.assertEqual(str(form.tacit_at), "2023-10-16 08:40:00")
        self.assertFalse(form.remind_at)

    def test_reminder_once_then_tacit_on_the_minute(self):
        self._run("2023-10-16 08:39:59")
        self.assertFalse(self._reminders())
        self._run("2023-10-16 08:40:00")
        self._run("2023-10-16 09:40:00")
        self.assertEqual(len(self._reminders()), 1)
        self._run("2023-10-18 08:39:59")
        self.assertEqual(self.form.state, "sent")
        self._run("2023-10-18 08:40:00")
        self._run("2023-10-18 09:40:00")
        self.assertEqual(self.form.state, "tacit")
        self.assertEqual(str(self.form.signed_at), "2023-10-18 08:40:00")
        self.assertFalse(self.form.score)
        self.assertFalse(self.ticket.cs_feedback_score, "nobody said satisfied")
        self.assertEqual(self.ticket._cs_last_verdicts()[self.ticket.id], "tacit")
        self.assertTrue(self.form.document_id)
        self.assertFalse(self._facts(self.ticket, "signed"))

    def test_a_late_reminder_leaves_the_time_to_answer(self):
        self._run("2023-10-20 08:40:00")
        self.assertEqual(self.form.state, "sent")
        self.assertEqual(str(self.form.tacit_at), "2023-10-22 08:40:00")

    def test_who_writes_is_not_silent(self):
        with freeze_time("2023-10-10 08:40:00"):
            self.ticket._cs_record_fact("customer")
        self._run("2023-10-16 08:40:00")
        self._run("2023-10-18 08:40:00")
        self._run("2023-10-18 09:40:00")
        self.assertEqual(self.form.state, "sent")
        self.assertIn("wrote instead", self.form.error)
        todos = self.ticket.activity_ids.filtered(
            lambda todo: "wrote instead" in (todo.summary or "")
        )
        self.assertEqual(todos.user_id, self.agent_li)
        self.assertEqual(len(todos), 1)

    def test_the_job_goes_past_a_bad_form(self):
        other = self._done()
        with freeze_time("2023-10-09 08:40:00"):
            bad = self._sent(other)
        send = type(self.ticket)._cs_send_letters

        def fail(tickets, template, records, **kwargs):
            if bad in records:
                raise ValueError("no letter today")
            return send(tickets, template, records, **kwargs)

        with patch.object(type(self.ticket), "_cs_send_letters", fail):
            self._run("2023-10-16 08:40:00")
        self.assertEqual(len(self._reminders()), 1)
        self.assertIn("no letter today", bad.error)
        self.assertFalse(bad.reminded_at)
        self._run("2023-10-16 09:40:00")
        self.assertTrue(bad.reminded_at)
        self.assertFalse(bad.error)

    def test_silence_resolves_if_acceptance_does(self):
        self.profile.acceptance_resolves = True
        self._target("resolution", 86400)
        ticket = self._done()
        with freeze_time("2023-10-09 08:40:00"):
            self._sent(ticket)
        self._run("2023-10-16 08:40:00")
        self._run("2023-10-18 08:40:00")
        facts = self._facts(ticket, "resolved")
        self.assertEqual(facts, [("resolved", "2023-10-18 08:40:00")])
