from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.instants import to_epoch
from ..wording import listed

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
}
NEEDED = ("cause_id", "owner_team_id", "corrective_action")


class CsBreachCause(models.Model):
    """Why promises are broken, as a company counts it; chosen in a review."""

    _name = "cs.breach.cause"
    _description = "Cause of a Breach"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Char(
        translate=True, help="When to choose this cause; shown to the team leader."
    )


class CsBreachReview(models.Model):
    """What was learned from one breach: cause, owner and corrective action.

    Made by the system, once for each clock whose target asks for it.
    """

    _name = "cs.breach.review"
    _description = "Breach Review"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due_date, id"

    clock_id = fields.Many2one(
        "cs.ticket.clock", required=True, readonly=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric(),
        required=True,
        readonly=True,
    )
    target_id = fields.Many2one("cs.sla.target", readonly=True, ondelete="set null")
    breached_at = fields.Datetime(string="Was Due", readonly=True)
    late_text = fields.Char(compute="_compute_late_text", string="Late By")
    why = fields.Html(related="clock_id.why", sanitize=False)
    usage_ids = fields.One2many(related="clock_id.usage_ids")
    holding = fields.Html(
        string="Who Has It",
        compute="_compute_holding",
        compute_sudo=True,
        sanitize=False,
        help="Of a clock that is still open, up to this moment.",
    )
    proven_cause = fields.Selection(
        selection=lambda self: self.env["cs.ticket.clock"]._selection_breach_cause(),
        string="Facts Say",
        readonly=True,
    )
    state = fields.Selection(
        [("open", "To Review"), ("done", "Done")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        tracking=True,
    )
    reviewer_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Leader of the team that owns the breach.",
    )
    due_date = fields.Date(string="Review Until", required=True)
    cause_id = fields.Many2one("cs.breach.cause", tracking=True)
    owner_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Team",
        tracking=True,
        help="Proposed from who had the ticket; change it where you know better.",
    )
    owner_id = fields.Many2one(
        "res.users", string="Person", domain="[('share', '=', False)]", tracking=True
    )
    corrective_action = fields.Text(
        help="What is done so that it does not happen again, by whom, until when."
    )
    done_at = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    _once = models.UniqueIndex("(clock_id)", "This breach has a review already.")
    _due_idx = models.Index("(due_date) WHERE state = 'open'")

    @api.depends("ticket_id", "metric")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "%(ticket)s: %(metric)s",
                ticket=review.ticket_id.number,
                metric=review.clock_id.display_name,
            )

    @api.depends("clock_id.late_seconds", "clock_id.state", "breached_at")
    @api.depends_context("lang")
    def _compute_late_text(self):
        """How late it was, or is by now while the clock is open."""
        calendars = self.env["cs.clock.service"]._calendars()
        now = to_epoch(fields.Datetime.now())
        for review in self:
            clock, due = review.clock_id, review.breached_at
            late = clock.late_seconds
            if clock.state in ("running", "paused") and due:
                time = calendars(clock.mode, clock.calendar_id.id)
                late = time.elapsed(to_epoch(due), now)
            review.late_text = late and clock._duration(late)

    @api.depends("clock_id.state")
    @api.depends_context("lang")
    def _compute_holding(self):
        """The stored split ends when the breach was noticed; an open clock goes on."""
        self.holding = False
        still_open = self.filtered(lambda r: r.clock_id.state in ("running", "paused"))
        if not still_open:
            return
        now = to_epoch(fields.Datetime.now())
        _tiers, usage = self.env["cs.clock.service"]._usage(still_open.clock_id, now)
        found = {clock.id: rows for clock, rows, _verdict in usage}
        note = self.env._("Still open: counted up to this moment.")
        for review in still_open:
            rows = found.get(review.clock_id.id) or []
            review.holding = review.ticket_id._cs_holding_html(rows, note)

    @api.depends("state", "due_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for review in self:
            late = review.due_date and review.due_date < today
            review.is_overdue = review.state == "open" and bool(late)

    @api.constrains("state", *NEEDED)
    def _check_complete(self):
        for review in self.filtered(lambda r: r.state == "done"):
            missing = review._missing()
            if missing:
                raise ValidationError(
                    self.env._(
                        "The review of %(review)s is not complete. Missing: "
                        "%(missing)s.",
                        review=review.display_name,
                        missing=listed(self.env, missing),
                    )
                )

    def write(self, vals):
        """What was concluded stands until somebody opens the review again."""
        if set(vals) & {*NEEDED, "owner_id"}:
            closed = self.filtered(lambda r: r.state == "done")
            if closed and vals.get("state") != "open":
                raise UserError(
                    self.env._(
                        "The review of %s is done: open it again to change it.",
                        closed[0].display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("A review belongs to its breach and cannot be deleted.")
            )

    def action_done(self):
        now = fields.Datetime.now()
        self.write({"state": "done", "done_at": now, "done_by_id": self.env.uid})
        self.activity_ids.action_done()
        # the to-do that is done goes from the page, too
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_reopen(self):
        self.write({"state": "open", "done_at": False, "done_by_id": False})

    def action_open_ticket(self):
        self.ensure_one()
        return self.ticket_id._get_records_action()

    def _missing(self):
        """Labels of what a review still needs."""
        self.ensure_one()
        labels = self.fields_get(NEEDED, ["string"])
        given = {name: self[name] for name in NEEDED}
        given["corrective_action"] = (self.corrective_action or "").strip()
        return [labels[name]["string"] for name in NEEDED if not given[name]]

    @api.model
    def _follow(self, clocks):
        """Make the reviews that breaches ask for, drop those of no breach.

        Runs as sudo: whoever stops a clock late does not write reviews. Called
        again it changes nothing.
        """
        clocks = clocks.sudo()
        if not clocks:
            return
        wanted = clocks.filtered(
            lambda c: c.target_id.review_required and c._is_breached()
        )
        known = clocks.filtered("review_ids")
        self.sudo()._drop((known - wanted).review_ids)
        vals_list = [self._prepare_vals(clock) for clock in wanted - known]
        if not vals_list:
            return
        reviews = self.sudo().with_context(**QUIET).create(vals_list)
        self.env["mail.activity"].sudo().with_context(**QUIET).create(
            [review._prepare_todo_vals() for review in reviews]
        )

    @api.model
    def _drop(self, reviews):
        """Open reviews of breaches that turned out to be none."""
        reviews.filtered(lambda review: review.state == "open").unlink()

    @api.model
    def _prepare_vals(self, clock):
        ticket = clock.ticket_id
        owner_team = clock.breach_owner_team_id
        person = ticket._cs_first_reachable(owner_team.user_id, ticket.team_id.user_id)
        today = fields.Date.context_today(self.with_context(tz=person.tz))
        return {
            "clock_id": clock.id,
            "ticket_id": ticket.id,
            "company_id": clock.company_id.id,
            "metric": clock.metric,
            "target_id": clock.target_id.id,
            "breached_at": clock.due_at,
            "proven_cause": clock.breach_cause,
            "reviewer_id": person.id,
            "due_date": today + timedelta(days=clock.target_id.review_days),
            "owner_team_id": owner_team.id,
            "owner_id": clock.breach_owner_id.id,
        }

    def _prepare_todo_vals(self):
        """A to-do for the reviewer, on the review."""
        person = self.reviewer_id
        reader = self.with_context(lang=person.lang, tz=person.tz)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                "mail.mail_activity_data_todo"
            ),
            "user_id": person.id,
            "date_deadline": self.due_date,
            "summary": reader.env._("Review the breach %s", reader.display_name),
        }


class CsTicketClock(models.Model):
    """The review of a breach hangs on its clock; a clock has one at most."""

    _inherit = "cs.ticket.clock"

    review_ids = fields.One2many("cs.breach.review", "clock_id", string="Reviews")
