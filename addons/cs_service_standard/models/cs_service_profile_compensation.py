from odoo import fields, models


class CsServiceProfile(models.Model):
    """What a standard lets agents and leaders grant to customers (CMP-07)."""

    _inherit = "cs.service.profile"

    compensation_limit = fields.Float(
        string="Agent's Limit",
        digits=(16, 2),
        help="So much an agent may grant on one ticket without asking, in the "
        "currency of the company. 0: every compensation needs approval.",
    )
    compensation_leader_limit = fields.Float(
        string="Leader's Limit",
        digits=(16, 2),
        help="So much a team leader may approve on one ticket; above it a manager "
        "decides. 0: team leaders approve any amount.",
    )

    _compensation_limits = models.Constraint(
        "CHECK (compensation_limit >= 0 AND compensation_leader_limit >= 0)",
        "Limits of compensation must not be negative.",
    )
