from odoo import api, fields, models

from ..wording import listed
from .cs_sla_ladder_level import MEANS, ROLES


class CsSlaLadderLevel(models.Model):
    """A level in one sentence, so that an administrator reads what was chosen."""

    _inherit = "cs.sla.ladder.level"

    summary = fields.Char(compute="_compute_summary")

    @api.depends("moment", "share", "offset_seconds")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for level in self:
            level.display_name = level._moment_words()

    @api.depends(
        "moment",
        "share",
        "offset_seconds",
        *ROLES,
        *MEANS,
        "user_ids",
        "raise_priority",
        "reassign",
        "needs_ack",
        "always",
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for level in self:
            level.summary = level._in_words()

    def _moment_words(self):
        """When: 'At 80 % of the limit', '30 min after due', 'At once'."""
        if self.moment == "percent":
            if not self.share:
                return self.env._("At once")
            if self.share == 100:
                return self.env._("At the breach")
            return self.env._("At %(share)s %% of the limit", share=self.share)
        time = self.env["cs.ticket.clock"]._duration(abs(self.offset_seconds))
        if self.moment == "before":
            return self.env._("%(time)s before due", time=time)
        return self.env._("%(time)s after due", time=time)

    def _in_words(self):
        """E.g. 'At the breach: tell the team leader by to-do, e-mail; ...'."""
        parts = []
        people = [self._label(name) for name in ROLES if self[name]]
        people += self.user_ids.mapped("name")
        means = [self._label(name) for name in MEANS if self[name]]
        if people and means:
            parts.append(
                self.env._(
                    "tell %(people)s (%(means)s)",
                    people=listed(self.env, people),
                    means=listed(self.env, means),
                )
            )
        if self.raise_priority:
            parts.append(self.env._("raise the priority"))
        if self.reassign == "leader":
            parts.append(self.env._("give the ticket to the team leader"))
        elif self.reassign == "queue":
            parts.append(self.env._("put the ticket back into the queue"))
        if self.needs_ack:
            parts.append(self.env._("wait for an acknowledgement"))
        if self.always:
            parts.append(self.env._("even when acknowledged before"))
        return self.env._(
            "%(when)s: %(what)s", when=self._moment_words(), what="; ".join(parts)
        )

    def _label(self, name):
        return self._fields[name]._description_string(self.env)


class CsSlaLadder(models.Model):
    """The whole ladder in a few sentences."""

    _inherit = "cs.sla.ladder"

    summary = fields.Text(compute="_compute_summary")

    @api.depends(
        "level_ids.summary", "repeat_minutes", "ignore_quiet_hours", "calendar_id"
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for ladder in self:
            ladder.summary = "\n".join(ladder._sentences())

    def _sentences(self):
        levels = self.level_ids._in_order()
        lines = [
            self.env._("%(sentence)s.", sentence=level.summary) for level in levels
        ]
        if not lines:
            return [self.env._("No level yet: add one below.")]
        if self.repeat_minutes:
            lines.append(
                self.env._(
                    "Reminds every %(minutes)s minutes until somebody acknowledges.",
                    minutes=self.repeat_minutes,
                )
            )
        if self.ignore_quiet_hours:
            lines.append(self.env._("Tells people at any hour of the day."))
        else:
            hours = self.calendar_id.name or self.env._("the service hours")
            lines.append(
                self.env._(
                    "Tells nobody outside %(hours)s; it waits for the opening.",
                    hours=hours,
                )
            )
        return lines
