from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

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

    def write(self, vals):
        if not vals.keys().isdisjoint(CONTENT):
            self._check_open()
        return super().write(vals)

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
