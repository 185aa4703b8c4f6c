from odoo import fields, models


class HelpdeskTicketStage(models.Model):
    _name = "helpdesk.ticket.stage"
    _inherit = ["helpdesk.ticket.stage", "cs.cached.mixin"]

    cs_phase = fields.Selection(
        [
            ("intake", "Intake"),
            ("classified", "Classified"),
            ("analysis", "Analysis"),
            ("solution", "Solution"),
            ("execution", "Execution"),
            ("quality", "Quality"),
            ("acceptance", "Acceptance"),
            ("followup", "Follow-up"),
            ("closed", "Closed"),
            ("waiting", "Waiting for customer"),
            ("cancelled", "Cancelled"),
        ],
        string="Phase",
        help="What this stage means for the standard. Rename, add or drop stages "
        "freely: gates and clocks look at the phase.",
    )
    cs_standard_only = fields.Boolean(
        string="Only for teams with a profile",
        help="Teams that follow no standard never see this stage.",
    )
    cs_resolves = fields.Boolean(
        string="Counts as Resolved",
        help="Entering this stage stops the resolution clocks.",
    )

    def _cs_outcome(self):
        """What a ticket in this stage counts as: '', resolved, closed or cancelled."""
        if self.cs_phase == "cancelled":
            return "cancelled"
        if self.cs_phase == "closed" or (self.closed and not self.cs_phase):
            return "closed"
        return "resolved" if self.cs_resolves else ""
