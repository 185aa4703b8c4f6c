import json
import logging
from collections import defaultdict
from functools import cache

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.escalation import opening, plan, waiting
from ..engine.instants import from_epoch, to_epoch
from ..engine.targets import Mode
from ..engine.worktime import ELAPSED
from .cs_job_mixin import CONFLICTS

_logger = logging.getLogger(__name__)

BATCH = 1000
RETRY = 300  # seconds
TAKEN = (
    "id",
    "company_id",
    "levels",
    "fired",
    "acked_level",
    "ladder_id",
    "calendar_id",
    "team_id",
    "profile_id",
    "breached_on_attach",
)
SAME = ("fired", "error", "level", "needs_ack", "on_attach")  # for many clocks at once
EACH = ("id", "following", "level_at")
# marks the clocks and fills the outbox, in one go
MARK = """
    WITH planned AS (
        SELECT fired, error, level, needs_ack, on_attach, clock.*
        FROM jsonb_to_recordset(%(planned)s::jsonb) AS same(
            fired jsonb, error text, level text, needs_ack bool,
            on_attach bool, id int4[], following int8[], level_at int8[]
        ),
        unnest(same.id, same.following, same.level_at)
            AS clock(id, following, level_at)
    ),
    marked AS (
        UPDATE cs_ticket_clock AS clock
        SET fired = planned.fired,
            next_event_at = to_timestamp(planned.following)
                AT TIME ZONE 'UTC',
            error = planned.error
        FROM planned
        WHERE clock.id = planned.id
        RETURNING clock.id, clock.ticket_id, clock.company_id,
            planned.level, planned.level_at, planned.needs_ack,
            planned.on_attach
    )
    INSERT INTO cs_clock_notice (
        clock_id, ticket_id, company_id, level, level_at, at,
        deliver_at, needs_ack, on_attach, times
    )
    SELECT id, ticket_id, company_id, level,
        to_timestamp(level_at) AT TIME ZONE 'UTC', %(now)s, %(now)s,
        needs_ack, on_attach, 0
    FROM marked
    WHERE level IS NOT NULL
    ON CONFLICT (clock_id, level) DO NOTHING
"""


class CsTicketClock(models.Model):
    """The scheduler: marks due levels and puts notices into the outbox, set-wise.

    It reads only clocks whose next event has come and tells nobody itself: the
    notices do (``cs.clock.notice``), exactly once, in transactions of their own.
    """

    _name = "cs.ticket.clock"
    _inherit = ["cs.ticket.clock", "cs.job.mixin"]

    acked_level = fields.Char(
        string="Acknowledged Level",
        help="The level somebody acknowledged last: higher ones stay silent.",
    )

    @api.model
    def _cron_sweep(self):
        """Give the notices that are due; harmless to run twice or to kill (RSP-23)."""
        notices = self.env["cs.clock.notice"]
        steps = [
            self.env["cs.sla.ladder"]._refresh_batch,
            self._sweep_batch,
            notices._deliver_batch,
            self.env["cs.clock.notice.recipient"]._send_batch,
        ]
        due = self.search_count(self._due_domain())
        self.env["ir.cron"]._commit_progress(
            remaining=due + notices.search_count(notices._deliver_domain())
        )
        for step in steps:
            if not self._repeat_step(step):
                return

    @api.model
    def _due_domain(self):
        """Clocks to look at now; those of an archived ticket wait until it returns."""
        return [
            ("next_event_at", "<=", fields.Datetime.now()),
            ("ticket_id.active", "=", True),
        ]

    @api.model
    def _sweep_batch(self):
        """Act on the next clocks nobody else is working on; return how many."""
        rows = self._take_due()
        if not rows:
            return 0
        now = to_epoch(fields.Datetime.now())
        compiled = cache(self.env["cs.sla.ladder"]._compiled)
        self._fire([self._plan_row(row, now, compiled) for row in rows], now)
        return len(rows)

    @api.model
    def _take_due(self):
        """Rows of due clocks, locked for this transaction; others are passed over."""
        # in the order of the index alone: one more key would sort all that is due
        query = self._search(self._due_domain(), order="next_event_at", limit=BATCH)
        names = [SQL.identifier(self._table, name) for name in TAKEN]
        return self.env.execute_query(
            SQL(
                "%s FOR NO KEY UPDATE OF %s SKIP LOCKED",
                query.select(*names),
                SQL.identifier(self._table),
            )
        )

    @api.model
    def _plan_row(self, row, now, compiled):
        """What to write for one due clock; an error is its result, too."""
        clock = dict(zip(TAKEN, row, strict=True))
        fired = clock["fired"] or []
        try:
            clock["ladder"] = compiled(clock["ladder_id"] or 0)
            found = self._plan_clock(clock, fired, now)
        except Exception as error:
            _logger.info("Clock %s could not be swept", clock["id"], exc_info=True)
            found = {
                "fired": fired,
                "following": now + RETRY,
                "error": str(error)[:250],
            }
        return {"id": clock["id"], **found}

    @api.model
    def _plan_clock(self, clock, fired, now):
        ladder = clock["ladder"]
        if ladder.quiet:
            begin = opening(self._quiet_time(clock, ladder), now, leeway=90)
            if begin > now:
                return {"fired": fired, "following": begin}
        found = plan(
            clock["levels"] or (), fired, clock["acked_level"] or "", ladder, now
        )
        step = ladder.step(found.told) if found.told else None
        return {
            "on_attach": clock["breached_on_attach"] and not fired,
            "fired": found.fired,
            "following": found.following,
            "level": found.told or None,
            "level_at": found.told_at,
            "needs_ack": bool(step and step.needs_ack),
        }

    @api.model
    def _fire(self, plans, now):
        """Mark the clocks and fill the outbox; a clock that fails waits."""

        def wait(plan_, error):
            failed = self.browse(plan_["id"])
            failed.error = str(error)[:250]
            failed.next_event_at = from_epoch(now + RETRY)

        self._act_on_all(
            plans, lambda part: self._write_plans(part, now), wait, CONFLICTS
        )
        self.invalidate_model(["fired", "next_event_at", "error", "notice_ids"])

    @api.model
    def _write_plans(self, plans, now):
        """One statement; what many clocks have in common is said once."""
        groups = defaultdict(list)
        for plan_ in plans:
            same = [plan_.get(name) for name in SAME]
            groups[tuple(same[0]), *same[1:]].append([plan_.get(n) for n in EACH])
        planned = [
            dict(zip(SAME, same, strict=True))
            | dict(zip(EACH, zip(*rows, strict=True), strict=True))
            for same, rows in groups.items()
        ]
        self.env.cr.execute(SQL(MARK, planned=json.dumps(planned), now=from_epoch(now)))

    @api.model
    def _quiet_time(self, clock, ladder):
        """The opening hours a ladder keeps to for a clock.

        :param clock: mapping with ``calendar_id``, ``team_id``, ``profile_id`` and
            ``company_id``
        """
        calendar_id = ladder.calendar or clock["calendar_id"]
        if not calendar_id:
            calendar_id, _fallback = self.env["cs.clock.service"]._calendar_of(
                clock["team_id"] or False,
                clock["profile_id"] or False,
                clock["company_id"],
            )
        if not calendar_id:
            return ELAPSED
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        return calendar._cs_worktime(Mode.WORKING_HOURS.value)

    def _next_event(self, vals, fired):
        """When the scheduler must look again; ``False``: never."""
        if not vals["levels"] or vals["state"] != "running":
            return False
        ladder = self.env["cs.sla.ladder"]._compiled(vals["ladder_id"] or 0)
        levels = waiting(vals["levels"], fired, self.acked_level or "", ladder)
        at = min((at for _key, at in levels), default=None)
        if at is None:
            return False
        if ladder.quiet and vals["mode"] == Mode.ELAPSED.value:
            at = opening(self._quiet_time(vals, ladder), at)
        return from_epoch(at)
