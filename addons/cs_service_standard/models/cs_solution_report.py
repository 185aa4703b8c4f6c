from odoo import api, fields, models

from ..engine import solution as rules


class CsSolution(models.Model):
    """Figures of rejection: how many presented solutions customers did not want."""

    _inherit = "cs.solution"

    is_presented = fields.Integer(
        string="Solutions Presented", compute="_compute_is_presented", store=True
    )
    is_rejected = fields.Integer(
        string="Rejections", compute="_compute_is_rejected", store=True
    )
    rejected_percent = fields.Float(
        string="Rejected (%)",
        compute="_compute_is_rejected",
        store=True,
        aggregator="avg",
        help="Rejected of those presented.",
    )
    cause = fields.Selection(related="reason_id.cause", string="Cause", store=True)

    @api.depends("presented_at")
    def _compute_is_presented(self):
        for solution in self:
            solution.is_presented = int(bool(solution.presented_at))

    @api.depends("state")
    def _compute_is_rejected(self):
        for solution in self:
            rejected = solution.state == "rejected"
            solution.is_rejected = int(rejected)
            solution.rejected_percent = 100.0 if rejected else 0.0

    @api.model
    def _rejection_rate(self, domain=()):
        """Rejected of those presented, 0 to 1, among some solutions.

        :param domain: which solutions
        """
        sums = ["is_presented:sum", "is_rejected:sum"]
        presented, rejected = self._read_group(list(domain), [], sums)[0]
        return rules.rejection_rate(presented or 0, rejected or 0)
