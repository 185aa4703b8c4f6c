from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine import dispute as rules
from ...engine.dispute import State

ACTIVITY = "cs_service_standard.mail_activity_type_dispute"
LEADER = "helpdesk_mgmt.group_helpdesk_user"
MANAGER = "helpdesk_mgmt.group_helpdesk_manager"
STATES = [
    (State.DRAFT.value, "Draft"),
    (State.OPEN.value, "To Decide"),
    (State.DECIDED.value, "Final"),
]
# what people enter; all else follows from what they do
ENTERED = {"line_ids", "reopen_reason"}


class CsQualityDispute(models.Model):
    """An agent's objection to marks of a review, question by question (P31).

    Somebody else than the reviewer and the agent decides; marks, score, result and
    averages change with the decision, in one transaction.
    """

    _name = "cs.quality.dispute"
    _description = "Dispute of a Review"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "opened_at desc, id desc"

    check_id = fields.Many2one(
        "cs.quality.check", string="Quality Review", required=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="check_id.ticket_id", store=True)
    agent_id = fields.Many2one(related="check_id.agent_id", store=True, index=True)
    reviewer_id = fields.Many2one(related="check_id.reviewer_id", store=True)
    company_id = fields.Many2one(related="check_id.company_id", store=True)
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    line_ids = fields.One2many(
        "cs.quality.dispute.line", "dispute_id", string="Disputed Marks"
    )
    opened_at = fields.Datetime(string="Disputed On", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided On", readonly=True, copy=False)
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    old_score = fields.Float(string="Score Before", readonly=True, copy=False)
    new_score = fields.Float(string="Score After", readonly=True, copy=False)
    old_result = fields.Char(readonly=True, copy=False)
    new_result = fields.Char(readonly=True, copy=False)
    reopen_reason = fields.Char(
        string="Why It Is Taken Up Again",
        copy=False,
        tracking=True,
        help="A decision is final unless a manager takes it up again, with a reason.",
    )
    may_decide = fields.Boolean(compute="_compute_may_decide")
    may_edit = fields.Boolean(compute="_compute_may_decide")

    _once = models.UniqueIndex("(check_id)", "A review has one dispute.")

    @api.depends("check_id")
    def _compute_display_name(self):
        for dispute in self:
            name = dispute.check_id.sudo().display_name
            dispute.display_name = self.env._("Dispute: %s", name)

    @api.depends("state", "agent_id", "reviewer_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        user = self.env.user
        leads = user.has_group(LEADER)
        for dispute in self:
            concerned = (dispute.agent_id.id, dispute.reviewer_id.id)
            dispute.may_decide = (
                leads
                and dispute.state == "open"
                and rules.may_decide(user.id, concerned)
            )
            dispute.may_edit = dispute.state == "draft" and (
                dispute.agent_id == user or not dispute.agent_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Only whose work was reviewed begins one, and in time."""
        if not self.env.su:
            known = ENTERED | {"check_id"}
            vals_list = [
                {name: value for name, value in vals.items() if name in known}
                for vals in vals_list
            ]
        disputes = super().create(vals_list)
        if not self.env.su:
            disputes._check_may_begin()
        return disputes

    def write(self, vals):
        """State, scores and people follow from the buttons."""
        if not self.env.su and set(vals) & set(self._fields) - ENTERED - self._free():
            raise AccessError(
                self.env._(
                    "The course of %s is not entered: use its buttons.",
                    self[:1].display_name,
                )
            )
        return super().write(vals)

    @api.model
    def _free(self):
        """Fields of activities and messages, which the framework writes."""
        names = {"activity_ids", "message_ids", "message_follower_ids"}
        return names | {name for name in self._fields if name.startswith("message_")}

    def _check_may_begin(self):
        for dispute in self:
            check = dispute.check_id
            mine = check.agent_id == self.env.user and check.state == "done"
            until = check.dispute_until
            if not mine or not until or check.sudo()._today() > until:
                raise UserError(
                    self.env._(
                        "The review %s cannot be disputed: only its agent may do so, "
                        "within the days of the standard.",
                        check.display_name,
                    )
                )

    def action_submit(self):
        """Hand the dispute in: somebody else decides."""
        self.ensure_one()
        if self.agent_id != self.env.user:
            raise UserError(
                self.env._("%s is handed in by its agent.", self.display_name)
            )
        if not self.line_ids:
            raise UserError(
                self.env._("Add the marks you dispute to %s.", self.display_name)
            )
        self.line_ids._check_proposal()
        self._advance(State.OPEN, opened_at=fields.Datetime.now())
        self.sudo()._put_to_decider()

    def action_reopen(self):
        """A manager takes a decision up again."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "%s is decided, and final: only a manager takes it up again.",
                    self.display_name,
                )
            )
        if not (self.reopen_reason or "").strip():
            raise UserError(
                self.env._("Write down why %s is taken up again.", self.display_name)
            )
        self._advance(State.OPEN, decided_at=False, decided_by=False)
        self.sudo()._put_to_decider()

    def _advance(self, state, **vals):
        """Take the next step, once.

        As superuser beyond the check of access: people do not write these fields.
        """
        self.check_access("read")
        dispute = self.sudo()
        dispute.lock_for_update()
        if not rules.may_follow(State(dispute.state), state):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(what)s is '%(state)s': it cannot become '%(next)s' now.",
                    what=self.display_name,
                    state=labels[dispute.state],
                    next=labels[state.value],
                )
            )
        dispute.write({"state": state.value, **vals})

    def _put_to_decider(self):
        """A to-do for the first who may decide: leader, service manager, any leader."""
        self.ensure_one()
        person = self._find_decider()
        if not person:
            return
        reader = self.with_context(lang=person.lang, tz=person.tz)
        self.activity_schedule(
            ACTIVITY,
            date_deadline=fields.Date.context_today(reader),
            summary=reader.env._("Decide: %s", reader.display_name),
            user_id=person.id,
        )

    def _find_decider(self):
        self.ensure_one()
        check = self.check_id
        near = check.team_id.user_id | check._quality_profile().manager_id
        concerned = (self.agent_id.id, self.reviewer_id.id)
        leaders = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref(LEADER).ids),
                ("share", "=", False),
                ("company_ids", "in", self.company_id.ids),
            ],
            order="id",
        )
        for user in (near & leaders) | leaders:
            if rules.may_decide(user.id, concerned):
                return user
        return self.env["res.users"]
