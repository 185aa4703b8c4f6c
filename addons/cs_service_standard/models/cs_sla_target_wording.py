from odoo import api, models

from ..engine.policy_diff import Kind
from ..wording import listed

WITH_UNIT = {"limit_value": "limit_unit", "goal_value": "goal_unit"}
UNSAID = frozenset({"limit_seconds", "goal_seconds", "limit_unit", "goal_unit"})


class CsSlaTarget(models.Model):
    """Changes of figures in the reader's words."""

    _inherit = "cs.sla.target"

    @api.model
    def _figure_wording(self, change):
        """A difference between two versions of a line in words.

        :param change: ``engine.policy_diff.LineChange``
        :return: tuple (name of the line, list of (label, before, after))
        """
        named = change.after if change.kind == Kind.ADDED else change.before
        names = {name for name in change.names if name not in UNSAID}
        for value, unit in WITH_UNIT.items():
            if unit in change.names:
                names.add(value)
        values = [
            (
                self._fields[name]._description_string(self.env),
                self._figure_text(change.before, name),
                self._figure_text(change.after, name),
            )
            for name in self._figure_names()
            if name in names
        ]
        return self._line_text(named), values

    @api.model
    def _unit_words(self, value, unit):
        """Name of a unit behind a number: '1 hour', '2 hours'."""
        one = {
            "second": self.env._("second"),
            "minute": self.env._("minute"),
            "hour": self.env._("hour"),
            "day": self.env._("day"),
        }
        names = one if value == 1 else dict(self._selection_unit())
        return names.get(unit, "")

    @api.model
    def _line_text(self, line):
        metrics = dict(self._selection_metric())
        value = line.get("limit_value") or 0
        return self.env._(
            "%(metric)s within %(value)g %(unit)s",
            metric=metrics.get(line.get("metric"), ""),
            value=value,
            unit=self._unit_words(value, line.get("limit_unit")),
        )

    @api.model
    def _figure_text(self, line, name):
        field, value = self._fields[name], line.get(name)
        if name in WITH_UNIT and value:
            return f"{value:g} {self._unit_words(value, line.get(WITH_UNIT[name]))}"
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if not value:
            return "–"
        if field.type == "selection":
            choices = dict(field._description_selection(self.env))
            return choices.get(value, value)
        if field.relational:
            return self._records_text(field, value)
        return f"{value:g}" if isinstance(value, (int, float)) else str(value)

    @api.model
    def _records_text(self, field, value):
        """Names of records as they are called today; deleted ones by their id."""
        if field.type == "one2many":
            return self.env._("%(count)s lines", count=len(value))
        ids = [value] if field.type == "many2one" else value
        model = self.env[field.comodel_name].sudo()
        there = model.browse(ids).exists()
        gone = [f"#{record_id}" for record_id in ids if record_id not in there.ids]
        return listed(self.env, there.mapped("display_name") + gone)
