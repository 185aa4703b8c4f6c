from dataclasses import replace

from odoo import api, fields, models

from ..engine.overlap import Cause, Issue, findings
from ..engine.targets import Condition


class CsSlaTarget(models.Model):
    """Lines that contradict, repeat or never touch each other, with the reason."""

    _inherit = "cs.sla.target"

    issue = fields.Selection(
        [
            (Issue.CONFLICT.value, "Two limits"),
            (Issue.DOUBLE.value, "Twice"),
            (Issue.NEVER.value, "Never matches"),
            (Issue.SHADOWED.value, "Never decides"),
        ],
        string="Finding",
        compute="_compute_issue",
        help="What is wrong with the line; its form and the page of the profile say "
        "why.",
    )
    issue_text = fields.Char(string="Reason", compute="_compute_issue")

    @api.depends(
        lambda self: (
            *(f"profile_id.target_ids.{name}" for name in self._condition_fields()),
            *(f"profile_id.target_ids.{name}" for name in self._issue_fields()),
            "profile_id.team_ids",
        )
    )
    @api.depends_context("lang")
    def _compute_issue(self):
        self.issue = self.issue_text = False
        for profile in self.profile_id:
            lines = profile.target_ids | self.filtered(
                lambda line, profile=profile: line.profile_id == profile
            )
            by_id = {line.id: line for line in lines._usable()}
            targets = [line._to_target() for line in by_id.values()]
            for found in findings(targets, profile._overlap_world()):
                line = by_id[found.line]
                if line in self:
                    line.issue = found.issue.value
                    line.issue_text = line._issue_words(found, by_id.get(found.other))

    @api.model
    def _issue_fields(self):
        """Fields besides the condition that decide which line is due earlier."""
        return (
            "active",
            "metric",
            "limit_value",
            "limit_unit",
            "mode",
            "calendar_id",
            "pausable",
            "restart",
            "change_mode",
            "carry_pauses",
        )

    def _is_for_all_channels(self):
        """Whether every request gets this promise, however it came in.

        Steps of priority are allowed: together they leave nobody out.
        """
        self.ensure_one()
        asked = replace(self._to_condition(), priority_min=None, priority_max=None)
        return asked == Condition()

    def _usable(self):
        """Lines far enough typed to be judged."""
        return self.filtered(lambda t: t.active and t.metric and t.limit_value > 0)

    def _issue_words(self, found, other):
        """The finding as a sentence that names the other line and the remedy."""
        names = {"other": other._in_short() if other else ""}
        if found.issue == Issue.NEVER:
            return self._cause_words(found.cause)
        if found.issue == Issue.DOUBLE:
            return self.env._(
                "The same line exists twice (%(other)s): delete one.", **names
            )
        if found.issue == Issue.CONFLICT:
            return self.env._(
                "The same tickets also have '%(other)s': only the shorter limit ever "
                "counts. Delete one, or change a condition.",
                **names,
            )
        return self.env._(
            "'%(other)s' holds for all these tickets and is always due earlier: this "
            "line never decides. Make it shorter, or narrow the other.",
            **names,
        )

    @api.model
    def _cause_words(self, cause):
        return {
            Cause.PRIORITY: self.env._(
                "No ticket matches: the lowest priority is above the highest."
            ),
            Cause.KIND: self.env._(
                "No ticket matches: the channels are of another kind than the line "
                "asks for."
            ),
            Cause.NO_CHANNEL: self.env._(
                "No ticket matches: no channel of this kind is in use."
            ),
            Cause.TEAM: self.env._(
                "No ticket matches: none of the teams follows this profile."
            ),
            Cause.TYPE: self.env._(
                "No ticket matches: none of the teams takes these types."
            ),
        }[cause]
