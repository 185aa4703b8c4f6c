from odoo import api, models


class CsTicketClock(models.Model):
    """A step clock is called like its step, not 'process step 2'."""

    _inherit = "cs.ticket.clock"

    @api.depends("step_key")
    def _compute_display_name(self):
        """As superuser: the name of a step is the standard's, not the customer's."""
        result = super()._compute_display_name()
        clocks = self.filtered(lambda clock: clock.metric == "step" and clock.step_key)
        names = {step.id: step.name for step in clocks.ticket_id.sudo().cs_step_ids}
        for clock in clocks.filtered(lambda clock: clock.step_key in names):
            clock.display_name = names[clock.step_key]
        return result
