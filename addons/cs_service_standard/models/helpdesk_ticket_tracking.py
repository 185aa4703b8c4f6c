from odoo import api, fields, models
from odoo.exceptions import UserError

MOST = 1000


class HelpdeskTicket(models.Model):
    """The rapid-response tracking sheet: one line per request (REC-08)."""

    _inherit = "helpdesk.ticket"

    cs_response_due_at = fields.Datetime(
        string="Response Limit",
        compute="_compute_cs_response",
        compute_sudo=True,
        groups="base.group_user",
        help="By when the customer had to be contacted.",
    )
    cs_response_at = fields.Datetime(
        string="Actual Response",
        compute="_compute_cs_response",
        compute_sudo=True,
        groups="base.group_user",
        help="When a person contacted the customer for the first time.",
    )
    cs_progress_result = fields.Char(
        string="Progress / Result",
        compute="_compute_cs_progress_result",
        groups="base.group_user",
    )
    cs_feedback = fields.Char(
        string="Feedback", compute="_compute_cs_feedback", groups="base.group_user"
    )

    @api.depends("cs_clock_ids.due_at", "cs_clock_ids.stopped_at", "cs_clock_ids.state")
    def _compute_cs_response(self):
        """A clock that was called off stopped without anybody answering."""
        clocks = self.env["cs.ticket.clock"].search_fetch(
            [
                ("ticket_id", "in", self.ids),
                ("metric", "=", "first_contact"),
                ("cycle", "=", 1),
            ],
            ["ticket_id", "due_at", "stopped_at", "state"],
        )
        first = {clock.ticket_id.id: clock for clock in clocks}
        for ticket in self:
            clock = first.get(ticket.id, clocks.browse())
            ticket.cs_response_due_at = clock.due_at
            called_off = clock.state == "cancelled"
            ticket.cs_response_at = not called_off and clock.stopped_at

    @api.depends("cs_progress_ids.text", "stage_id")
    def _compute_cs_progress_result(self):
        for ticket in self:
            latest = ticket.cs_progress_ids.sorted(lambda u: (u.at, u.id or 0))[-1:]
            ticket.cs_progress_result = latest.text or ticket.stage_id.name

    @api.depends("cs_feedback_text", "cs_feedback_score")
    def _compute_cs_feedback(self):
        for ticket in self:
            score = ticket.cs_feedback_score
            parts = [ticket.cs_feedback_text, score and f"{score}/5"]
            ticket.cs_feedback = " · ".join(part for part in parts if part)

    def action_cs_export_tracking(self):
        """Download the chosen lines; the sheet is written with the user's rights."""
        if len(self) > MOST:
            raise UserError(
                self.env._(
                    "%(count)s tickets are too many for one sheet: choose at most "
                    "%(most)s.",
                    count=len(self),
                    most=MOST,
                )
            )
        ids = ",".join(str(ticket_id) for ticket_id in self.ids)
        return {
            "type": "ir.actions.act_url",
            "url": f"/cs/tracking.xlsx?ids={ids}",
            "target": "download",
        }
