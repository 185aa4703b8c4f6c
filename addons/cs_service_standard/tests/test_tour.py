from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import StandardData


@tagged("post_install", "-at_install", "cs_tour")
class TestAgentTour(StandardData, HttpCase):
    """A day's work in small: from the queue through a contact and a gate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.team.cs_auto_assign = False
        cls._target("first_contact", 3600)
        cls._target("resolution", 86400)
        cls.env["cs.gate"].create(
            [
                {"profile_id": cls.profile.id, "phase": "classified", "check": check}
                for check in ("record_complete", "owner_and_plan")
            ]
        )
        cls.ticket = cls._create_ticket(
            user_id=cls.agent_li.id,
            partner_id=cls.customer.id,
            cs_phone="13812345678",
            cs_verbatim="Washing machine shows E3, please come today",
            cs_occurred_at="2023-10-09 01:30:00",
            cs_product_name="Washing machine W100",
            cs_expected_deadline="2023-10-09 10:00:00",
        )
        cls.agent_li.password = "cs_li"

    def test_agent_works_through_the_queue(self):
        """Contact logged, clock met, gate refused and passed (RSP-15, REC-02)."""
        with mute_logger("odoo.http"):  # the refusal of the gate is part of the story
            self.start_tour("/odoo", "cs_agent_desk", login="cs_li")
        contact = self.ticket.cs_clock_ids.filtered(
            lambda clock: clock.metric == "first_contact"
        )
        self.assertEqual(contact.state, "met")
        self.assertEqual(self.ticket.cs_first_responder_id, self.agent_li)
        self.assertEqual(self.ticket.cs_phase, "classified")
        self.assertEqual(self.ticket.cs_core_issue, "Error E3, will not start")
        self.assertTrue(self.ticket.cs_recorded_at)
