from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.metrics import METRICS
from ..engine.targets import Change, Condition, Mode, Promise, Target

UNIT_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class CsSlaTarget(models.Model):
    """One promise of a profile: metric, limit, way of counting, condition.

    Several lines may match one ticket; the earliest deadline per metric wins.
    """

    _name = "cs.sla.target"
    _description = "SLA Target"
    _inherit = ["cs.cached.mixin"]
    _order = "metric, sequence, id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    profile_id = fields.Many2one(
        "cs.service.profile", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    metric = fields.Selection(
        selection="_selection_metric",
        required=True,
        help="What is measured: from which fact to which fact the clock runs.",
    )
    limit_value = fields.Float(
        string="Limit", required=True, digits=(16, 2), help="Later than this: breach."
    )
    limit_unit = fields.Selection(
        selection="_selection_unit", default="hour", required=True
    )
    limit_seconds = fields.Integer(compute="_compute_seconds", store=True)
    goal_value = fields.Float(
        string="Goal",
        digits=(16, 2),
        help="Stricter than the limit; reported only. 0: no goal.",
    )
    goal_unit = fields.Selection(
        selection="_selection_unit", default="hour", required=True
    )
    goal_seconds = fields.Integer(compute="_compute_seconds", store=True)
    goal_percent = fields.Float(
        string="Goal Share (%)",
        help="Share of clocks that should reach the goal, e.g. 90 %.",
    )
    mode = fields.Selection(
        [
            (Mode.ELAPSED.value, "Round the clock"),
            (Mode.WORKING_HOURS.value, "Working hours"),
            (Mode.WORKING_DAYS.value, "Working days (24 h each)"),
        ],
        string="Counts",
        default=Mode.ELAPSED.value,
        required=True,
        help="A day of working hours is 24 working hours, often three days at work; "
        "for 'the same time on the next working day' choose working days.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        help="Empty: the service hours of the team, else of the profile or company.",
    )
    strict = fields.Boolean(
        string="Limit Itself Is Late",
        help="Ticked: the clock must stop before the limit ('under 30 s').",
    )
    pausable = fields.Boolean(
        string="Pauses While Waiting",
        compute="_compute_pausable",
        store=True,
        readonly=False,
        help="The clock stands still while the ticket waits for the customer.",
    )
    restart = fields.Boolean(
        string="Restart When Reopened",
        help="Ticked: a reopened ticket gets the whole limit again. Not ticked: it "
        "goes on with what was left.",
    )
    change_mode = fields.Selection(
        [
            (Change.RETROACTIVE.value, "Counts from the start of the clock"),
            (Change.FROM_CHANGE.value, "Counts from the change"),
            (Change.KEEP.value, "Leaves the earlier promise alone"),
        ],
        string="When a Ticket Changes",
        default=Change.RETROACTIVE.value,
        required=True,
        help="A ticket changes (priority, type, team, ...) while the clock runs and "
        "this target begins to match: which time counts.",
    )
    carry_pauses = fields.Boolean(
        default=True,
        help="Ticked: waiting before the change is not counted either. It matters "
        "only when the target counts from the start of the clock.",
    )
    ladder_id = fields.Many2one(
        "cs.sla.ladder",
        string="Escalation Ladder",
        check_company=True,
        index="btree_not_null",
        help="Who is told at which moment. Empty: the owner at the warning, the team "
        "leader at the breach.",
    )
    warn_percent = fields.Integer(
        string="Warn at %",
        default=80,
        help="Share of the limit after which the owner is warned; 0: no warning.",
    )
    is_assumed = fields.Boolean(
        string="Assumed Figure",
        help="The source leaves this figure open; check it against your standard.",
    )
    note = fields.Char(translate=True)

    channel_ids = fields.Many2many("helpdesk.ticket.channel", string="Channels")
    channel_kind = fields.Selection(
        selection=lambda self: self._fields_selection(
            "helpdesk.ticket.channel", "cs_kind"
        ),
        string="Kind of Channel",
    )
    type_ids = fields.Many2many("helpdesk.ticket.type", string="Types")
    team_ids = fields.Many2many("helpdesk.ticket.team", string="Teams")
    tag_ids = fields.Many2many("helpdesk.ticket.tag", string="Tags")
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        domain="[('parent_id', '=', False)]",
        help="Only for tickets of these customers and their contacts.",
    )
    priority_min = fields.Selection(
        selection=lambda self: self._fields_selection("helpdesk.ticket", "priority"),
        string="Priority From",
    )
    priority_max = fields.Selection(
        selection=lambda self: self._fields_selection("helpdesk.ticket", "priority"),
        string="Priority To",
    )
    customer_value = fields.Selection([("h", "High"), ("m", "Medium"), ("l", "Low")])
    complexity = fields.Selection([("simple", "Simple"), ("complex", "Complex")])

    _limit_positive = models.Constraint(
        "CHECK (limit_value > 0)", "The limit of a target must be more than zero."
    )
    _warn_range = models.Constraint(
        "CHECK (warn_percent >= 0 AND warn_percent < 100)",
        "A warning comes before the limit: choose 0 to 99 %.",
    )

    @api.model
    def _fields_selection(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.model
    def _selection_unit(self):
        return [
            ("second", self.env._("seconds")),
            ("minute", self.env._("minutes")),
            ("hour", self.env._("hours")),
            ("day", self.env._("days")),
        ]

    @api.model
    def _selection_metric(self):
        """Metrics that may be promised; other addons extend the list."""
        return [
            ("answer", self.env._("Answer")),
            ("reception", self.env._("Reception in the store")),
            ("record", self.env._("Minimum record")),
            ("first_contact", self.env._("First contact")),
            ("first_response", self.env._("First response")),
            ("verified_reply", self.env._("Verified reply")),
            ("next_reply", self.env._("Next reply")),
            ("progress_update", self.env._("Progress update")),
            ("handover", self.env._("Acceptance of a hand-over")),
            ("handling", self.env._("Handling")),
            ("solution_proposed", self.env._("Solution proposed")),
            ("coordination_meeting", self.env._("Requirement meeting")),
            ("resolution", self.env._("Resolution")),
            ("final_solution", self.env._("Final solution")),
            ("closure", self.env._("Closing")),
            ("step", self.env._("Process step")),
        ]

    @api.model
    def _metric_registry(self):
        """Start and stop facts per metric code; other addons extend the dict."""
        return METRICS

    @api.depends("limit_value", "limit_unit", "goal_value", "goal_unit")
    def _compute_seconds(self):
        for target in self:
            target.limit_seconds = round(
                target.limit_value * UNIT_SECONDS.get(target.limit_unit, 0)
            )
            target.goal_seconds = round(
                target.goal_value * UNIT_SECONDS.get(target.goal_unit, 0)
            )

    @api.depends("metric")
    def _compute_pausable(self):
        for target in self:
            target.pausable = target.metric in ("resolution", "solution_proposed")

    @api.depends("metric", "limit_value", "limit_unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        metrics = dict(self._selection_metric())
        for target in self:
            target.display_name = self.env._(
                "%(metric)s within %(value)g %(unit)s",
                metric=metrics.get(target.metric, ""),
                value=target.limit_value,
                unit=target._unit_words(target.limit_value, target.limit_unit),
            )

    @api.constrains("goal_value", "goal_unit", "limit_value", "limit_unit")
    def _check_goal(self):
        for target in self:
            if target.goal_seconds > target.limit_seconds:
                raise ValidationError(
                    self.env._(
                        "The goal of '%(target)s' must not be longer than its limit.",
                        target=target.display_name,
                    )
                )

    @api.constrains("mode", "calendar_id")
    def _check_calendar(self):
        for target in self.filtered("calendar_id"):
            if not target.calendar_id._cs_can_carry_clock():
                raise ValidationError(
                    self.env._(
                        "Calendar '%(calendar)s' has no fixed hours, so the target "
                        "'%(target)s' cannot count with it: choose another one.",
                        calendar=target.calendar_id.name,
                        target=target.display_name,
                    )
                )

    @api.constrains("priority_min", "priority_max")
    def _check_priority(self):
        for target in self:
            low, high = target.priority_min, target.priority_max
            if low and high and low > high:
                raise ValidationError(
                    self.env._(
                        "'%(target)s' never matches: its lowest priority is above "
                        "its highest.",
                        target=target.display_name,
                    )
                )

    def _to_target(self):
        """The line as the engine knows it."""
        self.ensure_one()
        return Target(
            promise=Promise(
                id=self.id,
                metric=self.metric,
                limit=self.limit_seconds,
                mode=self.mode,
                goal=self.goal_seconds,
                warn=self.warn_percent,
                strict=self.strict,
                pausable=self.pausable,
                restart=self.restart,
                change=self.change_mode,
                carry=self.carry_pauses,
                ladder=self.ladder_id.id or 0,
                version=self._policy_version(),
            ),
            condition=self._to_condition(),
            own_calendar=self.calendar_id.id or 0,
        )

    def _policy_version(self):
        """Version of the profile that new promises are made under; a hook."""
        return 0

    def _to_condition(self):
        return Condition(
            channels=frozenset(self.channel_ids.ids),
            kind=self.channel_kind or "",
            types=frozenset(self.type_ids.ids),
            teams=frozenset(self.team_ids.ids),
            tags=frozenset(self.tag_ids.ids),
            partners=frozenset(self.partner_ids.commercial_partner_id.ids),
            value=self.customer_value or "",
            complexity=self.complexity or "",
            priority_min=int(self.priority_min) if self.priority_min else None,
            priority_max=int(self.priority_max) if self.priority_max else None,
        )
