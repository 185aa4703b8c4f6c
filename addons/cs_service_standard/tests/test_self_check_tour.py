from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import StandardData


@tagged("post_install", "-at_install", "cs_tour")
class TestSelfCheckTour(StandardData, HttpCase):
    """QAC-01 on the spot: report and video added with a telephone."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        kinds = cls.env["cs.evidence.kind"].create(
            [
                {"name": "Video", "medium": "video", "sequence": 1},
                {"name": "Test report", "medium": "file", "sequence": 2},
            ]
        )
        cls.type_repair = cls.env["helpdesk.ticket.type"].create(
            {
                "name": "Repair",
                "cs_path": "full",
                "cs_evidence_kind_ids": [Command.set(kinds.ids)],
            }
        )
        cls.ticket = cls._create_ticket(
            type_id=cls.type_repair.id, user_id=cls.agent_li.id
        )
        cls.agent_li.password = "cs_li"

    def test_qac_01_self_check_by_telephone(self):
        checks = self.env["cs.self.check"].with_user(self.agent_li)
        check = checks.with_context(default_ticket_id=self.ticket.id).create({})
        with mute_logger("odoo.http"):  # the first try is refused
            url = f"/odoo/cs.self.check/{check.id}"
            self.start_tour(url, "cs_self_check_phone", login="cs_li")
        self.assertEqual(check.state, "done")
        names = check.evidence_ids.mapped("file_name")
        self.assertEqual(names, ["running.mp4", "report.pdf"])
