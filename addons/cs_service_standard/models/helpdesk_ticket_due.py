from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

NEVER = "6_none"


class HelpdeskTicket(models.Model):
    """The queue by what is due when: late, within the hour, today, tomorrow."""

    _inherit = "helpdesk.ticket"

    cs_due_bucket = fields.Selection(
        [
            ("1_late", "Late"),
            ("2_hour", "Within the hour"),
            ("3_today", "Today"),
            ("4_tomorrow", "Tomorrow"),
            ("5_later", "Later"),
            (NEVER, "Nothing due"),
        ],
        string="Due",
        compute="_compute_cs_due_bucket",
        search="_search_cs_due_bucket",
        groups="base.group_user",
        help="When the next promise is due, by the day of the reader.",
    )

    @api.depends("cs_next_due_at")
    @api.depends_context("tz")
    def _compute_cs_due_bucket(self):
        bounds = self._cs_due_bounds()
        for ticket in self:
            due = ticket.cs_next_due_at
            ticket.cs_due_bucket = (
                next(key for key, end in bounds if not end or due < end)
                if due
                else NEVER
            )

    @api.model
    def _search_cs_due_bucket(self, operator, value):
        if operator != "in":
            return NotImplemented
        due, start = "cs_next_due_at", datetime.min
        found = [Domain(due, "=", False)] if NEVER in value else []
        for key, end in self._cs_due_bounds():
            if key in value:
                until = Domain(due, "<", end) if end else Domain.TRUE
                found.append(Domain(due, ">=", start) & until)
            start = end
        return Domain.OR(found)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Buckets depend on the hour: grouped by without being stored."""
        if field_expr != "cs_due_bucket":
            return super()._field_to_sql(alias, field_expr, query)
        due = self._field_to_sql(alias, "cs_next_due_at", query)
        *ends, (last, _end) = self._cs_due_bounds()
        cases = SQL(" ").join(
            SQL("WHEN %s < %s THEN %s", due, end, key) for key, end in ends
        )
        return SQL(
            "CASE WHEN %s IS NULL THEN %s %s ELSE %s END", due, NEVER, cases, last
        )

    @api.model
    def _cs_due_bounds(self):
        """The dated buckets in order, with the instant at which each ends.

        :return: list of (key, naive UTC datetime, ``None`` for the last)
        """
        now = fields.Datetime.now()
        zone = ZoneInfo(self.env.tz.zone)
        today = now.replace(tzinfo=UTC).astimezone(zone).date()
        hour = now + timedelta(hours=1)
        ends = [now, hour]
        for days in (1, 2):
            midnight = datetime.combine(today + timedelta(days=days), time.min, zone)
            ends.append(max(hour, midnight.astimezone(UTC).replace(tzinfo=None)))
        keys = [key for key, _label in self._fields["cs_due_bucket"].selection]
        return list(zip(keys, [*ends, None], strict=False))
