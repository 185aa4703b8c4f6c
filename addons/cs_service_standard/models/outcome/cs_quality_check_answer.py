from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CsQualityCheck(models.Model):
    """The agent's answer to a review of his work: acknowledged, or disputed."""

    _inherit = "cs.quality.check"

    acknowledged_at = fields.Datetime(
        string="Acknowledged", readonly=True, copy=False, help="The agent has read it."
    )
    acknowledge_due = fields.Date(
        string="Acknowledge By", readonly=True, copy=False, index="btree_not_null"
    )
    dispute_until = fields.Date(
        string="Disputable Until",
        readonly=True,
        copy=False,
        help="The last day on which the agent may dispute marks.",
    )
    dispute_ids = fields.One2many(
        "cs.quality.dispute", "check_id", string="Disputes", readonly=True
    )
    acknowledge_late = fields.Boolean(
        string="Not Acknowledged in Time",
        compute="_compute_acknowledge_late",
        search="_search_acknowledge_late",
    )
    may_acknowledge = fields.Boolean(compute="_compute_may_answer")
    may_dispute = fields.Boolean(compute="_compute_may_answer")

    @api.depends("state", "agent_id", "acknowledged_at", "dispute_until")
    @api.depends_context("uid")
    def _compute_may_answer(self):
        for check in self:
            mine = check.state == "done" and check.agent_id == self.env.user
            check.may_acknowledge = mine and not check.acknowledged_at
            until = check.dispute_until
            check.may_dispute = (
                mine
                and not check.sudo().dispute_ids
                and bool(until)
                and check.sudo()._today() <= until
            )

    @api.depends("acknowledged_at", "acknowledge_due")
    def _compute_acknowledge_late(self):
        today = fields.Date.context_today(self)
        for check in self:
            due = check.acknowledge_due
            check.acknowledge_late = (
                bool(due) and not check.acknowledged_at and (due < today)
            )

    def _search_acknowledge_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("acknowledged_at", "=", False), ("acknowledge_due", "<", "today")]

    def _after_done(self):
        """From now on the agent's days run."""
        result = super()._after_done()
        mine = self._has_outcome().filtered("agent_id").sudo()
        for days, checks in mine.grouped(lambda c: c._answer_days()).items():
            acknowledge, dispute = days
            checks.write({"acknowledge_due": acknowledge, "dispute_until": dispute})
        return result

    def _answer_days(self):
        """Until when the agent acknowledges, and until when he may dispute."""
        self.ensure_one()
        profile, today = self._quality_profile(), self._today()
        counts = profile.quality_acknowledge_days, profile.quality_dispute_days
        return tuple(bool(count) and today + timedelta(days=count) for count in counts)

    def action_acknowledge(self):
        """The agent has read the review of his work.

        As superuser beyond the check: agents write nothing else on reviews.
        """
        self.check_access("read")
        for check in self:
            if not check.may_acknowledge:
                raise UserError(
                    self.env._(
                        "The review %s is not yours to acknowledge: only the agent "
                        "does, and once.",
                        check.display_name,
                    )
                )
        self.sudo().write({"acknowledged_at": fields.Datetime.now()})

    def action_dispute(self):
        """A dispute about some of the marks: a new one, or the one there is."""
        self.ensure_one()
        disputes = self.env["cs.quality.dispute"].search([("check_id", "=", self.id)])
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispute of Marks"),
            "res_model": "cs.quality.dispute",
            "view_mode": "form",
            "res_id": disputes[:1].id,
            "context": {"default_check_id": self.id},
        }
        if not disputes and not self.may_dispute:
            raise UserError(
                self.env._(
                    "The review %s cannot be disputed: only its agent may do so, "
                    "within the days of the standard.",
                    self.display_name,
                )
            )
        return action
