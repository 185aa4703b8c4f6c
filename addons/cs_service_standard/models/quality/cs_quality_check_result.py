from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...engine.scorecard import passes, score


class CsQualityCheck(models.Model):
    """From marks to a result: given once, changed by the decision of a dispute."""

    _inherit = "cs.quality.check"

    def _mark(self, answers):
        """Save the marks of this review for good.

        Marks are written as superuser: nobody may write them but through a review.

        :param answers: dict by question id of dicts with ``value``,
            ``not_applicable``, ``failed``, ``comment``, ``cause_id`` and
            ``evidence`` (a dict with ``model`` and ``id``); a critical question that
            is left out was kept
        """
        self.ensure_one()
        self._check_may_mark()
        answers = {int(key): answer for key, answer in answers.items()}
        questions = self.template_id.question_ids
        if strange := set(answers) - set(questions.ids):
            raise UserError(
                self.env._(
                    "Review %(review)s: question %(question)s is not on its scorecard. "
                    "Load the review again.",
                    review=self.display_name,
                    question=min(strange),
                )
            )
        marks = self.env["cs.quality.mark"].sudo()
        self.sudo().mark_ids.unlink()
        marks.create(
            [
                marks._prepare_vals(self, question, answers.get(question.id))
                for question in questions
                if question.id in answers or question.critical
            ]
        )
        self.invalidate_recordset(["mark_ids"])
        self.action_done()

    def action_done(self):
        """Close reviews whose marks are complete: score and result are fixed."""
        self._check_may_mark()
        self._check_marks()
        now = fields.Datetime.now()
        for check in self.sudo():
            vals = {"state": "done", "done_at": now, **check._prepare_result()}
            check.write(vals)
        self._after_done()

    def _after_done(self):
        """Called once when the marks of reviews are saved for good; a hook."""
        return None

    @api.model
    def _average_domain(self):
        """Reviews that count for an agent's average: the random sample alone (P29)."""
        return [
            ("state", "=", "done"),
            ("method", "=", "sample"),
            ("has_score", "=", True),
        ]

    def _critical_failures(self):
        """Failed critical questions by review id; a hook for conduct events (QAC-06).

        Each question has a ``code`` that tells what was failed, and its clause.
        """
        return {
            check.id: check.mark_ids.filtered("failed").question_id for check in self
        }

    def _change_marks(self, changes, reason):
        """Change marks of a done review, the one way to do so; the score follows.

        For the decision of a dispute: it checks who may decide. Runs as superuser,
        since nobody may write marks. Score and result change in this transaction.

        :param changes: dict by mark id of dicts with ``value``, ``not_applicable``
            and ``failed``, as far as they change
        :param reason: why, kept with the review
        :return: (old, new) scores; ``None`` where nothing applied
        """
        self.ensure_one()
        check = self.sudo()
        marks = check.mark_ids
        allowed = {"value", "not_applicable", "failed"}
        strange = {key for vals in changes.values() for key in set(vals) - allowed}
        if check.state != "done" or set(changes) - set(marks.ids) or strange:
            raise UserError(
                self.env._(
                    "The marks of review %s cannot be changed like this: only marks of "
                    "a done review, one by one.",
                    check.display_name,
                )
            )
        old = check.score if check.has_score else None
        for mark in marks.filtered(lambda one: one.id in changes):
            mark.write(changes[mark.id])
        check._check_marks(explained=False)
        check.write(check._prepare_result())
        new = check.score if check.has_score else None
        check.change_log = check._prepare_change_line(old, new, reason)
        return old, new

    def _check_may_mark(self):
        """Nobody marks own work, somebody else's review or a closed one."""
        self.check_access("write")
        for check in self:
            if check.state != "todo":
                raise UserError(
                    self.env._("Review %s is closed already.", check.display_name)
                )
            if not check.template_id:
                raise UserError(
                    self.env._(
                        "Review %s has no scorecard: choose one in its form.",
                        check.display_name,
                    )
                )
        if not self.env.su:
            self._check_is_reviewer()

    def _check_is_reviewer(self):
        """A review of nobody belongs to whoever marks it first."""
        self.filtered(lambda one: not one.reviewer_id).reviewer_id = self.env.user
        self._check_reviewer()
        for check in self.filtered(lambda one: one.reviewer_id != self.env.user):
            raise UserError(
                self.env._(
                    "%(person)s reviews %(review)s: ask to be made its reviewer.",
                    person=check.reviewer_id.name,
                    review=check.display_name,
                )
            )

    def _check_marks(self, explained=True):
        """Everything is marked or does not apply; what is bad is explained.

        :param explained: whether missing comments and evidence count
        """
        for check in self.sudo():
            missing = check.mark_ids._faults() if explained else []
            known = check.mark_ids.filtered("is_marked").question_id
            asked = check.template_id.question_ids.filtered(lambda q: not q.critical)
            missing = [
                *(self.env._("%s: not marked", q.name) for q in asked - known),
                *missing,
            ]
            if missing:
                raise ValidationError(
                    self.env._(
                        "Review %(review)s is not complete. %(missing)s.",
                        review=check.display_name,
                        missing="; ".join(missing),
                    )
                )

    def _prepare_result(self):
        """Score and result of the marks as they are."""
        self.ensure_one()
        marks = self.mark_ids
        weighted = marks.filtered(lambda mark: not mark.question_id.critical)
        failed = any(marks.mapped("failed"))
        found = score([mark._to_mark() for mark in weighted], failed)
        if found is None:
            return {"score": 0, "has_score": False, "result": False}
        passed = not failed and passes(found, self.template_id.pass_mark)
        return {
            "score": float(found),
            "has_score": True,
            "result": "passed" if passed else "failed",
        }

    def _prepare_change_line(self, old, new, reason):
        """The log with one more line: when, from what to what, why."""
        none = self.env._("no score")
        shown = [none if value is None else f"{value:.2f}" for value in (old, new)]
        day = fields.Date.to_string(fields.Date.context_today(self))
        line = self.env._(
            "%(day)s: %(old)s changed to %(new)s. %(reason)s",
            day=day,
            old=shown[0],
            new=shown[1],
            reason=reason,
        )
        return "\n".join(filter(None, [self.change_log, line]))
