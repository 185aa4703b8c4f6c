from babel.dates import format_skeleton
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import get_lang

from ..engine.instants import from_epoch, to_epoch
from ..wording import listed

LISTED = 8


class CsTicketClock(models.Model):
    """Why a clock says what it says, in words a customer could be shown."""

    _inherit = "cs.ticket.clock"

    why = fields.Html(compute="_compute_why", sanitize=False)
    limit_text = fields.Char(compute="_compute_texts", string="Promise")
    used_text = fields.Char(compute="_compute_texts", string="Used")
    late_text = fields.Char(compute="_compute_texts", string="Late")

    @api.depends("limit_seconds", "working_seconds", "late_seconds", "mode")
    @api.depends_context("lang")
    def _compute_texts(self):
        for clock in self:
            clock.limit_text = clock._limit_in_words()
            used, late = clock.working_seconds, clock.late_seconds
            stopped = clock.state in ("met", "missed")
            clock.used_text = self._duration(used) if stopped else False
            clock.late_text = self._duration(late) if late else False

    @api.depends("state", "due_at", "stopped_at", "paused_seconds", "calendar_id")
    @api.depends_context("lang", "tz")
    def _compute_why(self):
        for clock in self:
            lines = Markup("").join(
                Markup("<li>%s</li>") % line for line in clock._why_lines()
            )
            clock.why = Markup('<ul class="mb-0 ps-3">%s</ul>') % lines

    @api.model
    def _duration(self, seconds):
        """A duration as people say it: '1 h 05 min', '24 h', '3 d', '30 s'."""
        minutes, rest = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        if hours >= 48:
            days, hours = divmod(hours, 24)
            if not hours:
                return self.env._("%(d)s d", d=days)
            return self.env._("%(d)s d %(h)s h", d=days, h=hours)
        if hours and not minutes:
            return self.env._("%(h)s h", h=hours)
        if hours:
            return self.env._("%(h)s h %(m)02d min", h=hours, m=minutes)
        if minutes and not rest:
            return self.env._("%(m)s min", m=minutes)
        if minutes:
            return self.env._("%(m)s min %(s)02d s", m=minutes, s=rest)
        return self.env._("%(s)s s", s=rest)

    def _limit_in_words(self):
        self.ensure_one()
        return self._promise_in_words(self.limit_seconds, self.mode)

    @api.model
    def _promise_in_words(self, seconds, mode):
        """A limit as people say it: '4 h working time', '2 working days'."""
        if mode == "working_days":
            days, rest = divmod(seconds, 86400)
            if seconds == 86400:
                return self.env._("1 working day")
            if not rest:
                return self.env._("%(count)s working days", count=days)
        elif mode == "working_hours":
            return self.env._("%(time)s working time", time=self._duration(seconds))
        return self._duration(seconds)

    def _local(self, moment):
        """An instant in the reader's zone and language: 'Mon, Oct 9 10:15'."""
        local = fields.Datetime.context_timestamp(self, moment)
        locale = get_lang(self.env).code
        day = format_skeleton("MMMEd", local, locale=locale)
        return f"{day} {local:%H:%M}"

    def _why_lines(self):
        """The explanation, one sentence a line."""
        self.ensure_one()
        end = self.stopped_at or self.due_at or fields.Datetime.now()
        lines = [
            self.env._(
                "%(limit)s from %(start)s",
                limit=self._limit_in_words(),
                start=self._local(self._counted_from()),
            )
        ]
        lines += self._why_in_flight()
        if self.is_fallback:
            lines.append(
                self.env._(
                    "No usable service hours were found: counted round the clock"
                )
            )
        elif self.mode != "elapsed":
            lines += self._why_calendar(end)
        if self.paused_seconds:
            lines.append(
                self.env._(
                    "not counted while waiting: %(time)s",
                    time=self._duration(self.paused_seconds),
                )
            )
        return lines + [self._why_verdict()]

    def _counted_from(self):
        """The start, or the change after which the promise counts."""
        came_later = self.attached_at and self.attached_at > self.started_at
        from_change = self.target_id.sudo().change_mode == "from_change"
        return self.attached_at if came_later and from_change else self.started_at

    def _why_in_flight(self):
        """A promise that came while the clock ran, and one that came too late."""
        if not self.attached_at or self.attached_at <= self.started_at:
            return []
        lines = [
            self.env._(
                "promised %(at)s, after a change of the ticket; the clock runs since "
                "%(start)s",
                at=self._local(self.attached_at),
                start=self._local(self.started_at),
            )
        ]
        if self.breached_on_attach:
            lines.append(self.env._("its time was over already when it was promised"))
        return lines

    def _why_calendar(self, end):
        """Counted spans and skipped time between the start and ``end``."""
        start, end = to_epoch(self._counted_from()), to_epoch(end)
        worktime = self.calendar_id.sudo()._cs_worktime(self.mode)
        counted = worktime.spans(start, end)
        spans = [
            f"{self._local(from_epoch(a))} – {self._local(from_epoch(b))}"
            for a, b in counted[:LISTED]
        ]
        if len(counted) > LISTED:
            spans.append("…")
        lines = [
            self.env._(
                "calendar %(calendar)s, counted %(spans)s",
                calendar=self.calendar_id.sudo().name,
                spans=listed(self.env, spans) or "0",
            )
        ]
        skipped = self._why_skipped(start, end)
        if skipped:
            lines.append(self.env._("skipped %(what)s", what=listed(self.env, skipped)))
        return lines

    def _why_skipped(self, start, end):
        """Days off and leaves on the way, each named once."""
        found = {}
        for item in self.calendar_id.sudo()._cs_skipped(start, end, mode=self.mode):
            if item["reason"] == "leave":
                day = self._local(from_epoch(item["start"]))
                found[item["name"] or day] = self.env._(
                    "%(name)s (%(day)s)", name=item["name"] or "", day=day
                )
            elif item["reason"] != "closed":
                found["weekend"] = self.env._("days off")
        return list(found.values())[:LISTED]

    def _why_verdict(self):
        if self.state == "paused" and self.pause_until:
            return self.env._(
                "paused since %(since)s, until %(until)s at the latest, %(left)s left",
                since=self._local(self.paused_at),
                until=self._local(self.pause_until),
                left=self._duration(max(self.remaining_seconds, 0)),
            )
        if self.state == "paused":
            return self.env._(
                "paused since %(since)s, %(left)s left",
                since=self._local(self.paused_at),
                left=self._duration(max(self.remaining_seconds, 0)),
            )
        if self.state == "met":
            return self.env._(
                "met %(at)s after %(used)s",
                at=self._local(self.stopped_at),
                used=self._duration(self.working_seconds),
            )
        if self.state == "missed":
            return self.env._(
                "breached: due %(due)s, stopped %(at)s, %(late)s late",
                due=self._local(self.due_at),
                at=self._local(self.stopped_at),
                late=self._duration(self.late_seconds),
            )
        if self.state == "cancelled":
            ends = dict(self._fields["end"]._description_selection(self.env))
            return self.env._(
                "cancelled: %(reason)s", reason=ends.get(self.end, "").lower()
            )
        return self.env._("due %(due)s", due=self._local(self.due_at))
