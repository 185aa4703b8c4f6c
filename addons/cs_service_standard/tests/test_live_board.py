import json
from unittest.mock import MagicMock, patch

from odoo.tests import new_test_user, tagged

from odoo.addons.bus.models.bus import channel_with_db

from .common import AGENT
from .execution_common import ExecutionCase


@tagged("post_install", "-at_install")
class TestLiveBoard(ExecutionCase):
    """EXE-02: boards that are open elsewhere hear that a ticket moved."""

    def _heard(self):
        """Channels that got the message since the last look."""
        self.env.cr.precommit.run()
        bus = self.env["bus.bus"].sudo().search([("message", "like", "cs_board")])
        heard = [json.loads(row.channel) for row in bus]
        messages = {row.message for row in bus}
        bus.unlink()
        return heard, messages

    def test_exe_02_a_move_is_told_to_the_board_of_the_team(self):
        self._heard()
        self.ticket.with_user(self.agent_li).stage_id = self.stages["execution"]
        heard, messages = self._heard()
        name = self.env.cr.dbname
        team = [name, "helpdesk.ticket.team", self.team.id, "cs_board"]
        self.assertEqual(heard, [team])
        self.assertEqual(
            [json.loads(text) for text in messages],
            [{"type": "cs_board/moved", "payload": {}}],
        )

    def test_exe_02_once_per_team_and_transaction(self):
        tickets = self.ticket + self._create_ticket() + self._create_ticket()
        self._heard()
        tickets.stage_id = self.stages["execution"]
        tickets.stage_id = self.stages["quality"]
        self.assertEqual(len(self._heard()[0]), 1)
        self.ticket.name = "Another name"
        self.assertFalse(self._heard()[0])

    def test_exe_02_a_change_of_team_is_told_to_both(self):
        self._heard()
        self.ticket.team_id = self.team_plain
        ids = {channel[2] for channel in self._heard()[0]}
        self.assertEqual(ids, {self.team.id, self.team_plain.id})

    def _channels(self, user):
        websocket = self.env["ir.websocket"].with_user(user)
        with self._fake_request():
            found = websocket._build_bus_channel_list(["cs_board", "other"])
        name = self.env.cr.dbname
        return [channel_with_db(name, channel) for channel in found]

    def _fake_request(self):
        request = MagicMock()
        request.session.uid = False
        return patch("odoo.addons.bus.models.ir_websocket.wsrequest", request)

    def test_exe_02_who_may_listen(self):
        name = self.env.cr.dbname
        board = (name, "helpdesk.ticket.team", self.team.id, "cs_board")
        far = new_test_user(self.env, "cs_far", groups=AGENT)
        for user in (self.agent_li, self.leader, self.manager):
            channels = self._channels(user)
            self.assertIn(board, channels)
            self.assertNotIn((name, "cs_board"), channels)
            self.assertIn((name, "other"), channels)
        public = self.env.ref("base.public_user")
        for user in (far, self.portal_user, public):
            self.assertNotIn(board, self._channels(user))

    def test_exe_02_boards_are_live(self):
        for view in (
            "helpdesk_mgmt.view_helpdesk_ticket_kanban",
            "cs_service_standard.helpdesk_ticket_view_queue_kanban",
        ):
            tickets = self.env["helpdesk.ticket"].with_user(self.agent_li)
            arch = tickets.get_view(self.env.ref(view).id)["arch"]
            self.assertIn('js_class="cs_live_board"', arch)
            self.assertIn("cs_done_percent", arch)
