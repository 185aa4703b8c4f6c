from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged

from ..engine.facts import FactKind
from ..models.cs_coordination_task import ACTIVITY_PARTNER, ACTIVITY_TASK
from ..models.cs_rectification import ACTIVITY as ACTIVITY_NOTICE
from .common import StandardCase


class CoordinationCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = new_test_user(cls.env, "cs_warehouse", name="Warehouse man")
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id, user_id=cls.agent_li.id
        )

    @classmethod
    def _task(cls, **vals):
        return cls.env["cs.coordination.task"].create(
            {
                "ticket_id": cls.ticket.id,
                "name": "Send the spare part",
                "department": "Warehouse",
                "deadline": "2023-10-10 10:00:00",
                **vals,
            }
        )

    @contextmanager
    def _refused(self, error, pattern):
        """Something is refused with a message, and undone as in real life."""
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            yield

    def _activities(self, record):
        """Activities still to do; finished ones are archived."""
        record.invalidate_recordset(["activity_ids"])
        return record.activity_ids

    def _public_messages(self, ticket=None):
        comment = self.env.ref("mail.mt_comment")
        messages = (ticket or self.ticket).message_ids
        return messages.filtered(lambda m: m.subtype_id == comment)

    def _notices(self, task):
        return self.env["cs.rectification"].search([("task_id", "=", task.id)])

    def _run_at(self, instant):
        with freeze_time(instant), self.enter_registry_test_mode():
            self.env.ref(
                "cs_service_standard.ir_cron_coordination_overdue"
            ).method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestCoordinationTask(CoordinationCase):
    def test_cls_08_task_without_deadline_is_refused(self):
        with self._refused(ValidationError, "has no deadline"):
            self._task(deadline=False)
        task = self._task()
        with self._refused(ValidationError, "has no deadline"):
            task.deadline = False

    def test_cls_08_task_names_somebody(self):
        with self._refused(ValidationError, "Nobody is named"):
            self._task(department=False)

    def test_cls_08_customer_is_told_the_date(self):
        task = self._task()
        message = self._public_messages()
        self.assertEqual(len(message), 1)
        self.assertIn(self.customer, message.notified_partner_ids)
        # 18:00 in Shanghai, where the team works
        self.assertIn("October 10, 2023", message.body)
        self.assertIn("6:00", message.body)
        self.assertIn("Warehouse", message.body)
        self.assertTrue(task.told_at)

    def test_cls_08_date_is_in_the_customers_zone(self):
        self.customer.tz = "America/New_York"
        self.assertIn("6:00\u202fAM", self._task().deadline_for_customer)

    def test_cls_08_new_date_is_told_again_and_the_same_is_not(self):
        task = self._task()
        task.deadline = "2023-10-10 10:00:00"
        self.assertEqual(len(self._public_messages()), 1)
        task.deadline = "2023-10-11 10:00:00"
        self.assertEqual(len(self._public_messages()), 2)
        self.assertIn("October 11, 2023", self._public_messages()[0].body)

    def test_cls_08_customer_known_by_address_only_is_told(self):
        ticket = self._create_ticket(partner_email="new@example.com")
        ticket.partner_id = False
        self._task(ticket_id=ticket.id)
        message = self._public_messages(ticket)
        self.assertEqual(message.outgoing_email_to, "new@example.com")

    def test_cls_08_message_is_no_contact(self):
        self._task()
        kinds = self.ticket.cs_event_ids.mapped("kind")
        self.assertNotIn(FactKind.CONTACT.value, kinds)

    def test_ticket_without_standard_keeps_quiet(self):
        ticket = self._create_ticket(
            team_id=self.team_plain.id, partner_id=self.customer.id
        )
        task = self._task(ticket_id=ticket.id)
        self.assertFalse(self._public_messages(ticket))
        self._run_at("2023-10-10 10:01:00")
        self.assertFalse(self._notices(task))

    def test_responsible_gets_an_activity(self):
        task = self._task(user_id=self.warehouse.id)
        kind = self.env.ref(ACTIVITY_TASK)
        activity = task.activity_ids
        self.assertEqual(activity.activity_type_id, kind)
        self.assertEqual(activity.user_id, self.warehouse)
        self.assertEqual(str(activity.date_deadline), "2023-10-10")

    def test_responsible_of_another_department_does_the_task(self):
        task = self._task(user_id=self.warehouse.id).with_user(self.warehouse)
        with self._refused(UserError, "Write down the result"):
            task.action_done()
        task.result = "Sent by rail"
        task.action_done()
        self.assertEqual(task.state, "done")
        self.assertFalse(self._activities(task))
        note = self.ticket.message_ids[0]
        self.assertIn("Sent by rail", note.body)
        self.assertEqual(note.author_id, self.warehouse.partner_id)
        self.assertIn(self.agent_li.partner_id, note.notified_partner_ids)
        self.assertFalse(self._public_messages() & note)

    def test_responsible_of_another_department_moves_the_date(self):
        task = self._task(user_id=self.warehouse.id).with_user(self.warehouse)
        task.deadline = "2023-10-12 10:00:00"
        self.assertEqual(len(self._public_messages()), 2)

    def test_cls_12_carrier_gets_a_task_with_a_date(self):
        carrier = self.env["res.partner"].create({"name": "Fast Carrier"})
        with freeze_time("2023-10-09 02:00:00"):
            task = self._task(
                department=False, partner_id=carrier.id, deadline="2023-10-30 10:00:00"
            )
        self.assertEqual(self.ticket.cs_vendor_ids, carrier)
        self.assertIn("Fast Carrier", self._public_messages().body)
        activity = task.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(ACTIVITY_PARTNER))
        self.assertEqual(activity.user_id, self.agent_li)
        self.assertEqual(str(activity.date_deadline), "2023-10-16")

    def test_cls_12_contact_with_the_partner_comes_back_until_done(self):
        carrier = self.env["res.partner"].create({"name": "Fast Carrier"})
        task = self._task(partner_id=carrier.id)
        first = task.activity_ids
        first.action_done()
        self.assertEqual(len(self._activities(task)), 1)
        task.result = "Found"
        task.action_done()
        self.assertFalse(self._activities(task))

    def test_state_follows_the_time(self):
        task = self._task()
        tasks = self.env["cs.coordination.task"]
        for instant, state in (
            ("2023-10-10 10:00:00", "open"),
            ("2023-10-10 10:00:01", "overdue"),
        ):
            with freeze_time(instant):
                task.invalidate_recordset(["state"])
                self.assertEqual(task.state, state)
                self.assertIn(task, tasks.search([("state", "=", state)]))
                self.assertNotIn(task, tasks.search([("state", "!=", state)]))


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
                raise UserError("No such thing")
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
