from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import split_every

from ..engine.figures import Share, needs_review
from ..engine.periods import ended

BATCH = 50
CAUGHT_UP = 7


class HelpdeskTicketChannel(models.Model):
    """Overrun of a channel: too many late replies open a review (RSP-24)."""

    _inherit = "helpdesk.ticket.channel"

    cs_overrun_percent = fields.Float(
        string="Accepted Overrun (%)",
        default=15,
        digits=(5, 2),
        help="More late responses than this in one period open an overrun review; "
        "0: never.",
    )
    cs_overrun_minimum = fields.Integer(
        string="Smallest Sample",
        default=20,
        help="With fewer responses than this in a period the rate says nothing.",
    )
    cs_overrun_period = fields.Selection(
        [("day", "Day"), ("week", "Week"), ("month", "Month")],
        string="Overrun Period",
        default="day",
        required=True,
        help="What the rate is taken over; looked at in the night after it ended.",
    )
    cs_overrun_days = fields.Integer(
        string="Days for the Review",
        default=7,
        help="Within so many days the causes of an overrun must have been checked.",
    )
    cs_overrun_checked = fields.Date(
        string="Overrun Checked Until", readonly=True, copy=False
    )
    cs_overrun_error = fields.Char(
        string="Overrun Check Failed",
        readonly=True,
        copy=False,
        help="Why the last nightly check of this channel did not end.",
    )

    _overrun_percent_range = models.Constraint(
        "CHECK (cs_overrun_percent >= 0 AND cs_overrun_percent < 100)",
        "The accepted overrun of a channel lies between 0 and 99.99 %.",
    )
    _overrun_minimum_positive = models.Constraint(
        "CHECK (cs_overrun_minimum > 0 AND cs_overrun_days >= 0)",
        "The smallest sample is at least 1, the days for the review at least 0.",
    )

    @api.model
    def _cs_overrun_metrics(self):
        """Metrics that are a response; other addons may add theirs."""
        return (
            "answer",
            "reception",
            "first_contact",
            "first_response",
            "next_reply",
        )

    @api.model
    def _cron_cs_overrun(self):
        """Look at the periods that ended; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        channels = self.search([("cs_overrun_percent", ">", 0)])
        cron._commit_progress(remaining=len(channels))
        for ids in split_every(BATCH, channels.ids):
            self.browse(ids).try_lock_for_update()._cs_check_overrun()
            if not cron._commit_progress(len(ids)):
                return

    def _cs_check_overrun(self):
        """Open what has to be reviewed; one channel that fails stops no other."""

        def keep(channel, error):
            channel.write({"cs_overrun_error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda channels: channels._cs_open_overruns(), keep
        )

    def _cs_open_overruns(self):
        """One review per channel, company and period above the threshold."""
        found, checked = {}, []
        for zone, companies in self._cs_companies_by_zone().items():
            today = self._cs_today(zone)
            checked.append(today - timedelta(days=1))
            found |= self._cs_overruns(companies, zone, today)
        self.env["cs.overrun.review"]._open(found)
        self.write({"cs_overrun_checked": min(checked), "cs_overrun_error": False})

    @api.model
    def _cs_companies_by_zone(self):
        """Companies by the zone of their working hours."""
        zones = defaultdict(self.env["res.company"].browse)
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            zones[company.resource_calendar_id.tz or "UTC"] += company
        return zones

    @api.model
    def _cs_today(self, zone):
        now = fields.Datetime.now().replace(tzinfo=UTC)
        return now.astimezone(ZoneInfo(zone)).date()

    def _cs_overruns(self, companies, zone, today):
        """Shares above the threshold.

        :return: dict (channel, company, first day, last day) -> ``Share`` of the late
        """
        wanted = {channel: channel._cs_overrun_periods(today) for channel in self}
        days = self._cs_late_by_day(companies, zone, wanted)
        found = {}
        for channel, periods in wanted.items():
            for company in companies:
                for first, last in periods:
                    late = self._cs_sum(days[channel, company], first, last)
                    if channel._cs_is_overrun(late):
                        found[channel, company, first, last] = late
        return found

    def _cs_overrun_periods(self, today):
        """Periods that ended and were not looked at yet: (first day, last day)."""
        self.ensure_one()
        since = self.cs_overrun_checked or date.min
        periods = [
            period
            for period in ended(self.cs_overrun_period, today, CAUGHT_UP)
            if period[1] > since
        ]
        return periods if self.cs_overrun_checked else periods[:1]

    def _cs_is_overrun(self, late):
        self.ensure_one()
        percent = str(self.cs_overrun_percent)
        return needs_review(late, percent, self.cs_overrun_minimum)

    @api.model
    def _cs_late_by_day(self, companies, zone, wanted):
        """Late and all responses by channel, company and local day, in one query."""
        result = defaultdict(dict)
        periods = [period for periods in wanted.values() for period in periods]
        if not periods:
            return result
        first = min(start for start, _end in periods)
        after = max(end for _start, end in periods) + timedelta(days=1)
        domain = [
            ("company_id", "in", companies.ids),
            ("channel_id", "in", self.ids),
            ("metric", "in", self._cs_overrun_metrics()),
            ("judged_at", ">=", self._cs_midnight(first, zone)),
            ("judged_at", "<", self._cs_midnight(after, zone)),
        ]
        groups = (
            self.env["cs.sla.report"]
            .with_context(tz=zone)
            ._read_group(
                domain,
                ["channel_id", "company_id", "judged_at:day"],
                ["broken:sum", "met:sum"],
            )
        )
        for channel, company, day, late, met in groups:
            result[channel, company][day.date()] = Share(late, late + met)
        return result

    @api.model
    def _cs_midnight(self, day, zone):
        local = datetime.combine(day, time.min, ZoneInfo(zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _cs_sum(self, days, first, last):
        within = [share for day, share in days.items() if first <= day <= last]
        return Share(sum(s.k for s in within), sum(s.n for s in within))
