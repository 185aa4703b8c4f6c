from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...engine.scorecard import missing_weight
from .cs_quality_check import METHODS

FROZEN = {"question_ids", "pass_mark", "bad_below", "version", "previous_id"}


class CsQualityTemplate(models.Model):
    """A QA scorecard; what was marked by it stays with its version (QAC-05)."""

    _name = "cs.quality.template"
    _description = "QA Scorecard"
    _order = "sequence, name, version desc"

    name = fields.Char(string="Scorecard", required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="The first scorecard in force that fits a review is taken."
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force"), ("retired", "Retired")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "cs.quality.template",
        string="Earlier Version",
        readonly=True,
        copy=False,
        index=True,
        ondelete="set null",
    )
    active = fields.Boolean(default=True)
    pass_mark = fields.Float(
        default=80, required=True, help="A review below this score has failed."
    )
    bad_below = fields.Float(
        string="Explain Marks Below (%)",
        default=50,
        required=True,
        help="A mark below this share of its scale needs a comment and a cause.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        string="Ticket Types",
        help="Reviews of tickets of these types; empty: of any type.",
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        help="Reviews of work of these teams; empty: of any team.",
    )
    method = fields.Selection(
        METHODS, string="Way of Review", help="Empty: for any way of review."
    )
    question_ids = fields.One2many("cs.quality.question", "template_id", copy=True)
    weight_total = fields.Integer(
        string="Sum of Weights", compute="_compute_weight_total"
    )
    is_used = fields.Boolean(
        compute="_compute_is_used",
        compute_sudo=True,
        help="Somebody was reviewed by it: this version does not change any more.",
    )

    _pass_mark_range = models.Constraint(
        "CHECK (pass_mark >= 0 AND pass_mark <= 100)",
        "The pass mark lies between 0 and 100.",
    )

    @api.depends("question_ids.weight", "question_ids.critical")
    def _compute_weight_total(self):
        for template in self:
            template.weight_total = sum(template._weights())

    def _compute_is_used(self):
        """As superuser: a review one may not read counts as well."""
        groups = self.env["cs.quality.mark"]._read_group(
            [("question_id.template_id", "in", self._origin.ids)],
            ["question_id"],
        )
        used = {question.template_id.id for (question,) in groups}
        for template in self:
            template.is_used = template._origin.id in used

    @api.depends("name", "version")
    def _compute_display_name(self):
        for template in self:
            template.display_name = self.env._(
                "%(scorecard)s, version %(version)s",
                scorecard=template.name or "",
                version=template.version,
            )

    @api.constrains("question_ids", "state")
    def _check_weights(self):
        """A scorecard that is saved as a whole adds up; an empty one is a beginning."""
        for template in self:
            if template.question_ids or template.state == "in_force":
                template._check_complete()

    def write(self, vals):
        if FROZEN & set(vals):
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _weights(self):
        """Weights of the questions that are marked; a critical one has none."""
        self.ensure_one()
        return self.question_ids.filtered(lambda q: not q.critical).mapped("weight")

    def _check_complete(self):
        """Weights are 100 together, each of them counts."""
        self.ensure_one()
        lack = missing_weight(self._weights())
        if lack:
            raise ValidationError(
                self.env._(
                    "The weights of scorecard %(scorecard)s are %(total)s together: "
                    "change them until they are 100.",
                    scorecard=self.name,
                    total=100 - lack,
                )
            )
        idle = self.question_ids.filtered(lambda q: q.weight < 1 and not q.critical)
        if idle:
            raise ValidationError(
                self.env._(
                    "Question %(question)s of scorecard %(scorecard)s has no weight: "
                    "give it one or make it critical.",
                    question=idle[0].name,
                    scorecard=self.name,
                )
            )

    def _check_unused(self):
        """What was marked by a version must stay readable as it was marked."""
        used = self.filtered("is_used")
        if used:
            raise UserError(
                self.env._(
                    "Scorecard %s was used in reviews and does not change any more: "
                    "make a new version of it.",
                    used[0].display_name,
                )
            )
