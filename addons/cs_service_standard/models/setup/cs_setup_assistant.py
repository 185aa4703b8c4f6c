from odoo import api, fields, models


class CsSetupAssistant(models.Model):
    """From an installed addon to a running desk: ten questions for one company.

    The answers are kept, so that people may go back and forth, stop and come back.
    Nothing is made before the last page; applying again changes only what differs.
    """

    _name = "cs.setup.assistant"
    _description = "Set-up Assistant"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    step = fields.Selection(
        [
            ("hours", "Service hours"),
            ("channels", "Channels"),
            ("teams", "Teams"),
            ("people", "Staff"),
            ("standard", "Standard"),
            ("urgent", "Urgent"),
            ("alarm", "Alarm"),
            ("languages", "Languages"),
            ("privacy", "Privacy"),
            ("survey", "Survey"),
            ("review", "Overview"),
            ("done", "Ready"),
        ],
        string="Question",
        required=True,
        default="hours",
    )
    applied_at = fields.Datetime(string="Last Set Up", readonly=True, copy=False)

    tz = fields.Selection(
        "_selection_tz",
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="The zone in which service hours are meant.",
    )
    hours_kind = fields.Selection(
        [
            ("week", "The same hours on each working day"),
            ("always", "Day and night, every day"),
            ("own", "A calendar that exists"),
        ],
        string="When You Serve",
        required=True,
        default="week",
    )
    last_day = fields.Selection(
        [("4", "Monday to Friday"), ("5", "Monday to Saturday"), ("6", "Every day")],
        string="Working Days",
        required=True,
        default="4",
    )
    work_from = fields.Float(string="From", default=9)
    work_to = fields.Float(string="To", default=18)
    break_from = fields.Float(default=12)
    break_to = fields.Float(default=13, help="The same hour twice: no break.")
    calendar_id = fields.Many2one(
        "resource.calendar",
        domain="[('company_id', 'in', [False, company_id])]",
    )
    hours_id = fields.Many2one(
        "resource.calendar", string="Calendar Made Here", readonly=True
    )
    channel_ids = fields.Many2many(
        "helpdesk.ticket.channel",
        string="Channels",
        context={"active_test": False},
        domain="[('company_id', 'in', [False, company_id])]",
    )
    phone_number = fields.Char(
        string="Telephone Number", help="The number customers call."
    )
    team_line_ids = fields.One2many("cs.setup.team", "assistant_id", string="Teams")
    structure = fields.Selection(
        [
            ("centre", "Service centre: manager, supervisor, leader, representative"),
            ("team", "Service team: head, manager, tier 1, tier 2, after-sales"),
        ],
        string="Roles",
        required=True,
        default="centre",
    )
    person_line_ids = fields.One2many("cs.setup.person", "assistant_id", string="Staff")
    invite = fields.Boolean(
        string="Invite New People by Mail",
        help="They get a letter in which they choose a password.",
    )
    profile_id = fields.Many2one(
        "cs.service.profile",
        string="Start From",
        domain="[('company_id', 'in', [False, company_id]),"
        " ('id', '!=', own_profile_id)]",
        help="The written standard in figures; every figure can be changed later.",
    )
    profile_text = fields.Text(string="In Words", related="profile_id.description")
    own_copy = fields.Boolean(
        string="Copy for This Company",
        help="Figures are then changed without touching other companies.",
    )
    own_profile_id = fields.Many2one(
        "cs.service.profile", string="Copy Made Here", readonly=True
    )
    urgent_type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        "cs_setup_assistant_urgent_rel",
        string="Urgent Requests",
        help="Green channel: contact within the hour, the leader is told at once.",
    )
    assign_urgent = fields.Boolean(
        string="Give Urgent Tickets to Somebody at Once",
        default=True,
        help="To the qualified member with the fewest urgent tickets.",
    )
    manager_person_id = fields.Many2one(
        "cs.setup.person",
        string="Service Manager",
        domain="[('assistant_id', '=', id)]",
        help="Told when a ticket has neither owner nor team leader.",
    )
    last_person_id = fields.Many2one(
        "cs.setup.person",
        string="Told at Last",
        domain="[('assistant_id', '=', id)]",
        help="Somebody who is always there, when nobody else can be reached.",
    )
    lang_ids = fields.Many2many(
        "res.lang", string="Languages of Customers", context={"active_test": False}
    )
    acknowledge = fields.Boolean(
        string="Send a Receipt",
        default=True,
        help="Who writes gets the number and the promised time at once, in his "
        "language.",
    )
    mask = fields.Boolean(
        string="Mask Customer Data",
        default=True,
        help="Agents see names, numbers and addresses masked; each reveal is logged.",
    )
    consent_text = fields.Html(
        string="Privacy Notice", help="Empty: the standard wording."
    )
    consent_version = fields.Char(
        string="Version", required=True, default="1", help="Raise it with the wording."
    )
    survey_audience = fields.Selection(
        [
            ("none", "Nobody"),
            ("consent", "Customers who agreed to it"),
            ("all", "Every customer"),
        ],
        string="Whom to Ask for an Opinion",
        required=True,
        default="consent",
        help="Kept for the survey addon; this addon asks at acceptance alone.",
    )

    _company_uniq = models.UniqueIndex(
        "(company_id)", "The company has a set-up assistant already: open that one."
    )
    _hours_order = models.Constraint(
        "CHECK (hours_kind != 'week' OR (work_from >= 0 AND work_from < work_to"
        " AND work_to <= 24 AND break_from <= break_to"
        " AND (break_from = break_to OR"
        " (work_from < break_from AND break_to < work_to))))",
        "Service hours: the end must be later than the start, and the break in "
        "between.",
    )

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for assistant in self:
            assistant.display_name = self.env._(
                "Set-up of %s", assistant.company_id.name
            )

    @api.model
    def _selection_tz(self):
        return self.env["res.users"]._fields["tz"]._description_selection(self.env)
