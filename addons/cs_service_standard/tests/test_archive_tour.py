from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .archive_common import ArchiveCase
from .common import StandardData


@tagged("post_install", "-at_install", "cs_tour")
class TestArchiveTour(StandardData, HttpCase):
    """An agent ends a ticket; a privacy officer answers a request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.team.cs_auto_assign = False
        cls.env["cs.resolution.code"].create({"name": "Mended", "sequence": 0})
        cls.env["cs.need.cause"].create({"name": "Door lock", "sequence": 0})
        kind = cls.env["helpdesk.ticket.type"].create(
            {"name": "Mend", "cs_path": "full", "cs_needs_warranty": True}
        )
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id, user_id=cls.agent_li.id, type_id=kind.id
        )
        cls.stages = {stage.cs_phase: stage for stage in cls.ticket.cs_stage_ids}
        cls.agent_li.password = "cs_li_password"

    def test_agent_archives_and_closes(self):
        self.ticket.stage_id = self.stages["followup"]
        self.env["cs.archive"].create({"ticket_id": self.ticket.id})
        entry = self.ticket._cs_archives()[self.ticket.id]
        ArchiveCase._upload(entry, "need", "solution")
        url = f"/odoo/helpdesk-tickets/{self.ticket.id}"
        # it tries too early on purpose, and is told what is missing
        with mute_logger("odoo.http"):
            self.start_tour(url, "cs_archive", login="cs_li")
        entry.invalidate_recordset()
        self.assertEqual((entry.state, entry.told_at), ("open", False))
        self.assertEqual(entry.warranty_months, 12)
        ArchiveCase._upload(entry, "acceptance")
        self.env["cs.acceptance"].create(
            {"ticket_id": self.ticket.id, "result": "It runs", "state": "accepted"}
        )
        url = f"/odoo/action-cs_service_standard.cs_archive_action/{entry.id}"
        self.start_tour(url, "cs_archive_finish", login="cs_li")
        entry.invalidate_recordset()
        self.assertTrue(entry.seal)
        self.assertTrue(entry.told_at)
        self.assertEqual(self.ticket.stage_id.cs_phase, "closed")

    def test_officer_erases_a_customer(self):
        officer = new_test_user(
            self.env,
            "cs_privacy",
            groups="base.group_user,cs_service_standard.cs_group_privacy_officer",
            password="cs_privacy_password",
        )
        self.ticket.stage_id = self.stages["closed"]
        requests = self.env["cs.privacy.request"]
        sent = requests._portal_send(self.portal_user, "erase", "Please")
        url = f"/odoo/action-cs_service_standard.cs_privacy_request_action/{sent.id}"
        self.start_tour(url, "cs_privacy_request", login="cs_privacy")
        self.assertEqual((sent.state, sent.officer_id), ("done", officer))
        self.assertFalse(self.customer.email)
