from odoo import api, fields, models

from ..wording import listed

REOPENED = ("resolution", "closure")


class CsSlaTarget(models.Model):
    """The target in one sentence, so that an administrator reads what he typed."""

    _inherit = "cs.sla.target"

    summary = fields.Char(compute="_compute_summary")
    condition_text = fields.Char(
        string="Applies To",
        compute="_compute_condition_text",
        help="For which tickets the line holds; open the line to change it.",
    )

    @api.model
    def _condition_fields(self):
        """Fields that say for which tickets a target holds."""
        return (
            "channel_ids",
            "channel_kind",
            "type_ids",
            "priority_min",
            "priority_max",
            "customer_value",
            "complexity",
            "team_ids",
            "tag_ids",
            "partner_ids",
        )

    @api.depends(
        "metric",
        "limit_value",
        "limit_unit",
        "mode",
        "strict",
        "goal_value",
        "goal_unit",
        "goal_percent",
        "warn_percent",
        "ladder_id",
        "pausable",
        "restart",
        "change_mode",
        "carry_pauses",
        "condition_text",
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for target in self:
            target.summary = target._in_words() if target.metric else False

    @api.depends(lambda self: self._condition_fields())
    @api.depends_context("lang")
    def _compute_condition_text(self):
        for target in self:
            words = listed(self.env, target._condition_words())
            target.condition_text = words or self.env._("Every ticket")

    @api.depends_context("cs_with_condition")
    def _compute_display_name(self):
        """With the condition where lines of one limit stand side by side (reports)."""
        result = super()._compute_display_name()
        if self.env.context.get("cs_with_condition"):
            for target in self:
                words = listed(self.env, target._condition_words())
                if words:
                    target.display_name = f"{target.display_name} · {words}"
        return result

    def _in_words(self):
        """E.g. 'Complaint: first contact within 1 hour, round the clock; ...'."""
        self.ensure_one()
        sentence = self.env._(
            "%(who)s: %(what)s, %(how)s",
            who=self.condition_text,
            what=self.display_name.lower(),
            how=self._label("mode").lower(),
        )
        parts = [sentence, *self._promise_words(), *self._conduct_words()]
        return self.env._("%(sentence)s.", sentence="; ".join(parts))

    def _in_short(self):
        """Metric, limit and condition: 'First contact within 15 minutes · Chat'."""
        self.ensure_one()
        words = listed(self.env, self._condition_words())
        return f"{self.display_name} · {words}" if words else self.display_name

    def _promise_words(self):
        """Strictness, goal, and who is told."""
        words = []
        if self.strict:
            words.append(self.env._("the limit itself is late"))
        if self.goal_value:
            names = {
                "value": self.goal_value,
                "unit": self._unit_words(self.goal_value, self.goal_unit),
                "share": self.goal_percent,
            }
            if self.goal_percent:
                goal = self.env._("goal %(value)g %(unit)s for %(share)g %%", **names)
            else:
                goal = self.env._("goal %(value)g %(unit)s", **names)
            words.append(goal)
        if self.ladder_id:
            levels = listed(
                self.env, self.ladder_id.level_ids.mapped("display_name")
            ).lower()
            words.append(
                self.env._(
                    "people are told by the ladder %(ladder)s (%(levels)s)",
                    ladder=self.ladder_id.name,
                    levels=levels or self.env._("no level yet"),
                )
            )
        elif self.warn_percent:
            amount = self.limit_seconds * self.warn_percent // 100
            words.append(
                self.env._(
                    "warn the owner at %(percent)s %% (%(time)s), tell the team leader "
                    "at the breach",
                    percent=self.warn_percent,
                    time=self._seconds_in_words(amount),
                )
            )
        return words

    def _conduct_words(self):
        """What happens while the ticket waits, changes and comes back."""
        words = []
        if self.pausable:
            words.append(self.env._("stands still while the ticket waits"))
        if self.change_mode == "keep":
            words.append(
                self.env._("leaves an earlier promise alone when a ticket changes")
            )
        elif self.change_mode == "from_change":
            words.append(
                self.env._("counts from the change when a ticket comes to it later")
            )
        elif self.pausable and not self.carry_pauses:
            words.append(
                self.env._(
                    "counts from the start when a ticket comes to it later, earlier "
                    "waiting included"
                )
            )
        else:
            words.append(
                self.env._("counts from the start when a ticket comes to it later")
            )
        if self.metric in REOPENED:
            words.append(
                self.env._("a reopened ticket gets the whole time again")
                if self.restart
                else self.env._("a reopened ticket goes on with what was left")
            )
        return words

    def _condition_words(self):
        """The parts of the condition, each as people say it."""
        words = [*self.channel_ids.mapped("name"), *self.type_ids.mapped("name")]
        chosen = [name for name in ("channel_kind", "complexity") if self[name]]
        words += [self._label(name) for name in chosen]
        words += self.team_ids.mapped("display_name") + self.tag_ids.mapped("name")
        words += self.partner_ids.mapped("display_name")
        low, high = self._label("priority_min"), self._label("priority_max")
        if low and high and low != high:
            words.append(self.env._("priority %(low)s to %(high)s", low=low, high=high))
        elif low or high:
            words.append(self._priority_words(low, high))
        if self.customer_value:
            words.append(
                self.env._(
                    "customer value %(level)s", level=self._label("customer_value")
                )
            )
        return [word for word in words if word]

    def _priority_words(self, low, high):
        if low and high:
            return self.env._("priority %(level)s", level=low)
        if low:
            return self.env._("priority from %(level)s", level=low)
        return self.env._("priority up to %(level)s", level=high)

    def _label(self, name):
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def _limit_words(self):
        return self._seconds_in_words(self.limit_seconds)

    def _seconds_in_words(self, seconds):
        """A duration counted the way of the target: '2 h working time'.

        Also for a target that was deleted: then round the clock.
        """
        return self.env["cs.ticket.clock"]._promise_in_words(
            seconds, self.mode or "elapsed"
        )
