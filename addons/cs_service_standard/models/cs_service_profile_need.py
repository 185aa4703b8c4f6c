from odoo import fields, models


class CsServiceProfile(models.Model):
    """Figures of the needs analysis."""

    _inherit = "cs.service.profile"

    need_departments = fields.Integer(
        string="Departments for an Innovative Need",
        default=2,
        help="So many departments assess an innovative need before its solution. "
        "0: none.",
    )
    need_similar_days = fields.Integer(
        string="Look for Similar Needs Back (days)",
        default=365,
        help="An improvement shows how many tickets of these last days have the same "
        "type and product.",
    )

    _need_positive = models.Constraint(
        "CHECK (need_departments >= 0 AND need_similar_days >= 0)",
        "Departments and days of the needs analysis must not be negative.",
    )
