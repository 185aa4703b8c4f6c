from datetime import UTC, datetime, time, timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.instants import from_epoch, to_epoch
from ..engine.ladder import Rung
from ..engine.worktime import ELAPSED
from .resource_calendar import odoo_zone

FRIDAY, EVENING = 4, time(17, 50)
SATURDAY, MORNING = 5, time(10, 0)


class CsSlaTarget(models.Model):
    """Three tickets worked out while the administrator types: now, Friday, holiday."""

    _inherit = "cs.sla.target"

    example = fields.Html(string="Examples", compute="_compute_example", sanitize=False)

    @api.depends(
        "metric",
        "limit_value",
        "limit_unit",
        "goal_value",
        "goal_unit",
        "mode",
        "calendar_id",
        "warn_percent",
        "ladder_id",
        "profile_id.calendar_id",
        "team_ids",
    )
    @api.depends_context("lang", "tz")
    def _compute_example(self):
        for target in self:
            ready = target.metric and target.limit_value > 0
            target.example = target._example_html() if ready else False

    def _example_html(self):
        calendar = self._example_calendar()
        zone = calendar.tz or self.env.user.tz or "UTC"
        rows = Markup("").join(
            Markup("<li>%s</li>") % self._example_row(label, moment, calendar, zone)
            for label, moment in self._example_moments(calendar, zone)
        )
        counted = self.mode != "elapsed"
        if counted and not calendar:
            foot = self.env._(
                "No usable service hours were found: counted round the clock, times "
                "in %(zone)s. Choose a calendar here or on the profile.",
                zone=zone,
            )
        elif counted:
            foot = self.env._(
                "Times in %(zone)s, counted with '%(calendar)s'.",
                zone=zone,
                calendar=calendar.name,
            )
        else:
            foot = self.env._("Times in %(zone)s.", zone=zone)
        return Markup('<ul class="mb-1 ps-3">%s</ul><small>%s</small>') % (rows, foot)

    def _example_calendar(self):
        """The hours a ticket of this target would most likely count with."""
        own = self.calendar_id._origin
        if own and self.mode != "elapsed":
            return own
        teams = self.team_ids._origin
        company = self.profile_id.company_id or self.env.company
        found, _fallback = self.env["cs.clock.service"]._calendar_of(
            teams.id if len(teams) == 1 else False,
            self.profile_id._origin.id,
            company.id,
        )
        return self.env["resource.calendar"].sudo().browse(found or [])

    @api.model
    def _example_moments(self, calendar, zone):
        """(words, naive UTC instant) of the three tickets."""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        local = now.replace(tzinfo=UTC).astimezone(odoo_zone(zone))
        moments = [
            (self.env._("Opened now"), now),
            (
                self.env._("Opened on Friday evening"),
                self._next_moment(local, FRIDAY, EVENING),
            ),
        ]
        name, day = self._next_holiday(calendar, now, zone)
        if day:
            at = datetime.combine(day, MORNING, odoo_zone(zone))
            label = self.env._("Opened on the holiday '%s'", name)
            moments.append((label, at.astimezone(UTC).replace(tzinfo=None)))
        else:
            label = self.env._("Opened on Saturday (no public holiday is entered)")
            moments.append((label, self._next_moment(local, SATURDAY, MORNING)))
        return moments

    @api.model
    def _next_moment(self, local, weekday, clock):
        """The next such weekday and time behind ``local``, as naive UTC."""
        day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
        at = datetime.combine(day, clock, local.tzinfo)
        if at <= local:
            at = datetime.combine(day + timedelta(days=7), clock, local.tzinfo)
        return at.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _next_holiday(self, calendar, now, zone):
        """Name and local day of the next holiday of a calendar, else two blanks."""
        if not calendar:
            return "", None
        leaves = self.env["resource.calendar.leaves"].sudo()
        domain = calendar._cs_get_leave_domain() & Domain("date_from", ">", now)
        leave = leaves.search(domain, order="date_from, id", limit=1)
        if not leave:
            return "", None
        start = leave.date_from.replace(tzinfo=UTC).astimezone(odoo_zone(zone))
        return leave.name or "", start.date()

    def _example_row(self, label, moment, calendar, zone):
        """One ticket: when it is opened, due, and who hears of it before."""
        due, marks = self._example_marks(moment, calendar)
        if due is None:
            when = self.env._("never due: the calendar has no working time")
        else:
            when = self.env._("due %(due)s", due=self._moment_words(due, zone))
        details = " · ".join(
            f"{name}: {self._moment_words(at, zone)}" for name, at in marks
        )
        return Markup("%s, %s: <b>%s</b><br/><small>%s</small>") % (
            label,
            self._moment_words(moment, zone),
            when,
            details,
        )

    @api.model
    def _moment_words(self, moment, zone):
        """An instant in a zone, with seconds only when there are any."""
        words = self.with_context(tz=zone).env["cs.ticket.clock"]._local(moment)
        return f"{words}:{moment.second:02d}" if moment.second else words

    def _example_marks(self, moment, calendar):
        """Due instant, and the named instants on the way, in order."""
        counted = calendar and self.mode != "elapsed"
        worktime = calendar._cs_worktime(self.mode) if counted else ELAPSED
        start = to_epoch(moment)

        def at(amount):
            found = worktime.advance(start, amount)
            return None if found is None else from_epoch(found)

        named = [(name, at(amount)) for name, amount in self._example_amounts()]
        marks = sorted((m for m in named if m[1]), key=lambda mark: mark[1])
        return at(self.limit_seconds), marks

    def _example_amounts(self):
        """(words, seconds used) of goal, warning or levels of the ladder."""
        limit = self.limit_seconds
        named = []
        if self.goal_seconds:
            named.append((self.env._("goal"), self.goal_seconds))
        levels = self.ladder_id.level_ids
        if levels:
            for level in levels:
                rung = Rung("", level.percent, level.offset_seconds)
                named.append((level.display_name, rung.amount(limit)))
        elif self.warn_percent:
            warning = self.env._("warning at %s %%", self.warn_percent)
            named.append((warning, limit * self.warn_percent // 100))
        return named
