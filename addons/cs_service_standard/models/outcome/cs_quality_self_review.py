from odoo import api, fields, models
from odoo.exceptions import UserError

SELF = "self"


class CsQualityCheck(models.Model):
    """An agent marks his own ticket by the scorecard of the leader: it shows gaps.

    Nobody else reads these marks one by one; they change no figure of anybody.
    """

    _inherit = "cs.quality.check"

    method = fields.Selection(
        selection_add=[(SELF, "Self-review")], ondelete={SELF: "cascade"}
    )

    _self_once = models.UniqueIndex(
        "(ticket_id, agent_id) WHERE method = 'self'",
        "You have marked this ticket yourself already.",
    )

    @api.constrains("reviewer_id", "agent_id", "ticket_id")
    def _check_reviewer(self):
        """Own work is marked in a self-review, and in no other."""
        return super(
            CsQualityCheck, self.filtered(lambda check: check.method != SELF)
        )._check_reviewer()

    def _is_own_self_review(self):
        """Whether the current user marks his own ticket here."""
        check = self.sudo()
        return check.method == SELF and check.reviewer_id == self.env.user


class CsQualityReview(models.AbstractModel):
    """The review screen also opens self-reviews.

    Runs as superuser for them: agents write no reviews but this one, and see of it
    what they enter themselves.
    """

    _inherit = "cs.quality.review"

    @api.model
    def load(self, check_id=False, skipped=()):
        screen = self._screen_for(check_id)
        return super(CsQualityReview, screen).load(check_id, skipped)

    @api.model
    def save(self, check_id, answers, skipped=()):
        screen = self._screen_for(check_id)
        return super(CsQualityReview, screen).save(check_id, answers, skipped)

    @api.model
    def _screen_for(self, check_id):
        check = self.env["cs.quality.check"].browse(check_id or []).exists()
        return self.sudo() if check and check._is_own_self_review() else self


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def action_cs_self_review(self):
        """Mark the own ticket by the scorecard that its review would have."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise UserError(
                self.env._("Ticket %s is not yours: its owner marks it.", self.number)
            )
        checks = self.env["cs.quality.check"].sudo()
        check = checks.search(
            [
                ("ticket_id", "=", self.id),
                ("method", "=", SELF),
                ("agent_id", "=", self.env.uid),
            ],
            limit=1,
        )
        check = check or checks.create(self._cs_prepare_self_review_vals())
        return check.sudo(False).action_review() if check.state == "todo" else None

    def _cs_prepare_self_review_vals(self):
        return {
            "ticket_id": self.id,
            "agent_id": self.env.uid,
            "reviewer_id": self.env.uid,
            "method": SELF,
        }
