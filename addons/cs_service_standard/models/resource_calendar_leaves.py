from datetime import UTC, timedelta

from odoo import api, models
from odoo.fields import Domain

from ..engine.calendar_spec import Leave

WATCHED = frozenset(
    {
        "calendar_id",
        "company_id",
        "date_from",
        "date_to",
        "resource_id",
        "time_type",
    }
)


class ResourceCalendarLeaves(models.Model):
    """Public holidays change what their calendars count; personal leaves do not."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._cs_calendars()._cs_worktime_changed()
        return leaves

    def write(self, vals):
        if WATCHED.isdisjoint(vals):
            return super().write(vals)
        before = self._cs_calendars()
        result = super().write(vals)
        (before | self._cs_calendars())._cs_worktime_changed()
        return result

    def unlink(self):
        calendars = self._cs_calendars()
        result = super().unlink()
        calendars._cs_worktime_changed()
        return result

    def _cs_calendars(self):
        """Calendars from which these leaves take time, as superuser.

        Whoever enters a holiday, every calendar of the company follows it.  Time off
        of a single person touches none: it is frequent and must clear no cache.
        """
        leaves = self.sudo().filtered(
            lambda leave: not leave.resource_id and leave.time_type == "leave"
        )
        company_wide = leaves.filtered(lambda leave: not leave.calendar_id)
        if not company_wide:
            return leaves.calendar_id
        domain = Domain("company_id", "in", company_wide.company_id.ids)
        if any(not leave.company_id for leave in company_wide):
            domain = Domain.TRUE
        calendars = leaves.calendar_id
        return calendars | calendars.with_context(active_test=False).search(domain)

    def _cs_to_leave(self):
        """In whole seconds; a started last second is off to its end."""
        end = self.date_to.replace(tzinfo=UTC)
        if end.microsecond:
            end += timedelta(seconds=1)
        start = self.date_from.replace(tzinfo=UTC)
        return Leave(int(start.timestamp()), int(end.timestamp()), self.id)
