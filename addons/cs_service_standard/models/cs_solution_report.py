from odoo import api, fields, models

from ..engine import solution as rules


class CsSolution(models.Model):
    """Figures of rejection: how many presented solutions customers did not want."""

    _inherit = "cs.solution"

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
        shown = [("presented_at", "!=", False), *domain]
        count, rejected = self._read_group(shown, [], ["__count", "is_rejected:sum"])[0]
        return rules.rejection_rate(count, rejected or 0)
