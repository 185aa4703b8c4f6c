from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import need
from ..engine.need import Lack, Need
from ..wording import listed
from .cs_need_analysis import CONTENT


class CsNeedAnalysis(models.Model):
    """What is still missing, and the end of the analysis when nothing is."""

    _inherit = "cs.need.analysis"

    missing = fields.Char(
        string="Still Needed",
        compute="_compute_missing",
        help="What is missing to complete the analysis.",
    )

    @api.depends(*CONTENT, "answer_ids.is_answered", "ticket_id", "is_fault")
    @api.depends_context("lang")
    def _compute_missing(self):
        for analysis in self:
            lacks = need.completion_lacks(analysis._to_need())
            analysis.missing = listed(self.env, analysis._in_words(lacks))

    def action_complete(self):
        """Close the analysis, or say everything that is missing."""
        self._check_open()
        for analysis in self:
            lacks = need.completion_lacks(analysis._to_need())
            if lacks:
                raise UserError(
                    self.env._(
                        "The analysis of ticket %(ticket)s is not complete yet, still "
                        "missing: %(missing)s.",
                        ticket=analysis.ticket_id.number,
                        missing=listed(self.env, analysis._in_words(lacks)),
                    )
                )
        self._set_complete()

    def _set_complete(self):
        """What completing means for the confirmation; a hook."""
        self.write({"state": "complete"})

    def _to_need(self):
        """All that completing looks at."""
        waiting = self.answer_ids.filtered(lambda a: a.required and not a.is_answered)
        return replace(
            self._to_grade(),
            open_questions=len(waiting),
            is_fault=self.is_fault,
            steps=bool((self.steps or "").strip()),
            cross_checked=self.cross_checked,
            cross_note=bool(self.cross_note),
            cause=bool(self.cause_ids),
            scope=bool(self.scope),
            understanding=bool((self.understanding or "").strip()),
        )

    def _to_grade(self):
        """The grade and what it asks for; reads no answers."""
        self.ensure_one()
        return Need(
            grade=self.grade or None,
            operation=bool((self.operation or "").strip()),
            delivery=bool(self.delivery_form),
            fit=bool(self.fits_product),
            similar=bool(self.similar_needs),
            departments=self.departments_heard,
        )

    def _in_words(self, lacks):
        """What is missing as the agent reads it; questions by their wording."""
        self.ensure_one()
        labels = {
            Lack.STEPS: "steps",
            Lack.CROSS_CHECK: "cross_checked",
            Lack.CROSS_NOTE: "cross_note",
            Lack.CAUSE: "cause_ids",
            Lack.SCOPE: "scope",
            Lack.UNDERSTANDING: "understanding",
            Lack.GRADE: "grade",
            Lack.OPERATION: "operation",
            Lack.DELIVERY: "delivery_form",
            Lack.FIT: "fits_product",
            Lack.SIMILAR: "similar_needs",
        }
        words = []
        for lack in lacks:
            if lack == Lack.ANSWERS:
                asked = self.answer_ids.filtered(
                    lambda a: a.required and not a.is_answered
                )
                words += [self.env._("“%s”", answer.name) for answer in asked]
            elif lack == Lack.DEPARTMENTS:
                words.append(self._departments_in_words())
            else:
                field = self._fields[labels[lack]]
                words.append(field._description_string(self.env))
        return words

    def _departments_in_words(self):
        return self.env._(
            "assessment by %(needed)s departments (%(heard)s so far)",
            needed=self.departments_needed,
            heard=self.departments_heard,
        )
