from odoo import api, models
from odoo.fields import Domain

SHOWN = 12
# period -> first and last day, first day of what it is compared with
PERIODS = {
    "today": (0, 1, -7),
    "yesterday": (-1, 0, -8),
    "week": (-6, 1, -13),
    "month": (-29, 1, -59),
}


class CsLeaderDashboard(models.AbstractModel):
    """Compliance per target, against the days before."""

    _inherit = "cs.leader.dashboard"

    @api.model
    def _targets(self, scope, period):
        """Targets with clocks that were decided in the period, the worst first."""
        first, last, before = PERIODS.get(period, PERIODS["today"])
        report = self.env["cs.sla.report"]
        now = self._decided(scope, first, last)
        earlier = report._target_figures(self._decided(scope, before, first))
        figures = report._target_figures(now)
        rows = [
            self._to_target_row(target, found, earlier.get(target), now)
            for target, found in figures.items()
            if found["kept"].n
        ]
        rows.sort(key=lambda row: (row["kept"]["percent"], -row["kept"]["n"]))
        action = self._to_action(self.env._("SLA Report"), "cs.sla.report", now)
        action["views"] = [[False, "pivot"], [False, "list"], [False, "graph"]]
        return {"rows": rows[:SHOWN], "more": len(rows[SHOWN:]), "action": action}

    @api.model
    def _decided(self, scope, first, last):
        """Clocks decided from one midnight to another, counted in days from today."""
        return (
            scope
            & Domain("judged_at", ">=", self._midnight(first))
            & Domain("judged_at", "<", self._midnight(last))
        )

    @api.model
    def _to_target_row(self, target, figures, earlier, domain):
        name = target.display_name
        action = self._to_action(
            name, "cs.sla.report", domain & Domain("target_id", "=", target.id)
        )
        action["views"] = [[False, "list"], [False, "pivot"]]
        return {
            "id": target.id,
            "name": name,
            "condition": target.condition_text,
            "profile": target.profile_id.display_name,
            "kept": self._to_share(figures["kept"]),
            "before": self._to_share(earlier["kept"]) if earlier else None,
            "verdicts": [
                {
                    "kind": verdict["kind"],
                    "value": float(verdict["value"]),
                    "wanted": float(verdict["wanted"]),
                    "reached": verdict["reached"],
                }
                for verdict in self.env["cs.sla.report"]._verdicts(target, figures)
            ],
            "action": action,
        }

    @api.model
    def _to_share(self, share):
        if not share.n:
            return None
        return {"k": share.k, "n": share.n, "percent": float(share.percent)}
