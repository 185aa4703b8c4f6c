from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

PAUSED_TOO_LONG = [
    ("ticket_id.active", "=", True),
    ("until", "!=", False),
    "|",
    "&",
    ("ended_at", "=", False),
    ("until", "<=", "now"),
    "&",
    ("ended_how", "=", "automatic"),
    ("ended_at", ">=", "now -1d"),
]


class CsLeaderDashboard(models.AbstractModel):
    """Tiles of what waits for the leader: answers, pauses, reviews."""

    _inherit = "cs.leader.dashboard"

    @api.model
    def _tiles(self, scope, instants):
        """Also what waits for an answer; tiles of models the reader may not open
        are left out."""
        tiles = super()._tiles(scope, instants)
        for build in (
            self._escalation_tile,
            self._pause_tile,
            self._review_tile,
            self._overrun_tile,
        ):
            tile = build(scope, instants)
            if tile:
                tiles.append(tile)
        return tiles

    @api.model
    def _of_tickets(self, scope):
        """The scope for records that hang on a ticket."""
        return scope if scope.is_true() else Domain("ticket_id", "any", scope)

    @api.model
    def _escalation_tile(self, scope, instants):
        wanted = (
            self._of_tickets(scope)
            & Domain("needs_ack", "=", True)
            & Domain("ticket_id.active", "=", True)
        )
        model = "cs.clock.notice"
        return self._to_tile(
            "escalations",
            self.env._("Escalations"),
            self.env._("wait for an acknowledgement"),
            "fa-bullhorn",
            self._open_history(
                model, wanted, SQL("at"), SQL("acknowledged_at"), instants
            ),
            self._to_action(
                self.env._("Escalations"),
                model,
                wanted & Domain("acknowledged_at", "=", False),
            ),
        )

    @api.model
    def _pause_tile(self, scope, instants):
        """Pauses past their maximum: shown for a day after they ended by themselves."""
        model, scope = "cs.ticket.pause", self._of_tickets(scope)
        ever = (
            scope
            & Domain("ticket_id.active", "=", True)
            & Domain("until", "!=", False)
            & Domain("ended_how", "in", ["automatic", False])
        )
        return self._to_tile(
            "pauses",
            self.env._("Paused too long"),
            self.env._("maximum reached since yesterday"),
            "fa-pause-circle",
            self._open_history(
                model,
                ever,
                SQL("until"),
                SQL("ended_at + interval '1 day'"),
                instants,
            ),
            self._to_action(
                self.env._("Paused too long"), model, scope & Domain(PAUSED_TOO_LONG)
            ),
        )

    @api.model
    def _review_tile(self, scope, instants):
        model = "cs.breach.review"
        if not self.env[model].has_access("write"):
            return None
        ever = self._of_tickets(scope)
        return self._to_tile(
            "reviews",
            self.env._("Breach reviews"),
            self.env._("wait for cause and action"),
            "fa-search",
            self._open_history(
                model, ever, SQL("create_date"), SQL("done_at"), instants
            ),
            self._to_action(
                self.env._("Breach reviews"), model, ever & Domain("state", "=", "open")
            ),
        )

    @api.model
    def _overrun_tile(self, _scope, instants):
        """Channels serve every team, so this tile is the same for all of them."""
        model = "cs.overrun.review"
        if not self.env[model].has_access("write"):
            return None
        return self._to_tile(
            "overruns",
            self.env._("Slow channels"),
            self.env._("overrun reviews that are open, all teams"),
            "fa-tachometer",
            self._open_history(
                model, Domain.TRUE, SQL("create_date"), SQL("closed_at"), instants
            ),
            self._to_action(
                self.env._("Overrun Reviews"), model, Domain("state", "=", "open")
            ),
        )
