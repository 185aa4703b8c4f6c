from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..wording import listed


class CsReadback(models.Model):
    """Reading what a running helpdesk has written down, before anything is on.

    Messages, tracked changes and calls become facts; no ticket, clock or team
    changes. What could not be read is listed with its tickets.
    """

    _name = "cs.readback"
    _description = "Read-Back of the Past"
    _inherit = ["cs.batch.job.mixin"]
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        check_company=True,
        help="Empty: every team, and tickets without a team.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._last_quarter()[0],
        help="First day on which the tickets were created.",
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._last_quarter()[1],
        help="Last day on which the tickets were created, included.",
    )
    profile_id = fields.Many2one(
        "cs.service.profile",
        string="Measure Against",
        required=True,
        check_company=True,
        default=lambda self: self._default_profile_id(),
        help="The standard, draft or in force, whose promises are replayed over what "
        "was read. It is not switched on.",
    )
    fact_count = fields.Integer(
        string="Facts Added",
        readonly=True,
        copy=False,
        help="What was not known before; reading again adds only what is new.",
    )
    flaw_ids = fields.One2many(
        "cs.readback.flaw", "readback_id", string="Not Read", readonly=True
    )
    flaw_count = fields.Integer(
        string="Tickets Not Fully Read", compute="_compute_flaw_count"
    )

    @api.model
    def _last_quarter(self):
        """First and last day of the quarter before this one."""
        today = fields.Date.context_today(self)
        first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        last = first - timedelta(days=1)
        return last.replace(month=last.month - 2, day=1), last

    @api.model
    def _default_profile_id(self):
        profiles = self.env["cs.service.profile"]
        return self.env.company.cs_profile_id or profiles.search([], limit=1)

    @api.depends("date_from", "date_to", "team_ids")
    def _compute_display_name(self):
        for readback in self:
            readback.display_name = self.env._(
                "%(teams)s, %(first)s to %(last)s",
                teams=listed(self.env, readback.team_ids.mapped("name"))
                or self.env._("All teams"),
                first=readback.date_from or "",
                last=readback.date_to or "",
            )

    @api.depends("flaw_ids.ticket_count")
    def _compute_flaw_count(self):
        for readback in self:
            readback.flaw_count = sum(readback.flaw_ids.mapped("ticket_count"))

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for readback in self:
            if readback.date_from > readback.date_to:
                raise ValidationError(
                    self.env._(
                        "The period of '%s' ends before it begins: exchange the days.",
                        readback.display_name,
                    )
                )

    def action_dry_run(self):
        """Compliance of what was read, under the chosen standard."""
        self.ensure_one()
        run = self.env["cs.dry.run"].create(
            {
                "profile_id": self.profile_id.id,
                "company_id": self.company_id.id,
                "team_ids": self.team_ids.ids,
                "date_from": self.date_from,
                "date_to": self.date_to,
            }
        )
        run.action_start()
        return run._action_open()

    def action_open_flaws(self):
        self.ensure_one()
        return self.flaw_ids._action_open_tickets()

    def _job_cron(self):
        return self.env.ref("cs_service_standard.ir_cron_cs_readback").sudo()

    def _prepare_start(self):
        self.flaw_ids.unlink()
        self.fact_count = 0

    @api.model
    def _period(self, company, date_from, date_to):
        """The days as instants: naive UTC from the first to behind the last day."""
        zone = pytz.timezone(
            company.resource_calendar_id.tz or self.env.user.tz or "UTC"
        )
        ends = (date_from, date_to + timedelta(days=1))
        return tuple(
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in ends
        )

    def _tickets_domain(self):
        first, end = self._period(self.company_id, self.date_from, self.date_to)
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("create_date", ">=", first)
            & Domain("create_date", "<", end)
        )
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids.ids)
        return domain

    def _all_tickets(self):
        """Archived ones happened as well; read as superuser, they are only counted."""
        return self.env["helpdesk.ticket"].sudo().with_context(active_test=False)

    def _count_tickets(self):
        return self._all_tickets().search_count(self._tickets_domain())

    def _next_ticket_ids(self, limit):
        domain = self._tickets_domain() & Domain("id", ">", self.cursor)
        return self._all_tickets().search(domain, order="id", limit=limit).ids

    def _process(self, ticket_ids):
        tickets = self._all_tickets().browse(ticket_ids)
        added, flaws = self.env["cs.readback.service"]._read(tickets)
        self.fact_count += added
        for reason, ids in flaws.items():
            self._note(reason, ids)

    def _note_failure(self, ticket_id, error):
        self._note("broken", [ticket_id], error)

    def _note(self, reason, ticket_ids, example=False):
        """Remember tickets of which something could not be read."""
        flaw = self.flaw_ids.filtered(lambda f: f.reason == reason)
        if not flaw:
            flaw = flaw.create({"readback_id": self.id, "reason": reason})
        flaw._add(ticket_ids, example)
