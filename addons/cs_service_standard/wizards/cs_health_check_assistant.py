from odoo import models


class CsHealthCheck(models.TransientModel):
    """The way in for whoever has not begun."""

    _inherit = "cs.health.check"

    def _codes(self):
        return [*super()._codes(), "assistant"]

    def _check_assistant(self):
        """Companies without a team of their own or a shared one on a standard."""
        begun = self._teams().company_id
        if self._teams().filtered(lambda team: not team.company_id):
            return []
        waiting = self.env.companies - begun
        if not waiting:
            return []
        return [
            self._finding(
                "hint",
                self.env._(
                    "%(companies)s: the set-up assistant asks ten questions and makes "
                    "a running desk of the answers.",
                    companies=self._named(waiting),
                ),
                res_model="cs.setup.assistant",
                action_xmlid="cs_service_standard.cs_setup_assistant_action",
            )
        ]
