from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytz

from odoo import models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..engine.calendar_spec import CalendarSpec, build_year, skipped
from ..engine.worktime import Worktime, YearIndex

WATCHED = frozenset({"company_id", "schedule_type", "two_weeks_calendar", "tz"})
WHOLE_DAYS = {"working_hours": False, "working_days": True}


@cache
def odoo_zone(tz):
    """A zone in the data that Odoo uses, which may be newer than the system's.

    Otherwise a due time and its display may lie an hour apart after a country has
    changed its rules.
    """
    name = pytz.timezone(tz).zone  # Odoo gives retired names their successors
    with pytz.open_resource(name) as data:
        return ZoneInfo.from_file(data, key=name)


class ResourceCalendar(models.Model):
    """Tells clocks which seconds count, from an index built once per year.

    ``plan_hours`` and its kin search the lines and leaves anew at each call, which
    is too slow for one call per clock, and they take in the holidays of companies
    that the calendar does not belong to.
    """

    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._cs_worktime_changed()
        return result

    def unlink(self):
        """Tell the clocks first, while they still know their calendar.

        The holidays outlive their calendar: without one, they hold for the company.
        """
        holidays = self.sudo().global_leave_ids
        self._cs_worktime_changed()
        result = super().unlink()
        holidays._cs_calendars()._cs_worktime_changed()
        return result

    def _cs_worktime(self, mode):
        """How this calendar counts time.

        :param str mode: "working_hours", or "working_days" for whole days
        :return: a ``Worktime``; ask again after a change of the calendar
        """
        self.ensure_one()
        whole_days = WHOLE_DAYS[mode]
        return Worktime(lambda year: YearIndex(*self._cs_year_spans(year, whole_days)))

    @ormcache("self.id", cache="stable")
    def _cs_can_carry_clock(self):
        """Whether clocks may run on it; otherwise another calendar has to be found.

        Flexible calendars say how much is worked, not when.  No calendar carries none.
        """
        calendar = self.sudo()
        return bool(
            calendar and not calendar.flexible_hours and calendar._cs_attendances()
        )

    def _cs_skipped(self, start, end, mode="working_hours"):
        """Why time between two instants (epoch seconds) does not count.

        Reveals the names of the calendar's public holidays, whoever asks.

        :return: list of dicts with ``start``, ``end`` (epoch seconds), ``reason``
            (a ``SkipReason``) and ``name`` (of the leave, or empty)
        """
        self.ensure_one()
        first, last = (datetime.fromtimestamp(at, UTC) for at in (start, end))
        parts = skipped(self._cs_spec(first, last), start, end, WHOLE_DAYS[mode])
        labels = {label for *_, label in parts if label}
        leaves = self.env["resource.calendar.leaves"].sudo().browse(labels)
        names = {leave.id: leave.name or "" for leave in leaves}
        return [
            {
                "start": opening,
                "end": closing,
                "reason": reason,
                "name": names.get(label, ""),
            }
            for opening, closing, reason, label in parts
        ]

    def _cs_calendar_changed(self):
        """Hook: these calendars, as superuser, count time differently from now on.

        Called once per change of hours, leaves, time zone or company, and before a
        calendar is deleted. An override marks what depends on them, and returns
        quickly; nothing is expected back.
        """

    def _cs_worktime_changed(self):
        """Forget what was counted with these calendars, in every process."""
        if self:
            self.env.registry.clear_cache("stable")
            self.sudo()._cs_calendar_changed()

    @ormcache("self.id", "year", "whole_days", cache="stable")
    def _cs_year_spans(self, year, whole_days):
        """The fields of the ``YearIndex`` of a year (UTC), as plain tuples."""
        first = datetime(year, 1, 1, tzinfo=UTC)
        spec = self._cs_spec(first, first.replace(year=year + 1))
        spans = build_year(spec, year, whole_days)
        return spans.starts, spans.ends, spans.before, spans.total

    def _cs_spec(self, start, end):
        """The calendar with its leaves around a window, for the engine.

        Read as superuser: due times are the same whoever looks at them. It reveals
        opening hours and public holidays, nobody's own time off.
        """
        calendar = self.sudo()
        day = timedelta(days=1)  # local days reach beyond the window
        leaves = calendar.env["resource.calendar.leaves"].search_fetch(
            calendar._cs_get_leave_domain()
            & Domain("date_from", "<", (end + day).replace(tzinfo=None))
            & Domain("date_to", ">", (start - day).replace(tzinfo=None)),
            ["date_from", "date_to"],
        )
        return CalendarSpec(
            odoo_zone(calendar.tz),
            tuple(line._cs_to_attendance() for line in calendar._cs_attendances()),
            tuple(leave._cs_to_leave() for leave in leaves),
            calendar.two_weeks_calendar,
        )

    def _cs_attendances(self):
        """The lines that ``resource.calendar`` counts as work."""
        return self.attendance_ids.filtered(
            lambda line: line.day_period != "lunch" and not line.display_type
        )

    def _cs_get_leave_domain(self):
        """Leaves for everybody: the calendar's own, and its company's."""
        company_wide = Domain("calendar_id", "=", False) & Domain(
            "company_id", "in", [False, self.company_id.id]
        )
        return (
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & (Domain("calendar_id", "=", self.id) | company_wide)
        )
