from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import babel_locale_parse, format_datetime, get_lang

from ..engine.calendar_spec import is_zone

OPEN = ("running", "paused", "late")


class HelpdeskTicket(models.Model):
    """Clocks told to a customer as promises, in his words, language and time zone."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_promises(self):
        """The promises a customer may see: dict by id of lists, by due instant.

        Runs as superuser. Of each metric the latest cycle counts; metrics that mean
        the same to a customer make one promise, the earlier one. Repeated ones
        (progress, next answer) show while they are open.
        """
        labels = self._cs_promise_labels()
        clocks = self.env["cs.ticket.clock"].sudo()
        clocks = clocks.search(
            [
                ("ticket_id", "in", self.ids),
                ("metric", "in", [*labels]),
                ("state", "!=", "cancelled"),
            ],
            order="cycle desc, due_at, id",
        )
        chosen = defaultdict(dict)
        for clock in clocks:
            label, lasting = labels[clock.metric]
            if lasting or clock.state in OPEN:
                chosen[clock.ticket_id.id].setdefault(label, clock)
        return {
            ticket.id: sorted(
                (
                    ticket._cs_prepare_promise(label, clock)
                    for label, clock in chosen[ticket.id].items()
                ),
                key=lambda promise: (promise["at"] or datetime.max, promise["label"]),
            )
            for ticket in self
        }

    def _cs_open_promises(self):
        """The promises of one ticket that still have to be kept and have an instant."""
        self.ensure_one()
        promises = self._cs_portal_promises()[self.id]
        return [p for p in promises if p["state"] in OPEN and p["at"]]

    def _cs_promise_labels(self):
        """Metrics shown to customers: (words, whether also shown when kept); a hook."""
        return {
            "first_contact": (self.env._("First contact"), True),
            "first_response": (self.env._("First contact"), True),
            "solution_proposed": (self.env._("Proposal for a solution"), True),
            "resolution": (self.env._("Solution"), True),
            "final_solution": (self.env._("Revised solution"), True),
            "progress_update": (self.env._("Next progress report"), False),
            "next_reply": (self.env._("Our next answer"), False),
        }

    def _cs_prepare_promise(self, label, clock):
        self.ensure_one()
        zone = self._cs_reader_zone()
        kept = clock.state in ("met", "missed")
        at = clock.stopped_at if kept else clock.due_at
        state = clock.state
        if state == "running" and clock.is_late:
            state = "late"
        return {
            "label": label,
            "state": state,
            "at": at,
            "when": self._cs_when(at, zone),
            "due": self._cs_when(clock.due_at, zone),
        }

    def _cs_reader_zone(self):
        """Name of the time zone of the reader, else of the customer or the desk.

        Who works for us reads what the customer would read.
        """
        self.ensure_one()
        reader = self.env.user
        zones = (
            reader._is_portal() and reader.tz,
            self.partner_id.tz,
            self.team_id.cs_calendar_id.tz,
            self.company_id.resource_calendar_id.tz,
        )
        return next((zone for zone in zones if zone and is_zone(zone)), "UTC")

    def _cs_when(self, at, zone):
        """An instant as people say it: today 17:40, tomorrow 09:00, Mon 9 Oct 17:40."""
        if not at:
            return ""
        local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        whole_day = "%H" in get_lang(self.env).time_format
        clock_time = local.strftime("%H:%M" if whole_day else "%I:%M %p")
        clock_time = clock_time if whole_day else clock_time.lstrip("0")
        day, today = _local_day(at, zone), _local_day(fields.Datetime.now(), zone)
        if day == today:
            return self.env._("today %s", clock_time)
        if day == today + timedelta(days=1):
            return self.env._("tomorrow %s", clock_time)
        return f"{self._cs_day(at, zone)} {clock_time}"

    def _cs_day(self, at, zone):
        """The day of an instant; the year only where it is another one."""
        day, today = _local_day(at, zone), _local_day(fields.Datetime.now(), zone)
        skeleton = "MMMEd" if day.year == today.year else "yMMMd"
        locale = babel_locale_parse(get_lang(self.env).code)
        pattern = str(locale.datetime_skeletons[skeleton])
        return format_datetime(self.env, at, tz=zone, dt_format=pattern)


def _local_day(at, zone):
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
