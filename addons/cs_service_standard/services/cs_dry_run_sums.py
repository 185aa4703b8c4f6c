from collections import defaultdict

from odoo import api, models

from ..engine.quantile import needed

GROUPS = {
    "metric": "metric",
    "target": "draft_target_id",
    "channel": "channel_id",
    "team": "team_id",
}
COUNTED = ("kept", "late")


class CsDryRunService(models.AbstractModel):
    """The figures of a dry run, counted from its rows."""

    _inherit = "cs.dry.run.service"

    @api.model
    def _sum_up(self, run):
        """One line per metric, target, channel and team; one query for each kind."""
        needs = self._needs(run)
        vals_list = []
        for kind, name in GROUPS.items():
            for sequence, (key, counts) in enumerate(self._counts(run, name)):
                if kind == "target" and not key:
                    continue  # promised only today: no line of this profile
                vals = self._prepare_line_vals(counts)
                vals |= {"run_id": run.id, "kind": kind, "sequence": sequence}
                vals[f"{kind}_id" if kind != "metric" else kind] = (
                    key if kind == "metric" else key.id
                )
                vals_list.append(
                    vals | (needs.get(key, {}) if kind == "target" else {})
                )
        run.line_ids.sudo().unlink()
        self.env["cs.dry.run.line"].sudo().create(vals_list)

    @api.model
    def _counts(self, run, name):
        """(group, {(today, draft, side): count}) pairs, largest group first."""
        rows = self.env["cs.dry.run.clock"].sudo()
        groups = defaultdict(dict)
        for key, today, draft, side, count in rows._read_group(
            [("run_id", "=", run.id)], [name, "today", "draft", "side"], ["__count"]
        ):
            groups[key][today, draft, side] = count
        return sorted(groups.items(), key=lambda item: -sum(item[1].values()))

    @api.model
    def _prepare_line_vals(self, counts):
        def total(holds):
            return sum(count for key, count in counts.items() if holds(*key))

        return {
            "today_kept": total(lambda today, draft, side: today == "kept"),
            "today_count": total(lambda today, draft, side: today in COUNTED),
            "draft_kept": total(lambda today, draft, side: draft == "kept"),
            "draft_count": total(lambda today, draft, side: draft in COUNTED),
            "open_count": total(lambda today, draft, side: draft == "open"),
            "out_count": total(lambda today, draft, side: draft == "out"),
            "better_count": total(lambda today, draft, side: side == "better"),
            "worse_count": total(lambda today, draft, side: side == "worse"),
        }

    @api.model
    def _needs(self, run):
        """Limit that the aim would need, by target, from the time that was used."""
        rows = self.env["cs.dry.run.clock"].sudo()
        used = defaultdict(lambda: {True: [], False: []})
        for target, over, seconds in rows._read_group(
            [
                ("run_id", "=", run.id),
                ("draft", "in", (*COUNTED, "open")),
                ("draft_target_id", "!=", False),
            ],
            ["draft_target_id", "over"],
            ["used_seconds:array_agg"],
        ):
            used[target][over] = seconds
        return {
            target: self._prepare_need_vals(
                needed(times[True], times[False], run.aim_percent, target.strict)
            )
            for target, times in used.items()
        }

    @api.model
    def _prepare_need_vals(self, need):
        if not need:
            return {}
        return {
            "needed_from": need.least,
            "needed_to": need.most or 0,
            "needed_open": need.open,
            "needed_count": need.n,
        }
