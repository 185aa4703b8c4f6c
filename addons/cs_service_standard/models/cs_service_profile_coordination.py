from odoo import fields, models


class CsServiceProfile(models.Model):
    """How long departments have to meet, to plan and to deliver (XDP)."""

    _inherit = "cs.service.profile"

    coordination_meeting_hours = fields.Float(
        string="Meeting Within (h)",
        default=24,
        help="Until when the departments meet after a need was found to touch several "
        "of them. A target for the requirement meeting goes before this figure.",
    )
    coordination_plan_days = fields.Integer(
        string="Plan Within (working days)",
        default=3,
        help="Proposed for the plan of a coordination, counted from its beginning in "
        "the service hours of the ticket; each coordination may have other dates.",
    )
    coordination_delivery_days = fields.Integer(
        string="Delivery Within (working days)",
        default=10,
        help="Proposed for the delivery of a coordination, counted as the plan.",
    )
    coordination_tell_minutes = fields.Integer(
        string="Tell the Dates Within (min)",
        default=60,
        help="Once the duties are agreed the customer is told the dates. After so many "
        "minutes the owner of the ticket gets a to-do.",
    )
    coordination_feedback_hours = fields.Float(
        string="Pass on Results Within (h)",
        default=4,
        help="When a department writes down a plan or a result and the customer hears "
        "nothing for so many hours, the owner of the ticket gets a to-do.",
    )

    _coordination_positive = models.Constraint(
        "CHECK (coordination_meeting_hours > 0 AND coordination_plan_days > 0"
        " AND coordination_delivery_days > 0 AND coordination_tell_minutes > 0"
        " AND coordination_feedback_hours > 0)",
        "The times of coordination must be greater than zero.",
    )
