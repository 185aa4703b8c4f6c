from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..engine.facts import FactKind
from ..models.cs_coordination_task import ACTIVITY_PARTNER, ACTIVITY_TASK
from .coordination_common import CoordinationCase


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
