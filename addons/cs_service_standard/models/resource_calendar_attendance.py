from odoo import api, models

from ..engine.calendar_spec import Attendance

WATCHED = frozenset(
    {
        "calendar_id",
        "day_period",
        "dayofweek",
        "display_type",
        "duration_hours",
        "hour_from",
        "hour_to",
        "week_type",
    }
)


class ResourceCalendarAttendance(models.Model):
    """Its calendar counts time differently after a change of hours."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.calendar_id._cs_worktime_changed()
        return lines

    def write(self, vals):
        if WATCHED.isdisjoint(vals):
            return super().write(vals)
        before = self.calendar_id
        result = super().write(vals)
        (before | self.calendar_id)._cs_worktime_changed()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._cs_worktime_changed()
        return result

    def _cs_to_attendance(self):
        return Attendance(
            int(self.dayofweek),
            self.hour_from,
            self.hour_to,
            int(self.week_type) if self.week_type else None,
        )
