from math import isinf

from markupsafe import Markup

from odoo import api, fields, models

from ...engine.erlang import Load, Promise, agents_needed, busy_hour, choices, seats

HEAD = Markup(
    "<table class='table table-sm mb-0'><thead><tr>%s</tr></thead>"
    "<tbody>%s</tbody></table>"
)
ROW = Markup("<tr class='%s'>%s</tr>")
CELL = Markup("<td class='text-end'>%s</td>")
TITLE = Markup("<th class='text-end'>%s</th>")


class CsCentreDefinition(models.Model):
    """What is to be expected: volume, cost, benefit and the seats it takes (CCS-05)."""

    _inherit = "cs.centre.definition"

    daily_volume = fields.Integer(
        string="Calls per Day", help="Calls expected on an ordinary day."
    )
    busy_percent = fields.Float(
        string="In the Busiest Hour (%)",
        digits=(5, 1),
        default=15,
        help="Share of the calls of a day that come in its busiest hour.",
    )
    handling_seconds = fields.Integer(
        string="Handling Time (s)",
        default=180,
        help="Seconds a call takes on average, writing it down included.",
    )
    level_percent = fields.Float(
        string="Calls Answered in Time (%)",
        digits=(5, 1),
        compute="_compute_level",
        store=True,
        readonly=False,
        help="Proposed by the standard when it promises an answer to calls.",
    )
    level_seconds = fields.Integer(
        string="In Time Means Within (s)",
        compute="_compute_level",
        store=True,
        readonly=False,
    )
    shrinkage_percent = fields.Float(
        string="Away (%)",
        digits=(5, 1),
        default=30,
        help="Share of paid time for breaks, leave, illness and training.",
    )
    agents_needed = fields.Integer(
        string="On Duty at the Peak", compute="_compute_seats"
    )
    seats_needed = fields.Integer(string="On the Roster", compute="_compute_seats")
    seats_table = fields.Html(
        string="More or Fewer People", compute="_compute_seats", sanitize=False
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_monthly = fields.Monetary(string="Cost per Month")
    benefit_monthly = fields.Monetary(string="Benefit per Month")

    _figures_positive = models.Constraint(
        "CHECK (daily_volume >= 0 AND handling_seconds > 0 AND level_seconds > 0"
        " AND busy_percent > 0 AND busy_percent <= 100"
        " AND level_percent > 0 AND level_percent <= 100"
        " AND shrinkage_percent >= 0 AND shrinkage_percent < 100)",
        "Forecast of the service centre: calls cannot be negative, times must be "
        "positive, percentages between 0 and 100.",
    )

    @api.depends("profile_id")
    def _compute_level(self):
        for centre in self:
            answer = centre.profile_id.target_ids.filtered(
                lambda t: (
                    t.metric == "answer" and any(t.channel_ids.mapped("cs_is_phone"))
                )
            )[:1]
            seconds = answer.goal_seconds or answer.limit_seconds
            centre.level_seconds = seconds or centre.level_seconds or 20
            if answer:
                centre.level_percent = answer.goal_percent or centre.level_percent or 80
            else:
                centre.level_percent = centre.level_percent or 80

    @api.depends(
        *("daily_volume", "busy_percent", "handling_seconds", "level_percent"),
        *("level_seconds", "shrinkage_percent"),
    )
    @api.depends_context("lang")
    def _compute_seats(self):
        for centre in self:
            centre.agents_needed = centre.seats_needed = 0
            centre.seats_table = False
            if not centre._can_estimate():
                continue
            calls = busy_hour(centre.daily_volume, centre.busy_percent)
            load = Load(calls, centre.handling_seconds)
            promise = Promise(centre.level_percent, centre.level_seconds)
            needed = agents_needed(load, promise)
            centre.agents_needed = needed
            centre.seats_needed = seats(needed, centre.shrinkage_percent)
            centre.seats_table = centre._render_seats(choices(load, promise), needed)

    def _can_estimate(self):
        """Whether the figures, perhaps just being typed, allow an estimate."""
        return (
            0 < self.daily_volume <= 1_000_000
            and 0 < self.handling_seconds <= 86_400
            and 0 < self.busy_percent <= 100
            and self.level_seconds > 0
            and self.level_percent > 0
            and 0 <= self.shrinkage_percent < 100
        )

    def _render_seats(self, rows, needed):
        titles = (
            self.env._("On duty"),
            self.env._("Answered in time"),
            self.env._("Average wait"),
            self.env._("Busy"),
        )
        body = [
            ROW
            % (
                "table-success fw-bold" if row.agents == needed else "",
                self._join(CELL, self._cells(row)),
            )
            for row in rows
        ]
        return HEAD % (self._join(TITLE, titles), Markup("").join(body))

    def _cells(self, row):
        wait = (
            self.env._("without end")
            if isinf(row.answer_seconds)
            else self.env._("%s s", round(row.answer_seconds))
        )
        return row.agents, f"{row.level:.1%}", wait, f"{row.occupancy:.0%}"

    @api.model
    def _join(self, wrap, values):
        return Markup("").join(wrap % value for value in values)
