from odoo import api, fields, models


class CsSlaTarget(models.Model):
    """The target in one sentence, so that an administrator reads what he typed."""

    _inherit = "cs.sla.target"

    summary = fields.Char(compute="_compute_summary")

    @api.depends(
        "metric",
        "limit_value",
        "limit_unit",
        "mode",
        "strict",
        "goal_value",
        "goal_unit",
        "warn_percent",
        "channel_ids",
        "channel_kind",
        "type_ids",
        "priority_min",
        "priority_max",
        "customer_value",
        "complexity",
        "team_ids",
        "tag_ids",
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for target in self:
            target.summary = target._in_words() if target.metric else False

    def _in_words(self):
        """E.g. 'Complaint: first contact within 1 hours, round the clock; ...'."""
        self.ensure_one()
        words = {
            "who": ", ".join(self._condition_words()) or self.env._("Every ticket"),
            "what": self.display_name.lower(),
            "how": self._label("mode").lower(),
        }
        sentence = self.env._("%(who)s: %(what)s, %(how)s", **words)
        parts = [sentence]
        if self.goal_value:
            parts.append(
                self.env._(
                    "goal %(value)g %(unit)s",
                    value=self.goal_value,
                    unit=self._label("goal_unit"),
                )
            )
        if self.warn_percent:
            parts.append(
                self.env._(
                    "warn the owner at %(percent)s %%", percent=self.warn_percent
                )
            )
        return "; ".join(parts) + "."

    def _condition_words(self):
        """The parts of the condition, each as people say it."""
        words = [*self.channel_ids.mapped("name"), *self.type_ids.mapped("name")]
        chosen = [name for name in ("channel_kind", "complexity") if self[name]]
        words += [self._label(name) for name in chosen]
        words += self.team_ids.mapped("display_name") + self.tag_ids.mapped("name")
        low, high = self._label("priority_min"), self._label("priority_max")
        if low and high and low != high:
            words.append(self.env._("priority %(low)s to %(high)s", low=low, high=high))
        elif low or high:
            words.append(self.env._("priority %(level)s", level=low or high))
        if self.customer_value:
            words.append(
                self.env._(
                    "customer value %(level)s", level=self._label("customer_value")
                )
            )
        return words

    def _label(self, name):
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")
