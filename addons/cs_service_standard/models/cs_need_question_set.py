from odoo import api, fields, models


class CsNeedQuestionSet(models.Model):
    """What is asked to understand a need of some type, category or product."""

    _name = "cs.need.question.set"
    _description = "Question Set"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    always = fields.Boolean(
        string="Asked Every Time",
        help="Its questions are added to those of every analysis, whatever the other "
        "set.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        string="Ticket Types",
        help="Proposed for tickets of these types. Empty: every type.",
    )
    category_ids = fields.Many2many(
        "helpdesk.ticket.category",
        string="Categories",
        help="Proposed for tickets of these categories. Empty: every category.",
    )
    product_ids = fields.Many2many(
        "product.product",
        string="Products",
        help="Proposed for tickets about these products. Empty: every product.",
    )
    question_ids = fields.One2many("cs.need.question", "set_id", copy=True)
    question_count = fields.Integer(
        string="Questions", compute="_compute_question_count"
    )

    @api.depends("question_ids")
    def _compute_question_count(self):
        for question_set in self:
            question_set.question_count = len(question_set.question_ids)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for question_set, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", question_set.name)
        return vals_list

    @api.model
    def _of_tickets(self, tickets):
        """The set proposed for each ticket: dict ticket -> set, empty if none fits.

        The most specific one: by product before by category before by type.
        """
        sets = self.search([("always", "=", False)])
        return {
            ticket: sets.filtered(lambda s, t=ticket: s._fits(t)).sorted(
                lambda s: s._rank()
            )[:1]
            for ticket in tickets
        }

    @api.model
    def _always(self, company):
        """The sets that are asked in every analysis of a company."""
        return self.search(
            [("always", "=", True), ("company_id", "in", [False, company.id])]
        )

    def _fits(self, ticket):
        """Whether the questions suit a ticket; a hook for further conditions."""
        self.ensure_one()
        return (
            (not self.company_id or self.company_id == ticket.company_id)
            and (not self.type_ids or ticket.type_id in self.type_ids)
            and (not self.category_ids or ticket.category_id in self.category_ids)
            and (not self.product_ids or ticket.cs_product_id in self.product_ids)
        )

    def _rank(self):
        """Sort key among fitting sets: the most specific first."""
        self.ensure_one()
        return (
            not self.product_ids,
            not self.category_ids,
            not self.type_ids,
            not self.company_id,
            self.sequence,
            self.id,
        )
