from odoo import models


class ResCompany(models.Model):
    """Open clocks that count with the hours of the company follow other ones."""

    _inherit = "res.company"

    def write(self, vals):
        if "resource_calendar_id" not in vals:
            return super().write(vals)
        calendar_id = vals["resource_calendar_id"]
        moving = self.filtered(lambda c: c.resource_calendar_id.id != calendar_id)
        result = super().write(vals)
        jobs = self.env["cs.clock.job"]
        for company in moving:
            if jobs._has_clocks(
                ("company_id", "=", company.id), ("mode", "!=", "elapsed")
            ):
                jobs._request("hours", company_id=company.id)
        return result
