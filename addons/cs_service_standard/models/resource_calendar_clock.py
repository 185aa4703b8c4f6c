from zoneinfo import ZoneInfo

from odoo import models

from ..engine.calendar_spec import Attendance, CalendarSpec

ALWAYS = tuple(Attendance(day, 0, 24, None) for day in range(7))


class ResourceCalendar(models.Model):
    """Open clocks follow the hours they are counted with, in a job."""

    _inherit = "resource.calendar"

    def unlink(self):
        """Clocks of a deleted calendar go on with the hours that hold then."""
        clocks = (
            self.env["cs.ticket.clock"]
            .sudo()
            .search(
                [
                    ("calendar_id", "in", self.ids),
                    ("state", "in", ("running", "paused")),
                ]
            )
        )
        tickets = clocks.ticket_id.ids
        result = super().unlink()
        if tickets:
            self.env["cs.clock.job"]._request("hours", {"tickets": tickets})
        return result

    def _cs_calendar_changed(self):
        """Order a job for the open clocks on these calendars, if there are any."""
        result = super()._cs_calendar_changed()
        jobs = self.env["cs.clock.job"]
        if jobs._has_clocks(("calendar_id", "in", self.ids)):
            company = self.company_id
            jobs._request(
                "refold",
                {"calendars": self.ids},
                company_id=company.id if len(company) == 1 else False,
            )
        return result

    def _cs_spec(self, start, end):
        """A calendar that is gone counts every hour, until its clocks have moved."""
        if self.exists():
            return super()._cs_spec(start, end)
        return CalendarSpec(ZoneInfo("UTC"), ALWAYS, (), False)
