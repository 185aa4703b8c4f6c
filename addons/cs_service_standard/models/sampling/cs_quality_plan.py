from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine import sampling_period
from ...engine.calendar_spec import is_zone

UTC = ZoneInfo("UTC")
STRATA = {
    "agent": "user_id",
    "team": "team_id",
    "type": "type_id",
    "channel": "channel_id",
    "priority": "priority",
}


class CsQualityPlan(models.Model):
    """How many tickets are reviewed, of whom, how often and by whom (QAC-02, QAC-07).

    A random sample is drawn when a period is over; other methods give the reviewers a
    number of to-dos when it begins.
    """

    _name = "cs.quality.plan"
    _description = "Sampling Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    method = fields.Selection(
        "_selection_method",
        required=True,
        default="sample",
        help="Random sample: drawn from what was executed when the period is over. The "
        "others: a number of reviews to do in each period, in each team.",
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Empty: all teams with a profile that no other plan names.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type", string="Types", help="Empty: all types."
    )
    rate = fields.Float(
        string="Rate (%)",
        default=10,
        digits=(5, 2),
        help="Share of the executed tickets that is drawn, rounded up.",
    )
    stratify = fields.Selection(
        [
            ("agent", "Each agent"),
            ("team", "Each team"),
            ("type", "Each type"),
            ("channel", "Each channel"),
            ("priority", "Each priority"),
            ("all", "All together"),
        ],
        string="Rounded Up For",
        required=True,
        default="agent",
        help="Each agent: whoever executed a single ticket has it reviewed. All "
        "together: agents with few tickets may be left out.",
    )
    quantity = fields.Integer(
        string="Reviews per Period", default=1, help="To be done in each team."
    )
    period = fields.Selection(
        [("week", "Week"), ("month", "Month"), ("quarter", "Quarter")],
        required=True,
        default="week",
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        string="Week Ends On",
        required=True,
        default="4",
        help="What is executed later belongs to the next week; nothing is lost.",
    )
    hour = fields.Float(string="At", default=17.0)
    begins_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The period of this day is the first one.",
    )
    template_id = fields.Many2one(
        "cs.quality.template",
        string="Scorecard",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Empty: the one that suits the ticket.",
    )
    reviewer_ids = fields.Many2many(
        "res.users",
        string="Reviewers",
        domain="[('share', '=', False)]",
        help="They get equal shares, nobody his own tickets. Empty: the leader of the "
        "team, or a quality reviewer where the leader did the work himself.",
    )
    cross_audit = fields.Boolean(
        string="Other Teams Review",
        help="No reviewer belongs to the team whose work he reviews.",
    )
    due_days = fields.Integer(
        string="Days to Review", default=7, help="From the draw on."
    )
    excluded_tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        string="Left Out",
        default=lambda self: self._default_excluded_tag_ids(),
        help="Tickets with these tags are not drawn, for example spam. Merged and "
        "cancelled tickets and those of mystery shoppers are never drawn. Each draw "
        "says how many were left out.",
    )
    sample_ids = fields.One2many("cs.quality.sample", "plan_id", string="Draws")

    _rate_range = models.Constraint(
        "CHECK (rate > 0 AND rate <= 100)", "The rate lies above 0 and up to 100 %."
    )
    _hour_range = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "The hour lies between 0:00 and 23:59."
    )
    _numbers_positive = models.Constraint(
        "CHECK (quantity > 0 AND due_days >= 0)",
        "A plan needs at least one review, and no negative number of days.",
    )

    @api.model
    def _default_excluded_tag_ids(self):
        tag = "cs_service_standard.helpdesk_ticket_tag_spam"
        return self.env.ref(tag, raise_if_not_found=False)

    @api.model
    def _selection_method(self):
        """All methods of reviews but the targeted check, which has its triggers."""
        check = self.env["cs.quality.check"]
        methods = check._fields["method"]._description_selection(self.env)
        return [(code, label) for code, label in methods if code in self._methods()]

    @api.model
    def _methods(self):
        """Codes of the methods a plan may have; a hook."""
        return ("sample", "spot", "mystery", "recording", "tracking")

    @api.constrains("team_ids", "company_id")
    def _check_teams(self):
        for plan in self:
            foreign = plan.team_ids.company_id - plan.company_id
            if foreign:
                raise ValidationError(
                    self.env._(
                        'Plan "%(plan)s" is of %(company)s: choose teams of the same '
                        "company.",
                        plan=plan.name,
                        company=plan.company_id.name,
                    )
                )

    def action_open_samples(self):
        """The draws of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_quality_sample_action"
        )
        return dict(
            action,
            domain=[("plan_id", "=", self.id)],
            context={"default_plan_id": self.id},
        )

    def _zone(self):
        """Time zone in which periods begin and end: that of the service hours."""
        plan = self.sudo()
        calendars = (
            plan.team_ids.cs_calendar_id[:1],
            plan.company_id.cs_profile_id.calendar_id,
            plan.company_id.resource_calendar_id,
        )
        zones = (calendar.tz for calendar in calendars)
        return ZoneInfo(next((z for z in zones if z and is_zone(z)), "UTC"))

    def _windows(self, since, until):
        """Periods (naive UTC) from that of one instant to that of another."""
        self.ensure_one()
        zone = self._zone()

        def local(at):
            return at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

        def utc(at):
            return at.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

        found = sampling_period.windows(
            self.period, local(since), local(until), int(self.weekday), self.hour
        )
        return [(utc(start), utc(end)) for start, end in found]
