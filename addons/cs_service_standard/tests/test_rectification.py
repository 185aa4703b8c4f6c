from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged

from ..models.cs_rectification import ACTIVITY as ACTIVITY_NOTICE
from .coordination_common import CoordinationCase


@tagged("post_install", "-at_install")
class TestRectification(CoordinationCase):
    def test_cls_09_not_yet_at_the_deadline(self):
        task = self._task()
        self._run_at("2023-10-10 10:00:00")
        self.assertFalse(self._notices(task))

    def test_cls_09_one_notice_and_one_activity_however_often_it_runs(self):
        task = self._task()
        self._run_at("2023-10-10 10:01:00")
        self._run_at("2023-10-10 10:01:00")
        notice = self._notices(task)
        self.assertEqual(len(notice), 1)
        self.assertEqual(notice.manager_id, self.leader)
        self.assertEqual(notice.ticket_id, self.ticket)
        self.assertEqual(len(notice.activity_ids), 1)
        self.assertEqual(notice.activity_ids.user_id, self.leader)
        self.assertEqual(
            notice.activity_ids.activity_type_id, self.env.ref(ACTIVITY_NOTICE)
        )

    def test_cls_09_done_in_time_brings_no_notice(self):
        task = self._task(result="Sent")
        with freeze_time("2023-10-10 09:59:00"):
            task.action_done()
        self._run_at("2023-10-10 10:01:00")
        self.assertFalse(self._notices(task))

    def test_cls_09_a_second_broken_date_gets_its_own_notice(self):
        task = self._task()
        self._run_at("2023-10-10 10:01:00")
        task.deadline = "2023-10-11 10:00:00"
        self._run_at("2023-10-10 10:02:00")
        self.assertEqual(len(self._notices(task)), 1)
        self._run_at("2023-10-11 10:01:00")
        self.assertEqual(len(self._notices(task)), 2)

    def test_cls_09_closing_needs_a_message_to_the_customer(self):
        notice = self._overdue_notice()
        notice.write({"cause": "No stock", "action": "Stock is checked first"})
        with self._refused(ValidationError, "Message to the Customer"):
            notice.with_user(self.leader).action_close()
        self.assertEqual(notice.state, "open")
        before = self._public_messages()
        notice.customer_message = "The part leaves today.\nWe are sorry."
        notice.with_user(self.leader).action_close()
        told = self._public_messages() - before
        self.assertIn("The part leaves today.", told.body)
        self.assertIn(self.customer, told.notified_partner_ids)
        self.assertEqual(notice.closed_by, self.leader)
        self.assertFalse(self._activities(notice))

    def test_cls_09_manager_outside_the_helpdesk_closes_his_notice(self):
        self.team.user_id = False
        self.profile.manager_id = self.warehouse
        notice = self._overdue_notice().with_user(self.warehouse)
        self.assertEqual(notice.manager_id, self.warehouse)
        notice.write(
            {
                "cause": "No stock",
                "action": "Stock is checked first",
                "customer_message": "The part leaves today.",
            }
        )
        notice.action_close()
        self.assertIn(notice.task_id.sudo().name, notice.display_name)
        self.assertIn("The part leaves today.", self._public_messages()[0].body)

    def test_cls_09_agent_of_another_team_sees_no_notice(self):
        notice = self._overdue_notice()
        stranger = new_test_user(
            self.env, "cs_stranger", groups="helpdesk_mgmt.group_helpdesk_user_team"
        )
        self.assertFalse(notice.with_user(stranger).has_access("read"))
        self.assertFalse(notice.task_id.with_user(stranger).has_access("read"))
        self.assertFalse(notice.with_user(self.portal_user).has_access("read"))
        self.assertFalse(notice.task_id.with_user(self.portal_user).has_access("read"))

    def test_cls_09_closing_by_hand_tells_the_customer_too(self):
        notice = self._overdue_notice()
        before = self._public_messages()
        notice.write(
            {
                "state": "closed",
                "cause": "No stock",
                "action": "Stock is checked first",
                "customer_message": "The part leaves today.",
            }
        )
        self.assertEqual(len(self._public_messages() - before), 1)
        notice.state = "closed"
        self.assertEqual(len(self._public_messages() - before), 1)

    def test_cls_09_leader_does_not_judge_himself(self):
        self.profile.manager_id = self.manager
        task = self._task(user_id=self.leader.id)
        self.assertEqual(task._manager_in_charge(), self.manager)
        task.user_id = self.warehouse
        self.assertEqual(task._manager_in_charge(), self.leader)

    def test_cls_09_somebody_is_always_in_charge(self):
        self.team.user_id = False
        notice = self._overdue_notice()
        self.assertTrue(notice.manager_id)
        self.assertEqual(notice.activity_ids.user_id, notice.manager_id)

    def test_cls_09_one_failure_does_not_stop_the_others(self):
        bad, good = self._task(name="Bad"), self._task(name="Good")
        prepare = type(bad)._prepare_notice_vals

        def fail(task):
            if task == bad:
                raise ValueError("No such thing")
            return prepare(task)

        with patch.object(type(bad), "_prepare_notice_vals", fail):
            self._run_at("2023-10-10 10:01:00")
        self.assertTrue(self._notices(good))
        self.assertFalse(self._notices(bad))
        self.assertEqual(bad.error, "No such thing")
        self._run_at("2023-10-10 10:02:00")
        self.assertTrue(self._notices(bad))
        self.assertFalse(bad.error)

    def test_cls_09_scheduler_is_woken_at_the_deadline(self):
        cron = self.env.ref("cs_service_standard.ir_cron_coordination_overdue")
        known = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self._task()
        new = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - known
        self.assertEqual(new.call_at, Datetime.to_datetime("2023-10-10 10:00:01"))

    def _overdue_notice(self):
        task = self._task()
        self._run_at("2023-10-10 10:01:00")
        return self._notices(task)
