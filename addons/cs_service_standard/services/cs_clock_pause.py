from odoo import api, fields, models


class CsClockService(models.AbstractModel):
    """A ticket that leaves the standard is not paused any longer."""

    _inherit = "cs.clock.service"

    @api.model
    def _release(self, tickets):
        result = super()._release(tickets)
        tickets.sudo().cs_pause_id._end(fields.Datetime.now(), "left")
        return result
