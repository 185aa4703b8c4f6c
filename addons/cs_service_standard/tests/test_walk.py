from odoo.tests import tagged

from .walk_common import VERBATIM, WalkCase, local


class Walk:
    """Section 34 up to execution, with its instants."""

    def test_section_34_walk_up_to_execution(self):
        self._intake()
        self._contact()

    def _intake(self):
        """09:59:52 it rings; 10:00 counts as received; 10:04 the record is complete."""
        self._sit(
            local(9, "10:00"),
            "cs_walk_intake",
            url="/odoo/action-cs_service_standard.cs_call_intake_action",
        )
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.ticket = ticket
        self.assertEqual(ticket.number, "20231009001")
        self.assertEqual(ticket.cs_verbatim, VERBATIM)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.cs_name_masked, "张**")
        self.assertEqual(ticket.team_id, self.technical)
        self.assertTrue(ticket.cs_green_channel)
        self.assertEqual(str(ticket.cs_received_at), local(9, "10:00"))
        answer = self._clock(ticket, "answer")
        self.assertEqual((answer.state, answer.working_seconds), ("met", 8))
        self.assertTrue(
            ticket.activity_ids.filtered(lambda a: a.user_id == self.leader),
            "green channel: the supervisor is told at once",
        )
        contact = self._clock(ticket, "first_contact")
        self.assertEqual(str(min(contact.mapped("due_at"))), local(9, "11:00"))
        self._sit(
            local(9, "10:04"), "cs_walk_record", url=f"/odoo/helpdesk.ticket/{ticket.id}"
        )
        self.assertEqual(self._clock(ticket, "record").state, "met")
        self.assertEqual(ticket.priority, "2")
        self.assertEqual(
            str(min(self._clock(ticket, "first_contact").mapped("due_at"))),
            local(9, "10:15"),
            "15 minutes of high priority are earlier than the hour of the channel",
        )

    def _contact(self):
        """10:05: Li calls, tells the plan; response 5 minutes."""
        self._sit(
            local(9, "10:05"),
            "cs_walk_contact",
            url=f"/odoo/helpdesk.ticket/{self.ticket.id}",
        )
        contact = self._clock(self.ticket, "first_contact")
        self.assertEqual((contact.state, contact.working_seconds), ("met", 300))
        self.assertEqual(self.ticket.cs_first_responder_id, self.li)


@tagged("post_install", "-at_install", "cs_tour")
class TestWalk(Walk, WalkCase):
    """In English."""


@tagged("post_install", "-at_install", "cs_tour")
class TestWalkChinese(Walk, WalkCase):
    """The same people, working in Chinese."""

    lang = "zh_CN"
