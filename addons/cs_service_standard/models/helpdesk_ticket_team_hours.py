from odoo import models


class HelpdeskTicketTeam(models.Model):
    """Open clocks follow other service hours of their team, in a job.

    As with a holiday nobody is asked: hours are a fact about the team, figures are
    a decision about the promise.
    """

    _inherit = "helpdesk.ticket.team"

    def write(self, vals):
        if "cs_calendar_id" not in vals:
            return super().write(vals)
        moving = self.filtered(lambda t: t.cs_calendar_id.id != vals["cs_calendar_id"])
        result = super().write(vals)
        jobs = self.env["cs.clock.job"]
        if moving and jobs._has_clocks(
            ("team_id", "in", moving.ids), ("mode", "!=", "elapsed")
        ):
            company = moving.company_id
            jobs._request(
                "hours",
                {"teams": moving.ids},
                company_id=company.id if len(company) == 1 else False,
            )
        return result
