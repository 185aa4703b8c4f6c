from odoo import api, fields, models

from ...engine.scorecard import is_bad, is_marked

EVIDENCE = {
    "mail.message": "evidence_message_id",
    "cs.ticket.clock": "evidence_clock_id",
    "ir.attachment": "evidence_file_id",
}


class CsQualityMark(models.Model):
    """The mark of one question in one review."""

    _name = "cs.quality.mark"
    _description = "Mark of a Quality Review"
    _order = "check_id, sequence, id"

    check_id = fields.Many2one(
        "cs.quality.check", required=True, ondelete="cascade", index=True
    )
    question_id = fields.Many2one(
        "cs.quality.question", required=True, ondelete="restrict", index=True
    )
    sequence = fields.Integer(related="question_id.sequence", store=True)
    value = fields.Integer(string="Mark", help="On the scale of the question.")
    not_applicable = fields.Boolean(string="N/A")
    failed = fields.Boolean(string="Critical Failure")
    comment = fields.Text()
    cause_id = fields.Many2one("cs.quality.cause", ondelete="restrict")
    evidence_message_id = fields.Many2one(
        "mail.message", string="Message", ondelete="set null"
    )
    evidence_clock_id = fields.Many2one(
        "cs.ticket.clock", string="Clock", ondelete="set null"
    )
    evidence_file_id = fields.Many2one(
        "ir.attachment", string="File", ondelete="set null"
    )
    clause_id = fields.Many2one(related="question_id.clause_id")
    is_marked = fields.Boolean(compute="_compute_is_marked")
    value_text = fields.Char(string="Marked", compute="_compute_value_text")

    _once = models.UniqueIndex(
        "(check_id, question_id)", "A question is marked once in a review."
    )

    @api.depends("value", "not_applicable", "question_id")
    def _compute_is_marked(self):
        for mark in self:
            mark.is_marked = mark.question_id.critical or is_marked(mark._to_mark())

    @api.depends("value", "not_applicable", "failed", "question_id")
    @api.depends_context("lang")
    def _compute_value_text(self):
        for mark in self:
            mark.value_text = mark._in_words()

    @api.depends("question_id")
    def _compute_display_name(self):
        for mark in self:
            mark.display_name = mark.question_id.name

    def _in_words(self):
        """The mark as people read it: "4 of 5", "No failure", "N/A"."""
        self.ensure_one()
        if self.not_applicable:
            return self.env._("N/A")
        question = self.question_id
        if question.critical:
            return self.env._("Failed") if self.failed else self.env._("No failure")
        if question.scale == "2":
            return self.env._("Yes") if self.value == 2 else self.env._("No")
        return self.env._(
            "%(mark)s of %(highest)s", mark=self.value, highest=question._bounds()[1]
        )

    def _to_mark(self):
        """This mark as the engine reads it."""
        self.ensure_one()
        return self.question_id._to_mark(self.value, self.not_applicable)

    def _is_bad(self):
        """Whether this mark has to be explained."""
        self.ensure_one()
        if self.question_id.critical:
            return self.failed
        below = self.check_id.template_id.bad_below
        return self.is_marked and is_bad(self._to_mark(), below)

    @api.model
    def _prepare_vals(self, check, question, answer):
        """Values of one mark from what the review screen sends."""
        answer = answer or {}
        evidence = answer.get("evidence") or {}
        vals = {
            "check_id": check.id,
            "question_id": question.id,
            "not_applicable": bool(answer.get("not_applicable")),
            "comment": (answer.get("comment") or "").strip() or False,
            "cause_id": answer.get("cause_id") or False,
        }
        if question.critical:
            vals["failed"] = bool(answer.get("failed")) and not vals["not_applicable"]
        elif not vals["not_applicable"]:
            value = answer.get("value")
            vals["value"] = -1 if value is None else int(value)
        if evidence.get("model") in EVIDENCE:
            vals[EVIDENCE[evidence["model"]]] = int(evidence["id"])
        return vals
