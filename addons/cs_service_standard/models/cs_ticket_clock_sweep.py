import json
import logging
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.escalation import opening, plan, waiting
from ..engine.instants import from_epoch, to_epoch
from ..engine.targets import Mode
from ..engine.worktime import ELAPSED
from .cs_job_mixin import CONFLICTS
from .cs_row_mixin import to_array

_logger = logging.getLogger(__name__)

BATCH = 1000
RETRY = 300  # seconds


class Due(NamedTuple):
    """A clock whose next event has come, as it is read."""

    levels: list
    fired: list
    id: int
    acked_level: str
    ladder_id: int
    company_id: int
    calendar_id: int
    team_id: int
    profile_id: int
    breached_on_attach: bool


class Planned(NamedTuple):
    """What to write for one due clock; instants in epoch seconds (UTC)."""

    id: int
    following: int | None
    level_at: int | None
    # from here on what many clocks have in common, and is said once
    fired: tuple
    error: str | None = None
    level: str | None = None
    needs_ack: bool = False
    on_attach: bool = False


EACH, SAME = Planned._fields[:3], Planned._fields[3:]
# marks the clocks and fills the outbox, in one go
MARK = """
    WITH planned AS (
        SELECT fired, error, level, needs_ack, on_attach, clock.*
        FROM jsonb_to_recordset(%(planned)s::jsonb) AS same(
            fired jsonb, error text, level text, needs_ack bool,
            on_attach bool, id text, following text, level_at text
        ),
        unnest(same.id::int4[], same.following::int8[], same.level_at::int8[])
            AS clock(id, following, level_at)
    ),
    marked AS (
        UPDATE cs_ticket_clock AS clock
        SET fired = planned.fired,
            next_event_at = timestamp 'epoch'
                + planned.following * interval '1 second',
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
        timestamp 'epoch' + level_at * interval '1 second',
        %(now)s, %(now)s, needs_ack, on_attach, 0
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
        """Clocks to look at now."""
        return [("next_event_at", "<=", fields.Datetime.now())]

    @api.model
    def _sweep_batch(self):
        """Act on the next clocks nobody else is working on; return how many."""
        rows = self._take_due()
        if not rows:
            return 0
        now = to_epoch(fields.Datetime.now())
        compiled = cache(self.env["cs.sla.ladder"]._compiled)
        plans = [self._plan_row(due, now, compiled) for due in rows]
        self._fire(plans, now)
        return len(rows)

    @api.model
    def _take_due(self):
        """Due clocks, locked for this transaction; others are passed over."""
        # in no order: whoever expects few due clocks would read and sort all of them
        # for each batch, while the index gives the oldest ones first anyway
        query = self._search(self._due_domain(), limit=BATCH)
        columns = [SQL.identifier(self._table, name) for name in Due._fields]
        names = [*(SQL("%s::text", json_) for json_ in columns[:2]), *columns[2:]]
        rows = self.env.execute_query(
            SQL(
                "%s FOR NO KEY UPDATE OF %s SKIP LOCKED",
                query.select(*names),
                SQL.identifier(self._table),
            )
        )
        # JSON of a thousand rows is read at once, not twice for each
        levels = _from_json([row[0] for row in rows])
        fired = _from_json([row[1] for row in rows])
        return [
            Due(own, done, *row[2:])
            for own, done, row in zip(levels, fired, rows, strict=True)
        ]

    @api.model
    def _plan_row(self, due, now, compiled):
        """What to write for one due clock; an error is its result, too."""
        try:
            return self._plan_clock(due, compiled(due.ladder_id or 0), now)
        except Exception as error:
            _logger.info("Clock %s could not be swept", due.id, exc_info=True)
            fired = tuple(due.fired or ())
            return Planned(due.id, now + RETRY, None, fired, str(error)[:250])

    @api.model
    def _plan_clock(self, due, ladder, now):
        fired = due.fired or ()
        if ladder.quiet:
            begin = opening(self._quiet_time(due._asdict(), ladder), now, leeway=90)
            if begin > now:
                return Planned(due.id, begin, None, tuple(fired))
        acked = due.acked_level or ""
        done, told, told_at, following = plan(
            due.levels or (), fired, acked, ladder, now
        )
        step = ladder.step(told) if told else None
        on_attach = bool(due.breached_on_attach and not fired)
        needs_ack = bool(step and step.needs_ack)
        return Planned(
            due.id, following, told_at, done, None, told or None, needs_ack, on_attach
        )

    @api.model
    def _fire(self, plans, now):
        """Mark the clocks and fill the outbox; a clock that fails waits."""

        def wait(plan_, error):
            failed = self.browse(plan_.id)
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
        for planned in plans:
            groups[planned[len(EACH) :]].append(planned[: len(EACH)])
        told = [
            dict(zip(SAME, same, strict=True))
            | dict(zip(EACH, map(to_array, zip(*rows, strict=True)), strict=True))
            for same, rows in groups.items()
        ]
        self.env.cr.execute(SQL(MARK, planned=json.dumps(told), now=from_epoch(now)))

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

    def _next_event(self, ticket, vals, fired):
        """When the scheduler must look again; ``False``: never.

        Nobody hears of an archived ticket, until it returns.
        """
        if not vals["levels"] or vals["state"] != "running" or not ticket.active:
            return False
        ladder = self.env["cs.sla.ladder"]._compiled(vals["ladder_id"] or 0)
        levels = waiting(vals["levels"], fired, self.acked_level or "", ladder)
        at = min((at for _key, at in levels), default=None)
        if at is None:
            return False
        if ladder.quiet and vals["mode"] == Mode.ELAPSED.value:
            at = opening(self._quiet_time(vals, ladder), at)
        return from_epoch(at)


def _from_json(texts):
    return json.loads(f"[{','.join(text or 'null' for text in texts)}]")
