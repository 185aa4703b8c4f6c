from collections import defaultdict

from odoo import api, fields, models

from ..engine.clock import effective
from ..engine.facts import in_order
from ..engine.instants import from_epoch, to_epoch
from ..engine.story import computation, seal, tell
from ..engine.targets import Mode, Promise
from ..engine.timeline import runs

SKIPPED_SHOWN = 40
ROWS_SHOWN = 400


class CsTicketClock(models.Model):
    """The story of a clock: all that moved it, for whoever asks or disputes it.

    Nothing of it is stored: facts hold ids and codes, names are looked up for the
    reader. Whoever may read the clock may read its story.
    """

    _inherit = "cs.ticket.clock"

    story = fields.Html(
        string="Timeline",
        compute="_compute_story",
        sanitize=False,
        help="Every fact that started, paused, resumed or stopped this clock, each "
        "promise, what was not counted, and who was told.",
    )

    @api.depends("state", "due_at", "stopped_at", "notice_ids")
    @api.depends_context("lang", "tz")
    def _compute_story(self):
        for clock, lines in self._stories().items():
            clock.story = self.env["ir.qweb"]._render(
                "cs_service_standard.cs_clock_story", {"lines": lines}
            )

    def _story_events(self):
        """Facts of the tickets as records, by ticket, in one query.

        Runs as superuser: they belong to clocks the reader was let in to.
        """
        events = self.env["cs.ticket.event"].sudo()
        found = events.search([("ticket_id", "in", self.ticket_id.ids)])
        result = defaultdict(events.browse)
        for event in found:
            result[event.ticket_id.id] += event
        return result

    def _stories(self):
        """Lines of the story of each clock, ready to show: dict of lists of dicts."""
        self.check_access("read")
        events = self._story_events()
        speaker = self.env["cs.clock.speaker"]
        result = {}
        for clock in self:
            own = events[clock.ticket_id.id]
            entries = clock._story_entries(own)
            lines = speaker._lines(clock, entries, {event.id: event for event in own})
            lines += speaker._notice_lines(clock) + clock._skipped_lines(speaker)
            result[clock] = sorted(lines, key=lambda line: line["at"])
        return result

    def _metric_of(self, facts):
        """The metric as it counts for this ticket; ``None`` when nobody knows it."""
        registry = self.env["cs.sla.target"]._metric_registry()
        if self.metric not in registry:
            return None
        return effective(
            facts, self.metric, self.env["cs.clock.service"]._calendars(), registry
        )

    def _story_entries(self, events):
        self.ensure_one()
        service = self.env["cs.clock.service"]
        facts = in_order(service._to_fact(event) for event in events)
        metric = self._metric_of(facts)
        if not metric:
            return []  # the addon that knew this metric is gone
        now = to_epoch(fields.Datetime.now())
        return tell(
            facts, metric, self.cycle, self.env["cs.clock.service"]._calendars(), now
        )

    def _skipped_lines(self, speaker):
        """Days off and holidays between the start and the end of the clock."""
        end = self.stopped_at or self.due_at or fields.Datetime.now()
        calendar = self.calendar_id.sudo()
        if self.mode == Mode.ELAPSED or not calendar:
            return []
        start, end = to_epoch(self._counted_from()), to_epoch(end)
        skipped = [
            item
            for item in calendar._cs_skipped(start, end, mode=self.mode)
            if item["reason"] != "closed"
        ]
        return [speaker._skipped_line(self, item) for item in skipped[:SKIPPED_SHOWN]]

    def _snapshot(self, entries):
        """The promise that counts, as it was kept with the facts."""
        self.ensure_one()
        decisive = [e.promise for e in entries if e.decides]
        return next(
            (
                promise
                for promise in reversed(decisive)
                if promise.id == (self.target_id.id or promise.id)
                and promise.limit == self.limit_seconds
            ),
            Promise(
                self.target_id.id or 0,
                self.metric,
                self.limit_seconds,
                self.mode,
                self.calendar_id.id or 0,
            ),
        )

    def _computation(self, events, promise):
        """Working time stretch by stretch: list of dicts with instants and totals."""
        self.ensure_one()
        service = self.env["cs.clock.service"]
        facts = in_order(service._to_fact(event) for event in events)
        metric = self._metric_of(facts)
        found = runs(facts, metric) if metric else []
        run = found[self.cycle - 1] if self.cycle <= len(found) else None
        if run is None or promise not in run.promises:
            return []
        until = self.stopped_at or self.due_at or fields.Datetime.now()
        time = self.env["cs.clock.service"]._calendars()(promise.mode, promise.calendar)
        rows = computation(run, promise, time, to_epoch(until))
        return [
            {
                "start": from_epoch(row.start),
                "end": from_epoch(row.end),
                "seconds": row.end - row.start,
                "total": row.total,
            }
            for row in rows[:ROWS_SHOWN]
        ]

    @api.model
    def _seal(self, events):
        """Fingerprint over the facts; the actor is left out, so that erasing a
        person changes none.
        """
        return seal(
            [event.id, to_epoch(event.at), event.kind, event.payload or {}]
            for event in events.sorted("id")
        )

    def action_cs_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    def action_cs_dossier(self):
        """The dossier as PDF; as a page where the server cannot make PDFs."""
        report = self.env.ref("cs_service_standard.cs_ticket_clock_action_dossier")
        action = report.report_action(self, config=False)
        if report.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            action["report_type"] = "qweb-html"
        return action

    def action_cs_story_csv(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/cs/clock/{self.id}/story.csv",
            "target": "download",
        }
