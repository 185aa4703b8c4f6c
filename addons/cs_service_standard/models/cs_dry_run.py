from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..wording import listed


class CsDryRun(models.Model):
    """A past period replayed under another standard, before it is put in force.

    What happened stays, what was promised is worked out anew; tickets and clocks
    are only read.
    """

    _name = "cs.dry.run"
    _description = "Dry Run"
    _inherit = ["cs.batch.job.mixin"]
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    profile_id = fields.Many2one(
        "cs.service.profile",
        string="Profile to Try",
        required=True,
        check_company=True,
        ondelete="cascade",
        help="Draft or in force. Its targets are replayed as they are now.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._last_month()[0],
        help="First day on which the tickets were received.",
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._last_month()[1],
        help="Last day on which the tickets were received, included.",
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        check_company=True,
        help="Tickets that are with these teams today. Empty: every team.",
    )
    aim_percent = fields.Float(
        string="Aim (%)",
        default=95.0,
        help="Share of requests for which a sufficient limit is suggested.",
    )
    line_ids = fields.One2many("cs.dry.run.line", "run_id", readonly=True)
    metric_line_ids = fields.One2many(
        "cs.dry.run.line",
        "run_id",
        string="By Metric",
        domain=[("kind", "=", "metric")],
        readonly=True,
    )
    target_line_ids = fields.One2many(
        "cs.dry.run.line",
        "run_id",
        string="By Target",
        domain=[("kind", "=", "target")],
        readonly=True,
    )
    channel_line_ids = fields.One2many(
        "cs.dry.run.line",
        "run_id",
        string="By Channel",
        domain=[("kind", "=", "channel")],
        readonly=True,
    )
    team_line_ids = fields.One2many(
        "cs.dry.run.line",
        "run_id",
        string="By Team",
        domain=[("kind", "=", "team")],
        readonly=True,
    )
    clock_ids = fields.One2many("cs.dry.run.clock", "run_id", readonly=True)
    unread_count = fields.Integer(
        string="Tickets without Facts", readonly=True, copy=False
    )
    failed_count = fields.Integer(
        string="Tickets Passed Over", readonly=True, copy=False
    )
    failure = fields.Char(readonly=True, copy=False)
    silent = fields.Json(readonly=True, copy=False)
    silent_text = fields.Char(compute="_compute_silent_text")
    side_count = fields.Integer(
        string="Clocks That Change Sides", compute="_compute_side_count"
    )
    has_today = fields.Boolean(
        compute="_compute_side_count",
        help="Whether there are clocks today to compare with.",
    )

    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        help="Targets have been changed since: names and figures no longer fit.",
    )

    _aim_range = models.Constraint(
        "CHECK (aim_percent > 0 AND aim_percent <= 100)",
        "The aim is a share: choose more than 0 and at most 100 %.",
    )

    @api.model
    def _last_month(self):
        """First and last day of the month before this one."""
        last = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last

    @api.depends("profile_id", "date_from", "date_to")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "%(profile)s, %(first)s to %(last)s",
                profile=run.profile_id.code or "",
                first=run.date_from or "",
                last=run.date_to or "",
            )

    @api.depends("silent")
    @api.depends_context("lang")
    def _compute_silent_text(self):
        metrics = dict(self.env["cs.sla.target"]._selection_metric())
        for run in self:
            names = listed(
                self.env, [metrics.get(code, code) for code in run.silent or []]
            )
            run.silent_text = names and self.env._(
                "Messages and tracked changes do not tell: %s. Tickets that were read "
                "back are left out there.",
                names,
            )

    @api.depends("line_ids")
    def _compute_side_count(self):
        for run in self:
            lines = run.line_ids.filtered(lambda line: line.kind == "metric")
            run.side_count = sum(line.better_count + line.worse_count for line in lines)
            run.has_today = any(line.today_count for line in lines)

    @api.depends("state", "as_of", "profile_id.target_ids")
    def _compute_is_outdated(self):
        for run in self:
            targets = run.profile_id.with_context(active_test=False).target_ids
            changed = max(targets.mapped("write_date"), default=False)
            done = run.state == "done" and run.as_of
            run.is_outdated = bool(
                done and changed and changed.replace(microsecond=0) > run.as_of
            )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for run in self:
            if run.date_from > run.date_to:
                raise ValidationError(
                    self.env._(
                        "The period of '%s' ends before it begins: exchange the days.",
                        run.display_name,
                    )
                )

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry run"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_open_sides(self):
        """Clocks that would change sides, those that get worse first."""
        self.ensure_one()
        return self._action_clocks(
            self.env._("Changing sides"), Domain("side", "in", ("better", "worse"))
        )

    def action_read_back(self):
        """Read the past of the tickets that have no facts, same teams and period."""
        self.ensure_one()
        readback = self.env["cs.readback"].create(
            {
                "company_id": self.company_id.id,
                "team_ids": self.team_ids.ids,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "profile_id": self.profile_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read back the past"),
            "res_model": readback._name,
            "res_id": readback.id,
            "view_mode": "form",
        }

    def _action_clocks(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "cs.dry.run.clock",
            "view_mode": "list,pivot",
            "domain": list(Domain("run_id", "=", self.id) & domain),
            "help": Markup('<p class="o_view_nocontent_smiling_face">%s</p>')
            % self.env._("No clock of the period belongs here"),
        }
