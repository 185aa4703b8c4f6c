from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsNeedQuestion(models.Model):
    """One question to a customer, with the kind of answer it expects."""

    _name = "cs.need.question"
    _description = "Question"
    _order = "set_id, sequence, id"

    set_id = fields.Many2one(
        "cs.need.question.set",
        string="Question Set",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Question",
        required=True,
        translate=True,
        help="As it is put to the customer.",
    )
    section = fields.Selection(
        [("probe", "First questions"), ("scene", "Scene"), ("extension", "Extension")],
        required=True,
        default="probe",
        help="First questions: what it is about. Scene: what exactly happened. "
        "Extension: what it means for the customer.",
    )
    kind = fields.Selection(
        [
            ("text", "Text"),
            ("choice", "Choice"),
            ("number", "A number"),
            ("yes_no", "Yes or no"),
            ("file", "File"),
        ],
        string="Answer",
        required=True,
        default="text",
    )
    choice_ids = fields.Many2many(
        "cs.need.choice", string="Choices", help="The answers to choose from."
    )
    required = fields.Boolean(
        default=True, help="The analysis is not complete without an answer."
    )
    hint = fields.Char(
        translate=True,
        help="Helps the agent to ask, for example where the number is printed.",
    )
    active = fields.Boolean(default=True)

    @api.constrains("kind", "choice_ids")
    def _check_choices(self):
        for question in self:
            if question.kind == "choice" and not question.choice_ids:
                raise ValidationError(
                    self.env._(
                        "Question '%s' offers nothing to choose from: enter its "
                        "choices.",
                        question.name,
                    )
                )


class CsNeedChoice(models.Model):
    """An answer to choose from; questions share them."""

    _name = "cs.need.choice"
    _description = "Choice"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
