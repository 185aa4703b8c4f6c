from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...engine.dispute import Outcome, is_overturned

OUTCOMES = [
    (Outcome.ACCEPTED.value, "Accepted in full"),
    (Outcome.PARTLY.value, "Partly accepted"),
    (Outcome.REJECTED.value, "Rejected"),
]
OBJECTION = {"mark_id", "comment", "proposed_value", "proposed_na"}
DECISION = {"outcome", "decided_value", "reason"}
DAY = 86400


class CsQualityDisputeLine(models.Model):
    """One disputed mark: what the agent proposes and why, and what was decided."""

    _name = "cs.quality.dispute.line"
    _description = "Disputed Mark"
    _order = "dispute_id, id"

    dispute_id = fields.Many2one(
        "cs.quality.dispute", required=True, ondelete="cascade", index=True
    )
    check_id = fields.Many2one(related="dispute_id.check_id")
    agent_id = fields.Many2one(related="dispute_id.agent_id", store=True)
    reviewer_id = fields.Many2one(related="dispute_id.reviewer_id", store=True)
    company_id = fields.Many2one(related="dispute_id.company_id", store=True)
    state = fields.Selection(related="dispute_id.state", store=True)
    mark_id = fields.Many2one(
        "cs.quality.mark",
        required=True,
        ondelete="cascade",
        domain="[('check_id', '=', check_id)]",
    )
    question_id = fields.Many2one(related="mark_id.question_id", store=True)
    clause_id = fields.Many2one(related="question_id.clause_id", store=True)
    is_critical = fields.Boolean(related="question_id.critical")
    given_text = fields.Char(
        string="Given",
        readonly=True,
        copy=False,
        help="The mark as it was when the dispute began.",
    )
    given_value = fields.Integer(string="Given (mark)", readonly=True, copy=False)
    given_na = fields.Boolean(string="Given (N/A)", readonly=True, copy=False)
    given_failed = fields.Boolean(string="Given (failure)", readonly=True, copy=False)
    proposed_value = fields.Integer(
        string="Proposed", help="The mark you think is right, on the scale."
    )
    proposed_na = fields.Boolean(
        string="N/A", help="You think the question does not apply to this ticket."
    )
    comment = fields.Text(string="Why", required=True)
    outcome = fields.Selection(OUTCOMES, copy=False)
    decided_value = fields.Integer(
        string="New Mark", copy=False, help="The mark that holds from now on."
    )
    reason = fields.Char(
        copy=False, help="Why the mark stays, or is raised only in part."
    )
    overturned = fields.Integer(
        compute="_compute_overturned",
        store=True,
        help="1: the reviewer's mark did not stand.",
    )
    overturned_share = fields.Float(
        string="Overturned (%)",
        compute="_compute_overturned",
        store=True,
        aggregator="avg",
        help="Share of the decided marks that did not stand.",
    )
    days_to_decide = fields.Float(
        string="Days to Decide",
        compute="_compute_overturned",
        store=True,
        aggregator="avg",
    )

    _once = models.UniqueIndex(
        "(dispute_id, mark_id)", "A mark is disputed once in a dispute."
    )

    @api.depends("outcome", "dispute_id.opened_at", "dispute_id.decided_at")
    def _compute_overturned(self):
        for line in self:
            dispute = line.dispute_id
            decided = dispute.decided_at and dispute.opened_at
            line.overturned = int(bool(decided) and is_overturned(line.outcome or ""))
            line.overturned_share = 100.0 * line.overturned
            took = decided and dispute.decided_at - dispute.opened_at
            line.days_to_decide = took.total_seconds() / DAY if decided else 0

    @api.constrains("mark_id", "dispute_id")
    def _check_mark(self):
        for line in self:
            if line.mark_id.check_id != line.dispute_id.check_id:
                raise ValidationError(
                    self.env._(
                        "%s: choose marks of the disputed review.",
                        line.dispute_id.display_name,
                    )
                )

    @api.constrains("proposed_value", "proposed_na", "decided_value", "comment")
    def _check_values(self):
        for line in self:
            question = line.question_id
            low, high = question._bounds()
            values = filter(None, [line.proposed_value, line.decided_value])
            if not all(low <= value <= high for value in values):
                raise ValidationError(
                    self.env._(
                        "'%(question)s' is marked with %(low)s to %(high)s: correct "
                        "the mark you entered.",
                        question=question.name,
                        low=low,
                        high=high,
                    )
                )
            if not (line.comment or "").strip():
                raise ValidationError(
                    self.env._("Say why the mark of '%s' is wrong.", question.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(
            [
                vals if self.env.su else {k: v for k, v in vals.items() if k in known}
                for known in [OBJECTION | {"dispute_id"}]
                for vals in vals_list
            ]
        )
        lines._check_stage("draft")
        for line in lines.sudo():
            mark = line.mark_id
            line.write(
                {
                    "given_text": mark.value_text,
                    "given_value": mark.value,
                    "given_na": mark.not_applicable,
                    "given_failed": mark.failed,
                }
            )
        return lines

    def write(self, vals):
        """The objection is fixed once handed in; the decision is made after that."""
        if not self.env.su:
            if set(vals) & OBJECTION:
                self._check_stage("draft")
            if set(vals) & DECISION:
                self._check_stage("open")
                self.dispute_id._check_may_decide()
            if set(vals) - OBJECTION - DECISION:
                raise AccessError(
                    self.env._("Enter the objection or the decision, nothing else.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_stage("draft")

    def action_open(self):
        """The dispute this mark belongs to."""
        self.ensure_one()
        return self.dispute_id._get_records_action(name=self.env._("Dispute of Marks"))

    def _check_stage(self, state):
        for dispute in self.dispute_id.filtered(lambda d: d.state != state):
            labels = dict(dispute._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(dispute)s is '%(state)s': its marks cannot be changed now.",
                    dispute=dispute.display_name,
                    state=labels[dispute.state],
                )
            )

    def _proposed_change(self):
        """The mark as the agent proposes it, for ``cs.quality.check._change_marks``."""
        self.ensure_one()
        if self.is_critical:
            return {"failed": False}
        if self.proposed_na:
            return {"not_applicable": True, "failed": False}
        return {"value": self.proposed_value, "not_applicable": False}

    def _decided_change(self):
        """The mark that holds by the decision; as it was given when rejected.

        A decision that a manager had taken up again may have changed it before.
        """
        self.ensure_one()
        if self.outcome == Outcome.ACCEPTED:
            return self._proposed_change()
        if self.outcome == Outcome.PARTLY:
            return {"value": self.decided_value, "not_applicable": False}
        return {
            "value": self.given_value,
            "not_applicable": self.given_na,
            "failed": self.given_failed,
        }

    def _changes(self, change):
        """Whether ``change`` makes a difference to the mark as it stands."""
        self.ensure_one()
        return any(self.mark_id[name] != new for name, new in change.items())

    def _check_proposal(self):
        """Something else than what was given is proposed, and it is on the scale."""
        for line in self:
            low, high = line.question_id._bounds()
            free = line.is_critical or line.proposed_na
            on_scale = free or low <= line.proposed_value <= high
            if not on_scale or not line._changes(line._proposed_change()):
                raise UserError(
                    self.env._(
                        "Propose another mark than the one given for '%s'.",
                        line.question_id.name,
                    )
                )


class CsQualityMark(models.Model):
    """Marks are chosen by their question."""

    _inherit = "cs.quality.mark"
    _rec_names_search = ["question_id.name"]
