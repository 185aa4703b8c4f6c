from odoo import fields, models


class CsServiceProfile(models.Model):
    """What follows a quality review: rework, correction, answer of the agent."""

    _inherit = "cs.service.profile"

    quality_reopen = fields.Selection(
        [
            ("reopen", "Reopen the ticket"),
            ("record", "Open a non-conformity only"),
        ],
        string="Failed Review After Closing",
        default="reopen",
        required=True,
        help="What happens to a closed ticket whose review fails. An open one always "
        "goes back to execution.",
    )
    quality_reopen_letter = fields.Boolean(
        string="Tell the Customer",
        default=True,
        help="The customer hears from us that we take up a closed ticket again, "
        "before he has to complain a second time.",
    )
    quality_correct_days = fields.Integer(
        string="Correct Within (days)",
        default=3,
        required=True,
        help="Calendar days until a non-conformity of a failed review is due.",
    )
    quality_acknowledge_days = fields.Integer(
        string="Acknowledge Within (days)",
        default=5,
        required=True,
        help="Calendar days an agent has to acknowledge a review. 0: no due date.",
    )
    quality_dispute_days = fields.Integer(
        string="Dispute Within (days)",
        default=7,
        required=True,
        help="Calendar days an agent has to dispute marks of a review. 0: reviews "
        "cannot be disputed.",
    )

    _quality_days = models.Constraint(
        "CHECK (quality_correct_days >= 0 AND quality_acknowledge_days >= 0 "
        "AND quality_dispute_days >= 0)",
        "Days after a review must not be negative.",
    )
