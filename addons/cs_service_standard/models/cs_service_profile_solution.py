from odoo import fields, models


class CsServiceProfile(models.Model):
    """What a standard says about solutions: haste, choice, originality, review."""

    _inherit = "cs.service.profile"

    expedite_percent = fields.Float(
        string="Expedite Surcharge (%)",
        digits=(5, 2),
        help="Added to what the customer pays when an option is expedited. Empty: "
        "nothing is offered against a surcharge.",
    )
    expedite_package = fields.Char(
        string="Annual Package",
        translate=True,
        help="A service package a customer may take instead of the surcharge, for "
        "example: Premium service, 1 year. Empty: no package is offered.",
    )
    expedite_package_price = fields.Float(
        string="Price of the Package",
        digits=(16, 2),
        help="In the currency of the company that serves the ticket.",
    )
    complaint_option_min = fields.Integer(
        string="Options on Complaints",
        default=2,
        help="So many options at least are offered to a customer who complains. "
        "0: one is enough.",
    )
    template_percent = fields.Integer(
        string="Template Only From (%)",
        default=95,
        help="A solution whose text is so much the same as its template is marked "
        "'Template only'. 0: never.",
    )
    rejection_review_count = fields.Integer(
        string="Review After Rejections",
        default=2,
        help="When the customer of a ticket has rejected so many solutions, the team "
        "leader looks into the causes. 0: never.",
    )

    _solution_figures = models.Constraint(
        "CHECK (expedite_percent >= 0 AND expedite_package_price >= 0 "
        "AND complaint_option_min >= 0 AND rejection_review_count >= 0 "
        "AND template_percent BETWEEN 0 AND 100)",
        "Figures for solutions must not be negative, and a share not above 100.",
    )
