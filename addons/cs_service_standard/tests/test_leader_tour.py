from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import StandardData


@tagged("post_install", "-at_install", "cs_tour")
class TestLeaderTour(StandardData, HttpCase):
    """The leader's morning: see what burns, acknowledge and reassign from the list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        teams = cls.env["helpdesk.ticket.team"].search([])
        (teams - cls.team).cs_profile_id = False
        cls._target("resolution", 3600)
        cls.ticket = cls._create_ticket(
            user_id=cls.agent_li.id,
            cs_received_at=fields.Datetime.now() - timedelta(hours=3),
        )
        cls.notice = cls.env["cs.clock.notice"].create(
            {
                "clock_id": cls.ticket.cs_clock_ids.id,
                "ticket_id": cls.ticket.id,
                "company_id": cls.ticket.company_id.id,
                "level": "breach",
                "at": fields.Datetime.now() - timedelta(hours=2),
                "user_id": cls.leader.id,
                "needs_ack": True,
            }
        )
        cls.leader.password = "cs_leader"

    def test_leader_reads_the_morning_and_acts_from_the_list(self):
        self.start_tour("/odoo", "cs_leader_morning", login="cs_leader")
        self.assertEqual(self.ticket.user_id, self.agent_wang)
        self.assertEqual(self.notice.acknowledged_by, self.leader)
