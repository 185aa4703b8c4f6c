from contextlib import contextmanager

from freezegun import freeze_time

from odoo.tests import new_test_user

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
