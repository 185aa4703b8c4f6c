from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import need
from ..engine.need import Lack, Need

# what the customer confirms; also what the letter says
CONTENT = {
    "set_id",
    "steps",
    "error_text",
    "evidence_ids",
    "cross_checked",
    "cross_note",
    "cause_ids",
    "scope",
    "understanding",
    "not_included",
    "grade",
    "operation",
    "delivery_form",
    "fits_product",
    "similar_needs",
    "assessment_note",
}


class CsNeedAnalysis(models.Model):
    """What the customer of a ticket really needs, and how that was found out.

    Asked, reconstructed, diagnosed, graded, and confirmed by the customer; the way to
    a solution begins here.
    """

    _name = "cs.need.analysis"
    _description = "Needs Analysis"
    _order = "id desc"
    _rec_name = "ticket_id"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    is_fault = fields.Boolean(related="ticket_id.type_id.cs_is_fault")
    state = fields.Selection(
        [
            ("open", "In Work"),
            ("complete", "Complete"),
            ("confirmed", "Confirmed"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    set_id = fields.Many2one(
        "cs.need.question.set",
        string="Questions",
        compute="_compute_set_id",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('always', '=', False)]",
        help="Proposed by the type, category and product of the ticket.",
    )
    answer_ids = fields.One2many(
        "cs.need.answer",
        "analysis_id",
        string="Answers",
        compute="_compute_answer_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    steps = fields.Text(
        string="Steps that Lead to It",
        help="What exactly the customer did, one step per line.",
    )
    error_text = fields.Char(
        string="Error Message", help="Word for word, as the device or page shows it."
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_need_analysis_attachment_rel",
        string="Evidence",
        help="Pictures, videos, logs.",
    )
    cross_checked = fields.Boolean(
        string="Checked against Our Data",
        help="The customer's account was compared with the product log, the time of "
        "use or other back-office data.",
    )
    cross_note = fields.Char(
        string="What Our Data Say", help="For example: log shows E3 at 07:52, 3 times."
    )
    cause_ids = fields.Many2many("cs.need.cause", string="Probable Causes")
    scope = fields.Char(
        string="Scope and Impact",
        help="Who and what is affected, and since when.",
    )
    understanding = fields.Text(
        string="Our Understanding",
        compute="_compute_understanding",
        store=True,
        readonly=False,
        help="What the customer needs, in plain words: he reads and confirms it.",
    )
    not_included = fields.Text(
        string="Not Part of It",
        help="Where the need ends; the customer reads and confirms it.",
    )
    latent_ids = fields.Many2many(
        "cs.need.latent",
        string="Latent Needs",
        help="What the customer did not name but would value.",
    )
    wants_expedite = fields.Boolean(compute="_compute_wants_expedite")
    grade = fields.Selection(
        [
            ("basic", "Basic"),
            ("improvement", "Improvement"),
            ("innovative", "Innovative"),
        ],
        help="Basic: what the product does already, shown or put right.\n"
        "Improvement: what the product does, but better.\n"
        "Innovative: what nobody offers yet.",
    )
    operation = fields.Text(
        string="Operating Steps", help="What the customer does to get it."
    )
    delivery_form = fields.Selection(
        [
            ("text", "Text"),
            ("video", "Video"),
            ("both", "Text and video"),
        ],
        help="How the customer gets the explanation.",
    )
    fits_product = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        string="Fits the Product",
        help="Whether the wish suits what the product is meant to be.",
    )
    similar_needs = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        string="Others Need It, Too",
        help="Whether other customers have asked for the like.",
    )
    assessment_note = fields.Char(string="Reasons")
    missing = fields.Char(
        string="Still Needed",
        compute="_compute_missing",
        help="What is missing to complete the analysis.",
    )

    _ticket_uniq = models.UniqueIndex(
        "(ticket_id)", "This ticket has a needs analysis already."
    )

    @api.depends("ticket_id")
    def _compute_set_id(self):
        found = self.env["cs.need.question.set"]._of_tickets(self.ticket_id)
        for analysis in self:
            analysis.set_id = analysis.set_id or found.get(analysis.ticket_id)

    @api.depends("ticket_id")
    def _compute_understanding(self):
        for analysis in self:
            core_issue = analysis.ticket_id.cs_core_issue
            analysis.understanding = analysis.understanding or core_issue

    @api.depends("set_id")
    def _compute_answer_ids(self):
        """The questions of the set and those always asked; given answers are kept."""
        sets = self.env["cs.need.question.set"]
        always = {c: sets._always(c) for c in self.company_id | self.env.company}
        for analysis in self:
            company = analysis.company_id or self.env.company
            asked = (analysis.set_id | always[company]).question_ids
            known = analysis.answer_ids.question_id
            left = analysis.answer_ids.filtered(
                lambda a, asked=asked: a.question_id not in asked and not a.is_answered
            )
            analysis.answer_ids = [Command.delete(answer.id) for answer in left] + [
                Command.create({"question_id": q.id, "sequence": place})
                for place, q in enumerate(asked, start=1)
                if q not in known
            ]

    @api.depends("latent_ids.is_expedite")
    def _compute_wants_expedite(self):
        for analysis in self:
            latent = analysis.latent_ids
            analysis.wants_expedite = any(latent.mapped("is_expedite"))

    @api.depends(*CONTENT, "answer_ids.is_answered", "ticket_id", "is_fault")
    @api.depends_context("lang")
    def _compute_missing(self):
        for analysis in self:
            lacks = need.completion_lacks(analysis._to_need())
            analysis.missing = ", ".join(analysis._in_words(lacks))

    def write(self, vals):
        if not vals.keys().isdisjoint(CONTENT):
            self._check_open()
        return super().write(vals)

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
                        missing=", ".join(analysis._in_words(lacks)),
                    )
                )
        self._set_complete()

    def _set_complete(self):
        """What completing means for the confirmation; a hook."""
        self.write({"state": "complete"})

    def _check_open(self):
        """Nobody changes behind the customer's back what he reads or has confirmed."""
        for analysis in self:
            if analysis.state != "open" and not self.env.su:
                raise UserError(
                    self.env._(
                        "The analysis of ticket %s is complete: choose Edit Again "
                        "first; the customer then confirms it anew.",
                        analysis.ticket_id.number,
                    )
                )

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
