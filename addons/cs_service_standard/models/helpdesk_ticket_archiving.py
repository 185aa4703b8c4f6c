from odoo import models


class HelpdeskTicket(models.Model):
    """Nobody hears of an archived ticket; what is due speaks when it returns."""

    _inherit = "helpdesk.ticket"

    def write(self, vals):
        """Mute the clocks of what is archived, once it is written.

        As superuser: whoever may archive a ticket need not see its clocks.
        """
        result = super().write(vals)
        if "active" in vals:
            self.env["cs.clock.service"].sudo()._follow_archiving(self.sudo())
        return result
