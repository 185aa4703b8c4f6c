from odoo import api, fields, models

from ...wording import listed
from .cs_centre_definition import SECTIONS


class CsCentreDefinition(models.Model):
    """How complete the answers are, and what deserves a second thought."""

    _inherit = "cs.centre.definition"

    completeness = fields.Integer(
        compute="_compute_completeness", help="Answered of the seven questions."
    )
    missing = fields.Text(string="Not Answered Yet", compute="_compute_completeness")
    warning = fields.Text(
        string="Think Again", compute="_compute_warning", help="Does not stop you."
    )
    link_progress = fields.Integer(
        string="Key Links Done", compute="_compute_link_progress"
    )
    step_progress = fields.Integer(
        string="Steps Done", compute="_compute_step_progress"
    )

    @api.depends(
        *("goal_strategic", "goal_long", "goal_medium", "goal_short", "who_ids"),
        *("reach", "seats_place", "what_ids", "which_ids", "calendar_id"),
        "profile_id.target_ids",
    )
    @api.depends_context("lang")
    def _compute_completeness(self):
        for centre in self:
            gaps = [centre._gap(section) for section in SECTIONS]
            found = [gap for gap in gaps if gap]
            centre.missing = "\n".join(found)
            answered = len(SECTIONS) - len(found)
            centre.completeness = 100 * answered // len(SECTIONS)

    def _gap(self, section):
        """What a question still lacks, in one line; empty when it is answered."""
        return getattr(self, f"_gap_{section}")()

    def _gap_why(self):
        names = ("goal_strategic", "goal_long", "goal_medium", "goal_short")
        return self._gap_of(self.env._("WHY"), names)

    def _gap_who(self):
        return self._gap_of(self.env._("WHO"), ["who_ids"])

    def _gap_where(self):
        return self._gap_of(self.env._("WHERE"), ["reach", "seats_place"])

    def _gap_what(self):
        return self._gap_of(self.env._("WHAT"), ["what_ids"])

    def _gap_which(self):
        return self._gap_of(self.env._("WHICH"), ["which_ids"])

    def _gap_when(self):
        return self._gap_of(self.env._("WHEN"), ["calendar_id"])

    def _gap_how(self):
        question = self.env._("HOW")
        if self.profile_id and not self.profile_id.target_ids:
            return self.env._(
                "%(question)s: %(profile)s promises nothing yet, add its targets",
                question=question,
                profile=self.profile_id.display_name,
            )
        return self._gap_of(question, ["profile_id"])

    def _gap_of(self, question, names):
        empty = [name for name in names if not self[name]]
        if not empty:
            return ""
        labels = [self._fields[name]._description_string(self.env) for name in empty]
        return f"{question}: {', '.join(labels)}"

    @api.depends("around_clock", "night_ids", "step_ids", "daily_volume")
    @api.depends_context("lang")
    def _compute_warning(self):
        steps = self.env["cs.centre.option"]._of("step")
        nights = self.env["cs.centre.option"]._of("night")
        for centre in self:
            warnings = [
                centre._warn_night(nights),
                centre._warn_steps(steps),
                centre._warn_volume(),
            ]
            centre.warning = "\n".join(filter(None, warnings))

    def _warn_night(self, nights):
        open_points = nights - self.night_ids._origin
        if not self.around_clock or not open_points:
            return ""
        return self.env._(
            "Day and night service without: %s.",
            listed(self.env, open_points.mapped("name")),
        )

    def _warn_steps(self, steps):
        """A later step closed before an earlier one."""
        done = self.step_ids._origin
        last = max((n for n, step in enumerate(steps) if step in done), default=0)
        skipped = steps[:last] - done
        if not skipped:
            return ""
        return self.env._(
            "Step '%(done)s' is closed while these are open: %(open)s.",
            done=steps[last].name,
            open=listed(self.env, skipped.mapped("name")),
        )

    def _warn_volume(self):
        if self.daily_volume:
            return ""
        return self.env._(
            "Nobody has estimated the calls of a day: how many seats are needed?"
        )

    @api.depends("link_ids")
    def _compute_link_progress(self):
        points = self.env["cs.centre.option"]._of("link")
        for centre in self:
            done = centre.link_ids._origin & points
            centre.link_progress = 100 * len(done) // (len(points) or 1)

    @api.depends("step_ids")
    def _compute_step_progress(self):
        points = self.env["cs.centre.option"]._of("step")
        for centre in self:
            done = centre.step_ids._origin & points
            centre.step_progress = 100 * len(done) // (len(points) or 1)
