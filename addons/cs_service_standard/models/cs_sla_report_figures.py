from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ..engine.figures import Mean, Share

SUMS = ("met", "missed", "late_open", "goal_met", "goal_missed", "used_seconds")


class CsSlaReport(models.Model):
    """What the figures of a period say about each target, and whether it is good."""

    _inherit = "cs.sla.report"

    @api.model
    def _mean_metrics(self):
        """Metrics judged by their mean as well (RSP-21); other addons add theirs."""
        return ("handling",)

    @api.model
    def _target_figures(self, domain):
        """Figures per target over the clocks of a domain, in one grouped query.

        :return: dict ``cs.sla.target`` record -> dict with ``kept``, ``goal`` (both
            ``Share``) and ``mean`` (``Mean``)
        """
        domain = Domain(domain) & Domain("target_id", "!=", False)
        groups = self._read_group(
            domain, ["target_id"], [f"{name}:sum" for name in SUMS]
        )
        return {
            target: self._to_figures(*sums)
            for target, *sums in groups
            if any(value for value in sums)
        }

    @api.model
    def _to_figures(self, met, missed, late, goal_met, goal_missed, seconds):
        return {
            "kept": Share(met, met + missed + late),
            "goal": Share(goal_met, goal_met + goal_missed),
            "mean": Mean(seconds or 0, met + missed),
        }

    @api.model
    def _verdicts(self, target, figures):
        """Whether a target's goals were reached: list of dicts, empty without goals.

        The share of clocks within the goal is measured against the percentage the
        target asks for (RSP-06), the mean against the goal, else the limit (RSP-21).

        :return: ``kind`` (goal or mean), ``value`` and ``wanted`` as ``Decimal``,
            ``reached``
        """
        found = []
        goal, mean = figures["goal"], figures["mean"]
        wanted = Decimal(str(target.goal_percent))
        if wanted and goal.n:
            found.append(
                {
                    "kind": "goal",
                    "value": goal.percent,
                    "wanted": wanted,
                    "reached": goal.reaches(wanted),
                }
            )
        if target.metric in self._mean_metrics() and mean.n:
            limit = target.goal_seconds or target.limit_seconds
            found.append(
                {
                    "kind": "mean",
                    "value": mean.minutes,
                    "wanted": Mean(limit, 1).minutes,
                    "reached": mean.within(limit),
                }
            )
        return found
