from odoo import models

MOVED = "cs_board/moved"
SHOWN = frozenset(("stage_id", "team_id", "user_id", "active"))


class HelpdeskTicket(models.Model):
    """Boards that are open elsewhere show at once where a ticket went (EXE-02)."""

    _inherit = "helpdesk.ticket"

    def write(self, vals):
        """Tell the boards of the teams; what a board shows, its user may see anyway."""
        if SHOWN.isdisjoint(vals):
            return super().write(vals)
        teams = self.sudo().team_id
        result = super().write(vals)
        (teams | self.sudo().team_id)._cs_tell_boards(MOVED)
        return result


class HelpdeskTicketTeam(models.Model):
    """The channel on which the boards of a team listen.

    A message says nothing but that something moved: each board then reads again
    with the rights of its own user.
    """

    _inherit = "helpdesk.ticket.team"

    def _cs_tell_boards(self, kind):
        """Send one message per team and transaction."""
        told = self.env.cr.precommit.data.setdefault("cs_boards_told", set())
        bus = self.env["bus.bus"]
        for team in self:
            if team.id not in told:
                told.add(team.id)
                bus._sendone((team, "cs_board"), kind, {})


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """An open board listens to the teams whose tickets its user works on."""
        wanted = "cs_board" in channels
        channels = [channel for channel in channels if channel != "cs_board"]
        user = self.env.user
        if wanted and user.has_group("helpdesk_mgmt.group_helpdesk_user_own"):
            teams = user.helpdesk_team_ids
            if user.has_group("helpdesk_mgmt.group_helpdesk_user"):
                teams = self.env["helpdesk.ticket.team"].search([("active", "=", True)])
            channels += [(team, "cs_board") for team in teams]
        return super()._build_bus_channel_list(channels)
