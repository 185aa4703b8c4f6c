"""Builders of plans, sheets and letters of the execution."""

from freezegun import freeze_time

from .record_common import RecordCase


class ExecutionCase(RecordCase):
    """A ticket of a customer in the hands of Li, and a way to read what was sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2023-10-09 02:00:00"):
            cls.ticket = cls._create_ticket(
                user_id=cls.agent_li.id,
                partner_id=cls.customer.id,
                partner_email=cls.customer.email,
                type_id=cls.type_repair.id,
            )
        cls.type_repair.cs_path = "full"
        cls.carrier = cls.env["cs.carrier"].create(
            {
                "name": "City Express",
                "tracking_url": "https://track.example.com/?n={number}&l=en",
            }
        )

    @classmethod
    def _node(cls, ticket=None, **vals):
        return cls.env["cs.ticket.node"].create(
            {
                "ticket_id": (ticket or cls.ticket).id,
                "date": "2023-10-13",
                "content": "Delivery of the machine",
                "kind": "delivery",
                **vals,
            }
        )

    def _sheet(self, ticket=None):
        ticket = ticket or self.ticket
        return ticket._cs_executions(create=True)[ticket.id]

    def _letters(self, ticket=None):
        """Messages the customer got, oldest first."""
        messages = (ticket or self.ticket).message_ids.filtered(
            lambda m: self.customer in m.partner_ids
        )
        return messages.sorted("id")

    def _job(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"cs_service_standard.{name}").with_user(
                self.env.ref("base.user_root")
            ).method_direct_trigger()
        self.env.invalidate_all()
