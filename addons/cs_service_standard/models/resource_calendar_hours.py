from babel import dates as babel_dates

from odoo import fields, models
from odoo.tools import babel_locale_parse, get_lang

from ..engine.service_hours import (
    clock_face,
    group_days,
    is_round_the_clock,
    minutes,
)
from ..wording import listed


class ResourceCalendar(models.Model):
    """Opening hours in words, for customers (INT-03)."""

    _inherit = "resource.calendar"

    def _cs_service_hours(self):
        """Weekly hours as one line in the reader's language, e.g. Mon–Fri 08:00–17:00.

        Empty for a calendar without fixed hours. Lunch breaks kept as attendance
        lines are breaks, not hours; of two alternating weeks the current one counts.
        """
        if not self or self.flexible_hours:
            return ""
        groups = group_days(self._cs_hour_lines())
        if is_round_the_clock(groups):
            return self.env._("24 hours a day, 7 days a week")
        names = self._cs_day_names()
        return "; ".join(self._cs_hours_of_days(group, names) for group in groups)

    def _cs_hour_lines(self):
        lines = self.attendance_ids.filtered(
            lambda line: not line.display_type and line.day_period != "lunch"
        )
        if self.two_weeks_calendar:
            today = fields.Date.context_today(self)
            week_type = str(lines.get_week_type(today))
            lines = lines.filtered(lambda line: line.week_type == week_type)
        return [
            (int(line.dayofweek), minutes(line.hour_from), minutes(line.hour_to))
            for line in lines
        ]

    def _cs_day_names(self):
        """Short names of the days, Monday first, as they stand alone in a list."""
        locale = babel_locale_parse(get_lang(self.env).code)
        names = babel_dates.get_day_names("abbreviated", "format", locale)
        return [names[day] for day in range(7)]

    def _cs_hours_of_days(self, group, names):
        days = listed(
            self.env,
            [
                names[first] if first == last else f"{names[first]}–{names[last]}"
                for first, last in group.ranges
            ],
        )
        openings = listed(
            self.env,
            [
                f"{clock_face(opening)}–{clock_face(closing)}"
                for opening, closing in group.openings
            ],
        )
        return f"{days} {openings}"
