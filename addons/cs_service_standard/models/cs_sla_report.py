from odoo import api, fields, models


class CsSlaReport(models.Model):
    """Every clock as figures: what was promised, kept, broken, where and when.

    Shares are averages of 0 and 1 over the clocks they speak of, so that every group
    and every total of a pivot is right; cancelled clocks are outside both sides.
    Hours of the day and week days are those of the calendar the clock counts with.
    """

    _name = "cs.sla.report"
    _description = "SLA Report"
    _auto = False
    _order = "started_at desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        "cs.ticket.clock": [
            "ticket_id",
            "company_id",
            "team_id",
            "user_id",
            "channel_id",
            "type_id",
            "priority",
            "profile_id",
            "target_id",
            "metric",
            "version",
            "state",
            "calendar_id",
            "started_at",
            "due_at",
            "goal_due_at",
            "stopped_at",
            "goal_met",
            "working_seconds",
            "wall_seconds",
            "paused_seconds",
            "late_seconds",
        ],
        "cs.sla.target": ["goal_percent"],
        "helpdesk.ticket.team": ["cs_calendar_id"],
        "cs.service.profile": ["calendar_id"],
        "res.company": ["resource_calendar_id"],
        "resource.calendar": ["tz"],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Agent", readonly=True)
    channel_id = fields.Many2one("helpdesk.ticket.channel", readonly=True)
    type_id = fields.Many2one("helpdesk.ticket.type", readonly=True)
    priority = fields.Selection(
        selection=lambda self: self._selection_of("helpdesk.ticket", "priority"),
        readonly=True,
    )
    profile_id = fields.Many2one("cs.service.profile", readonly=True)
    target_id = fields.Many2one("cs.sla.target", readonly=True)
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric(),
        readonly=True,
    )
    version = fields.Integer(string="Policy Version", aggregator=None, readonly=True)
    outcome = fields.Selection(
        [
            ("1_missed", "Breached"),
            ("2_late", "Late and open"),
            ("3_open", "Still open"),
            ("4_met", "Met"),
            ("5_cancelled", "Cancelled"),
        ],
        readonly=True,
        help="Late and open: its time is over and nothing has stopped it yet.",
    )
    started_at = fields.Datetime(string="Started", readonly=True)
    judged_at = fields.Datetime(
        string="Decided",
        readonly=True,
        help="When the promise was kept, or when its time was over.",
    )
    started_hour = fields.Selection(
        selection="_selection_hour", string="Hour of the Day", readonly=True
    )
    started_weekday = fields.Selection(
        [
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("7", "Sunday"),
        ],
        string="Week Day",
        readonly=True,
    )
    lateness = fields.Selection(
        [
            ("1_quarter", "Up to 15 min late"),
            ("2_hour", "Up to 1 h late"),
            ("3_half_day", "Up to 4 h late"),
            ("4_day", "Up to 1 day late"),
            ("5_more", "More than 1 day late"),
        ],
        readonly=True,
        help="How late a breached clock stopped, counted as its target counts.",
    )
    met = fields.Integer(readonly=True)
    missed = fields.Integer(string="Breached", readonly=True)
    late_open = fields.Integer(string="Late and Open", readonly=True)
    broken = fields.Integer(
        string="Breached So Far",
        readonly=True,
        help="Breached, and late and still open.",
    )
    cancelled = fields.Integer(readonly=True)
    compliance = fields.Float(
        aggregator="avg",
        readonly=True,
        help="Met of met and breached; what is still open is not counted.",
    )
    compliance_so_far = fields.Float(
        aggregator="avg",
        readonly=True,
        help="Met of met and breached so far: what is late and open is counted.",
    )
    goal_met = fields.Integer(string="Goals Met", readonly=True)
    goal_missed = fields.Integer(string="Goals Missed", readonly=True)
    goal_share = fields.Float(
        string="Goal Met",
        aggregator="avg",
        readonly=True,
        help="Clocks that reached their goal, of those that have one.",
    )
    goal_wanted = fields.Float(
        aggregator="avg",
        readonly=True,
        help="Share of clocks that should reach the goal, as the target says.",
    )
    used_hours = fields.Float(string="Time Used", aggregator="avg", readonly=True)
    used_minutes = fields.Float(
        string="Time Used in Minutes",
        aggregator="avg",
        readonly=True,
        help="Mean time until the clock stopped, for example the handling time.",
    )
    wall_hours = fields.Float(
        string="Time on the Wall", aggregator="avg", readonly=True
    )
    paused_hours = fields.Float(string="Time Paused", aggregator="avg", readonly=True)
    late_hours = fields.Float(string="Late By", aggregator="avg", readonly=True)
    used_seconds = fields.Integer(readonly=True)

    @api.model
    def _selection_of(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.model
    def _selection_hour(self):
        return [(f"{hour:02}", f"{hour:02}:00") for hour in range(24)]

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.ticket_id.display_name,
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }
