from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.instants import from_epoch
from .cs_row_mixin import CopiedLink


class CsTicketClock(models.Model):
    """One clock: a ticket, a metric, a cycle.  A fold over facts, never edited.

    Instants are UTC, durations whole seconds counted the way ``mode`` says.
    """

    _name = "cs.ticket.clock"
    _description = "SLA Clock"
    _inherit = ["cs.row.mixin"]
    _order = "due_at, id"
    _log_access = False
    _rec_name = "metric"

    # found by the unique key of ticket, metric and cycle: no index of its own
    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    company_id = CopiedLink("res.company", required=True)
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    user_id = fields.Many2one("res.users", string="Owner", ondelete="set null")
    channel_id = fields.Many2one("helpdesk.ticket.channel", ondelete="set null")
    type_id = fields.Many2one("helpdesk.ticket.type", ondelete="set null")
    priority = fields.Selection(
        selection=lambda self: (
            self.env["helpdesk.ticket"]
            ._fields["priority"]
            ._description_selection(self.env)
        )
    )
    profile_id = fields.Many2one("cs.service.profile", ondelete="set null")
    target_id = fields.Many2one("cs.sla.target", ondelete="set null", index=True)
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric(),
        required=True,
    )
    cycle = fields.Integer(required=True, default=1)
    step_key = fields.Integer(help="Process step this clock belongs to.")
    state = fields.Selection(
        [
            ("running", "Running"),
            ("paused", "Paused"),
            ("met", "Met"),
            ("missed", "Breached"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
    )
    end = fields.Selection(
        [
            ("cancelled", "Ticket cancelled"),
            ("finished", "Ticket resolved before"),
            ("unmatched", "No target matches any longer"),
            ("merged", "Merged into another ticket"),
        ],
        string="Ended Because",
    )
    mode = fields.Selection(
        selection=lambda self: (
            self.env["cs.sla.target"]._fields["mode"]._description_selection(self.env)
        ),
        required=True,
    )
    calendar_id = fields.Many2one("resource.calendar", ondelete="set null")
    is_fallback = fields.Boolean(
        help="No usable calendar was found: this clock counts round the clock."
    )
    strict = fields.Boolean(string="Limit Itself Is Late")
    limit_seconds = fields.Integer(required=True, aggregator=None)
    goal_seconds = fields.Integer(aggregator=None)
    started_at = fields.Datetime(required=True)
    due_at = fields.Datetime(
        help="Empty while the clock is paused without a latest end."
    )
    goal_due_at = fields.Datetime()
    warn_at = fields.Datetime()
    levels = fields.Json(
        help="When somebody is told while the clock runs: pairs of level and instant "
        "in seconds since 1970 (UTC)."
    )
    attached_at = fields.Datetime(
        string="Promised At",
        help="When the target matched: later than the start if it came in flight.",
    )
    breached_on_attach = fields.Boolean(
        string="Late When Promised",
        help="The target came when its time was over already.",
    )
    version = fields.Integer(
        string="Policy Version",
        aggregator=None,
        help="Version of the profile under which this was promised.",
    )
    ladder_id = fields.Many2one("cs.sla.ladder", ondelete="set null")
    paused_at = fields.Datetime()
    pause_until = fields.Datetime(help="When the pause ends by itself.")
    remaining_seconds = fields.Integer(aggregator=None)
    stopped_at = fields.Datetime()
    working_seconds = fields.Integer(aggregator="avg", string="Time Used")
    wall_seconds = fields.Integer(aggregator="avg", string="Time on the Wall")
    paused_seconds = fields.Integer(aggregator="avg", string="Time Paused")
    late_seconds = fields.Integer(aggregator="avg", string="Late By")
    goal_met = fields.Selection([("yes", "Goal met"), ("no", "Goal missed")])
    fired = fields.Json(help="Levels that have been acted on.")
    next_event_at = fields.Datetime(
        help="When the scheduler has to look at this clock again."
    )
    error = fields.Char(help="Why the last notice could not be given.", copy=False)
    notice_ids = fields.One2many("cs.clock.notice", "clock_id")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _one_per_cycle = models.UniqueIndex(
        "(ticket_id, metric, cycle)", "A ticket has one clock per metric and cycle."
    )
    _next_event_idx = models.Index("(next_event_at) WHERE next_event_at IS NOT NULL")
    _open_due_idx = models.Index("(due_at) WHERE state IN ('running', 'paused')")

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.is_late = clock.state == "missed" or bool(
                clock.state in ("running", "paused")
                and clock.due_at
                and clock.due_at < now
            )

    @api.model
    def _search_is_late(self, operator, value):
        """Late now, whether or not the scheduler has run (architecture 3, rule 3)."""
        if operator not in ("in", "not in"):
            return NotImplemented
        late = Domain("state", "=", "missed") | (
            Domain("state", "in", ("running", "paused"))
            & Domain("due_at", "<", fields.Datetime.now())
        )
        wanted = (True in value) == (operator == "in")
        return late if wanted else ~late

    @api.depends("metric", "cycle")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self.env["cs.sla.target"]._selection_metric())
        for clock in self:
            name = names.get(clock.metric, clock.metric)
            clock.display_name = f"{name} {clock.cycle}" if clock.cycle > 1 else name

    @api.model
    def _fold_fields(self):
        """Stored fields that follow from facts and targets."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in ("id", "error")
        ]

    @api.model
    def _levels(self, vals):
        """Instants at which somebody has to be told: list of (level, instant).

        :param vals: dict with ``levels`` as stored
        """
        return [(level, from_epoch(at)) for level, at in vals["levels"] or ()]

    @api.model
    def _next_event(self, ticket, vals, fired):
        """When the scheduler must look again; ``False``: never; a hook."""
        waiting = [at for level, at in self._levels(vals) if level not in fired]
        return min(waiting, default=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("Clocks follow from facts; they cannot be deleted by hand.")
            )
