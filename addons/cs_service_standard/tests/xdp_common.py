from contextlib import contextmanager

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .coordination_common import CoordinationCase

# Monday 9 October 2023, 10:00 in Shanghai
MONDAY = "2023-10-09 02:00:00"
TUESDAY_9 = "2023-10-10 01:00:00"


class XdpCase(CoordinationCase):
    """A request that three departments solve together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heads = cls.env["res.users"].browse()
        cls.departments = cls.env["cs.department"].browse()
        for name in ("Technology", "Training", "Liaison"):
            head = new_test_user(cls.env, f"cs_{name.lower()}", name=f"{name} head")
            cls.heads += head
            cls.departments += cls.env["cs.department"].create(
                {"name": name, "manager_id": head.id}
            )

    def _coordination(self, user=None, duties=0, at=MONDAY, **vals):
        with freeze_time(at):
            return (
                self.env["cs.coordination"]
                .with_user(user or self.agent_li)
                .create(
                    {
                        "ticket_id": self.ticket.id,
                        "duty_ids": [
                            Command.create(
                                {
                                    "department_id": department.id,
                                    "name": f"Work of {department.name}",
                                }
                            )
                            for department in self.departments[:duties]
                        ],
                        **vals,
                    }
                )
            )

    def _confirmed(self, duties=3, at=TUESDAY_9, **vals):
        coordination = self._coordination(duties=duties, **vals)
        with freeze_time(at):
            coordination.action_meeting_held()
            coordination.action_report()
            coordination.action_confirm()
        return coordination

    @contextmanager
    def _not_twice(self):
        """The database refuses a second one."""
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            yield

    def _run_job(self, name, instant):
        with freeze_time(instant), self.enter_registry_test_mode():
            self.env.ref(f"cs_service_standard.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _todos(self, ticket=None):
        """Open to-dos on the ticket."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        activities = self._activities(ticket or self.ticket)
        return activities.filtered(lambda a: a.activity_type_id == todo)
