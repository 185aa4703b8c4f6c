from odoo import fields, models


class HelpdeskTicketStage(models.Model):
    """What a ticket waits for that is simply moved to a waiting stage."""

    _inherit = "helpdesk.ticket.stage"

    cs_pause_reason_id = fields.Many2one(
        "cs.pause.reason",
        string="Default Pause Reason",
        ondelete="set null",
        help="Why a ticket is paused that is dragged here; its maximum holds. Empty: "
        "the first reason that leads to this stage.",
    )

    def write(self, vals):
        if "cs_pause_reason_id" in vals:
            self.env.registry.clear_cache("stable")
        return super().write(vals)

    def _cs_is_for_work(self):
        """Whether tickets in this stage are being worked on."""
        return bool(self) and not (
            self.closed or self._cs_outcome() or self.cs_phase == "waiting"
        )
