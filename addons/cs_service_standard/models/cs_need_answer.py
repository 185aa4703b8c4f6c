from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

VALUES = ("text", "choice_id", "yes_no", "file")


class CsNeedAnswer(models.Model):
    """What the customer said to one question of the analysis."""

    _name = "cs.need.answer"
    _description = "Answer"
    _order = "analysis_id, sequence, id"
    _rec_name = "question_id"

    analysis_id = fields.Many2one(
        "cs.need.analysis", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="analysis_id.ticket_id", store=True, index=True)
    company_id = fields.Many2one(related="analysis_id.company_id", store=True)
    sequence = fields.Integer()
    question_id = fields.Many2one(
        "cs.need.question", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="question_id.name", string="Wording")
    kind = fields.Selection(related="question_id.kind", string="Kind of Answer")
    section = fields.Selection(related="question_id.section")
    required = fields.Boolean(related="question_id.required")
    hint = fields.Char(related="question_id.hint")
    choices = fields.Json(compute="_compute_choices")
    text = fields.Text(help="Also holds numbers.")
    choice_id = fields.Many2one("cs.need.choice", ondelete="restrict")
    yes_no = fields.Selection([("yes", "Yes"), ("no", "No")], string="Yes or No")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    is_answered = fields.Boolean(compute="_compute_answer")
    answer = fields.Char(compute="_compute_answer", help="The answer in words.")

    _question_uniq = models.UniqueIndex(
        "(analysis_id, question_id)", "This question is asked already."
    )

    @api.depends("question_id.choice_ids")
    @api.depends_context("lang")
    def _compute_choices(self):
        for answer in self:
            found = answer.question_id.choice_ids
            answer.choices = [[choice.id, choice.name] for choice in found]

    @api.depends("kind", *VALUES, "file_name")
    @api.depends_context("lang")
    def _compute_answer(self):
        yes_no = dict(self._fields["yes_no"]._description_selection(self.env))
        for answer in self:
            words = {
                "choice": answer.choice_id.name,
                "yes_no": yes_no.get(answer.yes_no),
                "file": (answer.file and answer.file_name) or answer.file,
            }.get(answer.kind, (answer.text or "").strip())
            answer.is_answered = bool(words)
            answer.answer = words if isinstance(words, str) else False

    @api.constrains("text", "question_id")
    def _check_number(self):
        for answer in self.filtered(lambda a: a.kind == "number" and a.text):
            try:
                float(answer.text)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "'%(answer)s' is no number: answer the question "
                        "'%(question)s' with one.",
                        answer=answer.text,
                        question=answer.name,
                    )
                ) from error

    @api.constrains("choice_id", "question_id")
    def _check_choice(self):
        for answer in self.filtered("choice_id"):
            if answer.choice_id not in answer.question_id.choice_ids:
                raise ValidationError(
                    self.env._(
                        "'%(answer)s' is none of the answers to '%(question)s'.",
                        answer=answer.choice_id.name,
                        question=answer.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.analysis_id._check_open()
        return answers

    def write(self, vals):
        if not vals.keys().isdisjoint(VALUES):
            self.analysis_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        kept = self.filtered(lambda a: a.is_answered and a.analysis_id.state != "open")
        if kept:
            raise UserError(
                self.env._(
                    "The analysis of ticket %s is complete: choose Edit Again first.",
                    kept[:1].ticket_id.number,
                )
            )
