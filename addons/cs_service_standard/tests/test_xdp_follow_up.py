from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..engine.facts import FactKind
from .xdp_common import XdpCase

COORDINATIONS = "ir_cron_coordination_untold"
TASKS = "ir_cron_task_untold"
# confirmed on Tuesday at 09:00
ON_THE_HOUR = "2023-10-10 02:00:00"
AFTER_THE_HOUR = "2023-10-10 02:00:01"
UPDATED = "2023-10-11 02:00:00"
FOUR_HOURS = "2023-10-11 06:00:00"
AFTER_FOUR_HOURS = "2023-10-11 06:00:01"


@tagged("post_install", "-at_install")
class TestXdpFollowUp(XdpCase):
    def test_xdp_05_owner_is_reminded_after_an_hour(self):
        coordination = self._confirmed()
        self._run_job(COORDINATIONS, ON_THE_HOUR)
        self.assertFalse(self._todos())
        self._run_job(COORDINATIONS, AFTER_THE_HOUR)
        todo = self._todos()
        self.assertEqual(todo.user_id, self.agent_li)
        self.assertIn("tell the customer", todo.summary)
        self._run_job(COORDINATIONS, "2023-10-10 05:00:00")
        self.assertEqual(self._todos(), todo)
        self.assertFalse(coordination.untold_since)

    def test_xdp_05_no_reminder_once_the_letter_is_sent(self):
        coordination = self._confirmed()
        with freeze_time(ON_THE_HOUR):
            letters = self.env["cs.coordination.letter"].with_user(self.agent_li)
            letters.create({"coordination_id": coordination.id}).action_send()
        self._run_job(COORDINATIONS, AFTER_THE_HOUR)
        self.assertFalse(self._todos())

    def test_xdp_05_job_is_woken_when_it_is_due(self):
        cron = self.env.ref(f"cs_service_standard.{COORDINATIONS}")
        self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
        self._confirmed()
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual([str(t.call_at) for t in trigger], ["2023-10-10 02:00:01"])

    def test_xdp_05_time_to_tell_is_a_figure_of_the_profile(self):
        self.profile.coordination_tell_minutes = 10
        self._confirmed()
        self._run_job(COORDINATIONS, "2023-10-10 01:10:01")
        self.assertTrue(self._todos())

    def _updated(self, **vals):
        task = self._task(user_id=self.warehouse.id, deadline="2023-10-30 10:00:00")
        with freeze_time(UPDATED):
            task.with_user(self.warehouse).write(vals or {"plan": "Part ordered"})
        return task

    def test_xdp_07_update_without_a_word_to_the_customer_is_reminded_of(self):
        task = self._updated()
        self._run_job(TASKS, FOUR_HOURS)
        self.assertFalse(self._todos())
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        todo = self._todos()
        self.assertEqual(todo.user_id, self.agent_li)
        self.assertIn(task.name, todo.summary)

    def test_xdp_07_once_per_update(self):
        task = self._updated()
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        self._run_job(TASKS, "2023-10-11 12:00:00")
        self.assertEqual(len(self._todos()), 1)
        with freeze_time("2023-10-12 02:00:00"):
            task.result = "Part arrived"
        self._run_job(TASKS, "2023-10-12 06:00:01")
        self.assertEqual(len(self._todos()), 2)

    def test_xdp_07_a_second_update_does_not_put_it_off(self):
        task = self._updated()
        with freeze_time("2023-10-11 05:00:00"):
            task.plan = "Part ordered, arrives on Friday"
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        self.assertEqual(len(self._todos()), 1)

    def test_xdp_07_contact_after_the_update_is_enough(self):
        task = self._updated()
        with freeze_time("2023-10-11 05:59:59"):
            self.ticket._cs_record_fact(FactKind.CONTACT)
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        self.assertFalse(self._todos())
        self.assertFalse(task.untold_since)

    def test_xdp_07_contact_before_the_update_is_not(self):
        with freeze_time("2023-10-11 01:59:59"):
            self.ticket._cs_record_fact(FactKind.CONTACT)
        self._updated()
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        self.assertTrue(self._todos())

    def test_xdp_07_message_of_the_system_is_no_contact(self):
        task = self._updated()
        with freeze_time("2023-10-11 03:00:00"):
            task.deadline = "2023-10-31 10:00:00"
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        self.assertTrue(self._todos())

    def test_xdp_07_same_words_are_no_update(self):
        task = self._task(plan="Part ordered")
        task.write({"plan": "Part ordered", "department": "Stock"})
        self.assertFalse(task.untold_since)

    def test_xdp_07_time_is_a_figure_of_the_profile(self):
        self.profile.coordination_feedback_hours = 1.5
        self._updated()
        self._run_job(TASKS, "2023-10-11 03:30:00")
        self.assertFalse(self._todos())
        self._run_job(TASKS, "2023-10-11 03:30:01")
        self.assertTrue(self._todos())

    def test_xdp_07_ticket_without_standard_keeps_quiet(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        task = self._task(ticket_id=plain.id)
        task.plan = "Part ordered"
        self.assertFalse(task.untold_since)

    def test_one_that_fails_does_not_stop_the_others(self):
        bad, good = self._updated(), self._updated()
        bad.name = "Bad one"
        tasks = self.env.registry["cs.coordination.task"]
        original = tasks._prepare_reminder_vals

        def fail(task):
            if task.id == bad.id:
                raise ValueError("No reminder for the bad one")
            return original(task)

        with patch.object(tasks, "_prepare_reminder_vals", fail):
            self._run_job(TASKS, AFTER_FOUR_HOURS)
        self.assertIn("bad one", bad.untold_error)
        self.assertTrue(bad.untold_since)
        self.assertFalse(good.untold_since)
        self.assertEqual(len(self._todos()), 1)
        self._run_job(TASKS, AFTER_FOUR_HOURS)
        self.assertFalse(bad.untold_error)
        self.assertEqual(len(self._todos()), 2)
