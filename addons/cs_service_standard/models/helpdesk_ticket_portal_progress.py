from odoo import models


class HelpdeskTicket(models.Model):
    """The whole report on the customer's page: what comes next, what may go wrong."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_progress(self, zone):
        progress = super()._cs_portal_progress(zone)
        if not progress:
            return progress
        told = self.cs_progress_ids.filtered("customer_visible")
        latest = told.sorted(lambda report: (report.at, report.id))[-1:]
        return dict(progress, next=latest.next_step, risk=latest.risk)
