import csv
import json
from io import StringIO

from odoo import api, fields, models

from ..engine.instants import to_epoch

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ReportCsClockDossier(models.AbstractModel):
    """A clock as a file for a dispute: promise, facts, working time, fingerprint."""

    _name = "report.cs_service_standard.cs_clock_dossier"
    _description = "Dossier of a Clock"

    @api.model
    def _get_report_values(self, docids, data=None):
        clocks = self.env["cs.ticket.clock"].browse(docids)
        clocks.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "cs.ticket.clock",
            "docs": clocks,
            "dossiers": self._dossiers(clocks),
        }

    @api.model
    def _dossiers(self, clocks):
        """All that a dossier shows: dict clock -> dict."""
        events = clocks._story_events()
        stories = clocks._stories()
        result = {}
        for clock in clocks:
            own = events[clock.ticket_id.id]
            entries = clock._story_entries(own)
            promise = clock._snapshot(entries)
            result[clock] = {
                "intro": self.env._(
                    "Ticket %(number)s, made %(at)s; all times in %(zone)s.",
                    number=clock.ticket_id.number,
                    at=self.env["cs.clock.speaker"]._when(fields.Datetime.now()),
                    zone=self.env.tz.zone,
                ),
                "lines": stories[clock],
                "promise": self._promise_rows(clock, promise),
                "figures": self._figure_rows(clock),
                "computation": self._computation_rows(clock, own, promise),
                "facts": self._fact_rows(own),
                "seal": clock._seal(own),
            }
        return result

    @api.model
    def _promise_rows(self, clock, promise):
        """The snapshot of the promise, line by line: list of (label, value)."""
        duration = clock._duration
        calendar = self.env["resource.calendar"].sudo().browse(promise.calendar)
        calendar = calendar.exists()
        modes = dict(clock._fields["mode"]._description_selection(self.env))
        yes, no = self.env._("yes"), self.env._("no")
        rows = [
            (self.env._("Target"), clock.target_id.sudo().display_name or "–"),
            (self.env._("Limit"), clock._promise_in_words(promise.limit, promise.mode)),
            (self.env._("Counts"), modes.get(promise.mode, promise.mode)),
        ]
        if calendar:
            hours = calendar._cs_service_hours()
            rows.append((self.env._("Hours"), f"{calendar.name}: {hours}"))
        if promise.goal:
            rows.append((self.env._("Goal"), duration(promise.goal)))
        if promise.version:
            rows.append((self.env._("Version of the standard"), promise.version))
        rows += [
            (self.env._("The limit itself is late"), yes if promise.strict else no),
            (self.env._("Stands still while waiting"), yes if promise.pausable else no),
            (self.env._("Starts again when reopened"), yes if promise.restart else no),
        ]
        return rows

    @api.model
    def _figure_rows(self, clock):
        states = dict(clock._fields["state"]._description_selection(self.env))
        when = self.env["cs.clock.speaker"]._when
        rows = [
            (self.env._("Status"), states[clock.state]),
            (self.env._("Started"), when(clock.started_at)),
        ]
        instants = {
            self.env._("Due"): clock.due_at,
            self.env._("Stopped"): clock.stopped_at,
        }
        rows += [(label, when(at)) for label, at in instants.items() if at]
        spans = {
            self.env._("Used"): clock.working_seconds,
            self.env._("Waiting"): clock.paused_seconds,
            self.env._("Late by"): clock.late_seconds,
        }
        rows += [
            (label, clock._duration(span)) for label, span in spans.items() if span
        ]
        return rows

    @api.model
    def _computation_rows(self, clock, events, promise):
        when = self.env["cs.clock.speaker"]._when
        return [
            {
                "start": when(row["start"]),
                "end": when(row["end"]),
                "seconds": clock._duration(row["seconds"]),
                "total": clock._duration(row["total"]),
            }
            for row in clock._computation(events, promise)
        ]

    @api.model
    def _fact_rows(self, events):
        """The facts as they are stored, so that the fingerprint can be recomputed."""
        speaker = self.env["cs.clock.speaker"]
        return [
            {
                "id": event.id,
                "at": fields.Datetime.to_string(event.at),
                "epoch": to_epoch(event.at),
                "when": speaker._when(event.at),
                "kind": event.kind,
                "who": speaker._person(event.user_id),
                "payload": event.payload or {},
                "details": json.dumps(event.payload or {}, sort_keys=True),
            }
            for event in events.sorted("id")
        ]

    @api.model
    def _to_csv(self, clock):
        """The story of a clock as CSV (UTF-8 with a mark, as spreadsheets expect)."""
        clock.check_access("read")
        target = StringIO()
        writer = csv.writer(target)
        writer.writerow(
            [
                self.env._("Instant (UTC)"),
                self.env._("Local time"),
                self.env._("What happened"),
                self.env._("By"),
                self.env._("Fact"),
            ]
        )
        for line in clock._stories()[clock]:
            at = fields.Datetime.to_string(line["at"])
            cells = [at, line["when"], line["text"], line["who"], line["fact"] or ""]
            writer.writerow([_harmless(cell) for cell in cells])
        seal = clock._seal(clock._story_events()[clock.ticket_id.id])
        writer.writerow([self.env._("Fingerprint of the facts (SHA-256)"), seal])
        return target.getvalue().encode("utf-8-sig")


def _harmless(cell):
    """No cell is taken for a formula by a spreadsheet."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
