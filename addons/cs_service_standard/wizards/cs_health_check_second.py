from odoo import models


class CsHealthCheck(models.TransientModel):
    """Whether somebody else can take over from whoever handled a request first."""

    _inherit = "cs.health.check"

    def _codes(self):
        return [*super()._codes(), "second_handling"]

    def _check_second_handling(self):
        """Teams for second handling with fewer than two people (ACC-04)."""
        teams = self._teams()
        second = teams.filtered(lambda team: team.cs_tier == "2")
        second |= teams.cs_profile_id.second_team_id.filtered("active")
        lonely = second.filtered(lambda team: len(team.user_ids) < 2)
        if not lonely:
            return []
        return [
            self._finding(
                "warning",
                self.env._(
                    "%(teams)s: second handling needs two people at least, since "
                    "whoever handled a request first does not handle it again. Add "
                    "members.",
                    teams=self._named(lonely),
                ),
                lonely,
            )
        ]
