from odoo import api, fields, models

from ..engine.dry_run import Verdict


class CsDryRunClock(models.Model):
    """One clock of a dry run: what it counts as today and under the profile tried.

    Every figure of a run is a count of these rows.
    """

    _name = "cs.dry.run.clock"
    _description = "Clock of a Dry Run"
    _order = "side desc, ticket_id, metric, cycle"
    _log_access = False
    _rec_name = "ticket_id"

    run_id = fields.Many2one(
        "cs.dry.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    channel_id = fields.Many2one("helpdesk.ticket.channel", ondelete="set null")
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric(),
        required=True,
    )
    cycle = fields.Integer(default=1, aggregator=None)
    today = fields.Selection(selection="_selection_verdict", required=True)
    draft = fields.Selection(
        selection="_selection_verdict", string="In Dry Run", required=True
    )
    side = fields.Selection(
        [
            ("worse", "Kept today, late in the dry run"),
            ("better", "Late today, kept in the dry run"),
            ("new", "Promised only in the dry run"),
            ("gone", "Promised only today"),
        ],
        string="Change",
    )
    today_target_id = fields.Many2one("cs.sla.target", ondelete="set null")
    draft_target_id = fields.Many2one(
        "cs.sla.target", string="Target", ondelete="set null"
    )
    limit_seconds = fields.Integer(aggregator=None)
    used_seconds = fields.Integer(string="Time Used (s)", aggregator="avg")
    over = fields.Boolean(help="The clock is over; not ticked: it still runs.")
    used_text = fields.Char(compute="_compute_used_text", string="Time Used")

    @api.model
    def _selection_verdict(self):
        return [
            (Verdict.KEPT.value, self.env._("Kept")),
            (Verdict.LATE.value, self.env._("Late")),
            (Verdict.OPEN.value, self.env._("Still open")),
            (Verdict.OUT.value, self.env._("Cancelled")),
            (Verdict.NONE.value, self.env._("No promise")),
        ]

    @api.depends("used_seconds")
    @api.depends_context("lang")
    def _compute_used_text(self):
        clocks = self.env["cs.ticket.clock"]
        for row in self:
            row.used_text = clocks._duration(row.used_seconds)
