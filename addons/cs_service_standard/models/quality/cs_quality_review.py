from odoo import api, models
from odoo.fields import Domain


class CsQualityReview(models.AbstractModel):
    """The review screen: loads a review with what it is about, saves its marks.

    Two calls for a review at most: saving answers with the next review.
    What others think of the ticket is not sent before the own marks are saved: no
    marks of other reviewers, no self-check marks, no score of the customer.
    """

    _name = "cs.quality.review"
    _description = "Review Screen"

    @api.model
    def load(self, check_id=False, skipped=()):
        """The next review of the current user, as plain values.

        :param check_id: this one, whoever's it is
        :param skipped: ids that come last
        :return: dict with ``left``, ``review`` (nothing: none is left) and ``causes``
        """
        left = self.env["cs.quality.check"].search(self._queue_domain())
        check = left.browse(check_id) if check_id else left
        if check_id:
            check.check_access("read")
        else:
            later = left.filtered(lambda one: one.id in set(skipped))
            check = (left - later + later)[:1]
        return {
            "left": len(left | check.filtered(lambda one: one.state == "todo")),
            "review": check._to_screen() if check else False,
            "causes": self._causes(),
        }

    @api.model
    def save(self, check_id, answers, skipped=()):
        """Save the marks of a review for good and go on to the next one.

        :return: as ``load``, and ``saved``: what came of it
        """
        check = self.env["cs.quality.check"].browse(check_id)
        check._mark(answers)
        saved = check._to_screen_result()
        return {**self.load(skipped=skipped), "saved": saved}

    @api.model
    def _queue_domain(self):
        """Reviews that wait for the current user."""
        return Domain("state", "=", "todo") & Domain("reviewer_id", "=", self.env.uid)

    @api.model
    def _causes(self):
        causes = self.env["cs.quality.cause"].search([("active", "=", True)])
        return [{"id": cause.id, "name": cause.name} for cause in causes]


class CsQualityCheck(models.Model):
    """A review as its screen shows it."""

    _inherit = "cs.quality.check"

    def _to_screen(self):
        self.ensure_one()
        methods = dict(self._fields["method"]._description_selection(self.env))
        template = self.template_id
        other = self.reviewer_id - self.env.user
        return {
            "id": self.id,
            "name": self.display_name,
            "is_todo": self.state == "todo",
            "reviewer": other.name or "",
            "method": methods[self.method],
            "reason": self.reason or "",
            "agent": self.agent_id.name or "",
            "scorecard": template.display_name or "",
            "pass_mark": template.pass_mark,
            "bad_below": template.bad_below,
            "questions": [question._to_screen() for question in template.question_ids],
            **self._to_screen_subject(),
        }

    def _to_screen_result(self):
        """What came of a review, for the line the reviewer reads after saving."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.display_name,
            "score": self.score if self.has_score else None,
            "result": self.result or "",
            "others": self._other_marks(),
        }


class CsQualityQuestion(models.Model):
    """A question as the review screen asks it."""

    _inherit = "cs.quality.question"

    def _to_screen(self):
        self.ensure_one()
        low, high = self._bounds()
        return {
            "id": self.id,
            "section": self.section or "",
            "name": self.name,
            "hint": self.hint or "",
            "weight": 0 if self.critical else self.weight,
            "scale": self.scale,
            "low": low,
            "high": high,
            "critical": self.critical,
            "evidence_required": self.evidence_required,
            "clause": self.clause_id.display_name or "",
        }
