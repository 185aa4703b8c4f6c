from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

METHODS = [
    ("sample", "Random sample"),
    ("targeted", "Targeted check"),
    ("spot", "Spot check"),
    ("mystery", "Mystery shopper"),
    ("recording", "Recording or video"),
    ("tracking", "Satisfaction tracking"),
]
# what comes of marking alone, never by hand
RESULT = {"state", "done_at", "score", "has_score", "result", "mark_ids", "change_log"}
# what a done review was about
SUBJECT = {
    "ticket_id",
    "team_id",
    "company_id",
    "agent_id",
    "reviewer_id",
    "template_id",
    "method",
}


class CsQualityCheck(models.Model):
    """One review of a ticket (or of a team) by a scorecard: tier 2 (QAC-02)."""

    _name = "cs.quality.check"
    _description = "Quality Review"
    _order = "due_date, id"

    ticket_id = fields.Many2one("helpdesk.ticket", ondelete="restrict", index=True)
    team_id = fields.Many2one("helpdesk.ticket.team", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    agent_id = fields.Many2one(
        "res.users", index=True, help="Whose work is looked at; fixed when drawn."
    )
    reviewer_id = fields.Many2one(
        "res.users",
        index=True,
        domain="[('share', '=', False), ('id', '!=', agent_id)]",
        help="Who marks; never whose work it is. Empty: whoever opens it first.",
    )
    template_id = fields.Many2one(
        "cs.quality.template",
        string="Scorecard",
        ondelete="restrict",
        index=True,
        domain="[('state', '=', 'in_force')]",
        help="Empty: the first scorecard in force that fits.",
    )
    method = fields.Selection(
        METHODS, string="Way of Review", required=True, default="spot"
    )
    reason = fields.Char(help="Why this ticket was chosen, if not by chance.")
    state = fields.Selection(
        [("todo", "To Do"), ("done", "Done"), ("cancelled", "Cancelled")],
        string="Status",
        default="todo",
        required=True,
        readonly=True,
        copy=False,
    )
    due_date = fields.Date(string="Review Until")
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    mark_ids = fields.One2many(
        "cs.quality.mark", "check_id", string="Marks", readonly=True
    )
    score = fields.Float(
        readonly=True,
        copy=False,
        digits=(5, 2),
        aggregator="avg",
        help="0 to 100, of what applies.",
    )
    has_score = fields.Boolean(
        readonly=True, copy=False, help="False: nothing of the scorecard applied."
    )
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Not Passed")], readonly=True, copy=False
    )
    change_log = fields.Text(
        string="Changes of the Marks",
        readonly=True,
        copy=False,
        help="Marks that were changed after the review, and why.",
    )

    _todo_idx = models.Index("(reviewer_id, due_date) WHERE state = 'todo'")

    @api.depends("ticket_id", "team_id", "method")
    def _compute_display_name(self):
        methods = dict(self._fields["method"]._description_selection(self.env))
        for check in self:
            subject = check.ticket_id.number or check.team_id.name or ""
            method = methods.get(check.method, "")
            check.display_name = f"{subject}: {method}" if subject else method

    @api.constrains("reviewer_id", "agent_id", "ticket_id")
    def _check_reviewer(self):
        for check in self.filtered(lambda one: one.state == "todo"):
            own = check.agent_id + check.ticket_id.user_id
            if check.reviewer_id and check.reviewer_id in own:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot review %(review)s: it is the own work. "
                        "Choose another reviewer.",
                        person=check.reviewer_id.name,
                        review=check.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A review takes team, agent and scorecard from its ticket, once for good."""
        for vals in vals_list:
            self._check_may_set(vals)
        return super().create(self._prepare_subjects(vals_list))

    def write(self, vals):
        """A result comes of marking alone, and stands for what it was given for."""
        self._check_may_set(vals)
        done = self.filtered(lambda check: check.state == "done")
        if done and SUBJECT & set(vals) and not self.env.su:
            raise UserError(
                self.env._(
                    "Review %s is done and stands: start another one.",
                    done[0].display_name,
                )
            )
        return super().write(vals)

    def action_cancel(self):
        """Leave out reviews that are not needed any more."""
        self.check_access("write")
        self.filtered(lambda check: check.state == "todo").sudo().state = "cancelled"

    def action_review(self):
        """Open the review screen with this review."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "cs_service_standard.cs_quality_review_action"
        )
        return dict(action, params={"check_id": self.id})

    @api.model
    def _check_may_set(self, vals):
        if RESULT & set(vals) and not self.env.su:
            raise AccessError(
                self.env._("The result of a review comes of its marks: review it.")
            )

    @api.model
    def _prepare_subjects(self, vals_list):
        """What is not said is taken from the ticket: list of new dicts."""
        tickets = self.env["helpdesk.ticket"].browse(
            {vals["ticket_id"] for vals in vals_list if vals.get("ticket_id")}
        )
        known = {ticket.id: ticket for ticket in tickets}
        none = tickets.browse()
        filled = []
        for vals in vals_list:
            ticket = known.get(vals.get("ticket_id"), none)
            own = {
                "team_id": ticket.team_id.id,
                "agent_id": ticket.user_id.id,
                "company_id": ticket.company_id.id or self.env.company.id,
            }
            filled.append({**(own if ticket else {}), **vals})
        return self._with_scorecards(filled)

    @api.model
    def _with_scorecards(self, vals_list):
        open_ = [vals for vals in vals_list if not vals.get("template_id")]
        if not open_:
            return vals_list
        defaults = self.default_get(["method", "company_id"])
        subjects = [
            (
                self.env["helpdesk.ticket"].browse(vals.get("ticket_id")),
                self.env["helpdesk.ticket.team"].browse(vals.get("team_id")),
                vals.get("method") or defaults["method"],
                vals.get("company_id") or defaults["company_id"],
            )
            for vals in open_
        ]
        found = self.env["cs.quality.template"]._for_reviews(subjects)
        for vals, template in zip(open_, found, strict=True):
            vals["template_id"] = template.id
        return vals_list
