from odoo import api, models
from odoo.fields import Domain


class CsTicketClock(models.Model):
    """No notice goes out for what is withdrawn, also before its clocks are cancelled.

    Targets that a revision has replaced hold on until their clocks are moved.
    """

    _inherit = "cs.ticket.clock"

    @api.model
    def _due_domain(self):
        in_force = list(self.env["cs.service.profile"]._in_force_ids())
        withdrawn = self.env["cs.sla.target"]._withdrawn_ids()
        held = Domain("target_id", "not in", withdrawn)
        followed = Domain("profile_id", "in", [*in_force, False])
        return [*super()._due_domain(), *(held & followed)]
