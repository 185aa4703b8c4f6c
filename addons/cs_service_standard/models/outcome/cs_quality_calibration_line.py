from odoo import api, fields, models

from ...engine.agreement import agreement
from ...wording import listed

NOT_APPLICABLE = "na"


class CsQualityCalibrationLine(models.Model):
    """How far reviewers agree on one question."""

    _name = "cs.quality.calibration.line"
    _description = "Result of a Calibration Session"
    _order = "calibration_id, sequence, id"

    calibration_id = fields.Many2one(
        "cs.quality.calibration", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="calibration_id.company_id", store=True)
    question_id = fields.Many2one(
        "cs.quality.question", required=True, ondelete="cascade"
    )
    sequence = fields.Integer(related="question_id.sequence", store=True)
    clause_id = fields.Many2one(related="question_id.clause_id", store=True)
    tickets = fields.Integer(help="Tickets that every reviewer marked.")
    averages = fields.Char(
        help="Average of each reviewer, 0 to 100, in the order of their names."
    )
    difference = fields.Float(
        digits=(5, 1),
        help="Mean distance between two reviewers' marks of the same ticket, on a "
        "scale of 0 to 100.",
    )
    raw_agreement = fields.Float(
        string="Same Mark (%)",
        digits=(5, 1),
        help="Share of pairs of reviewers who gave the same mark. High by itself "
        "where nearly all marks are alike: look at kappa.",
    )
    kappa = fields.Float(
        string="Value of Kappa",
        digits=(4, 2),
        help="Agreement beyond chance: 1 full, 0 as good as chance. Two reviewers: "
        "Cohen's, more: Fleiss'.",
    )
    has_kappa = fields.Boolean(help="Kappa needs more than one mark to be in use.")
    kappa_text = fields.Char(
        string="Kappa",
        compute="_compute_kappa_text",
        help="Agreement beyond chance: 1 full, 0 as good as chance; below 0.4 the "
        "question needs talking about.",
    )

    @api.depends("kappa", "has_kappa")
    def _compute_kappa_text(self):
        for line in self:
            line.kappa_text = f"{line.kappa:.2f}" if line.has_kappa else "–"

    @api.model
    def _prepare_vals(self, question, rows):
        """Values of the line of one question.

        :param rows: list per ticket of the mark of each reviewer, in their order
        """
        places = [[self._place(mark) for mark in row] for row in rows]
        found = agreement([[self._code(mark) for mark in row] for row in rows], places)
        return {
            "question_id": question.id,
            "tickets": found.items,
            "averages": self._averages(rows, places),
            "difference": found.spread or 0,
            "raw_agreement": 100 * (found.raw or 0),
            "kappa": found.kappa or 0,
            "has_kappa": found.kappa is not None,
        }

    @api.model
    def _code(self, mark):
        """What two marks are compared by; a critical question that was kept is 0."""
        if mark.not_applicable:
            return NOT_APPLICABLE
        critical = not mark or mark.question_id.critical
        return int(mark.failed) if critical else mark.value

    @api.model
    def _place(self, mark):
        """The mark on the scale 0 to 100; nothing where it does not apply.

        A critical question without a mark was kept.
        """
        if mark.not_applicable:
            return None
        if not mark:
            return 100.0
        return mark.question_id._place_of(mark.value, mark.failed)[0]

    @api.model
    def _averages(self, rows, places):
        """Each reviewer's average, with his name; empty without a ticket."""
        columns = zip(*places, strict=True)
        people = rows[0] if rows else []
        words = []
        for mark, column in zip(people, columns, strict=False):
            known = [place for place in column if place is not None]
            name = mark.check_id.reviewer_id.name or self.env._("Reviewer")
            mean = f"{sum(known) / len(known):.0f}" if known else "–"
            words.append(f"{name} {mean}")
        return listed(self.env, words)
