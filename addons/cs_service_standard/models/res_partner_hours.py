from odoo import models


class ResPartner(models.Model):
    """Open clocks of a customer follow other contract hours, in a job."""

    _inherit = "res.partner"

    def write(self, vals):
        if "cs_calendar_id" not in vals:
            return super().write(vals)
        result = super().write(vals)
        jobs = self.env["cs.clock.job"]
        if jobs._has_clocks(
            ("ticket_id.commercial_partner_id", "in", self.ids),
            ("mode", "!=", "elapsed"),
        ):
            jobs._request("hours", {"partners": self.ids})
        return result
