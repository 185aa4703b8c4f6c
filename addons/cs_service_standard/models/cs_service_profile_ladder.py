from odoo import api, models
from odoo.tools import ormcache


class CsServiceProfile(models.Model):
    """Ladders as the fold of facts into clocks asks for them."""

    _inherit = "cs.service.profile"

    @api.model
    @ormcache("ladder_id", cache="stable")
    def _compiled_rungs(self, ladder_id):
        ladder = self.env["cs.sla.ladder"]._compiled(ladder_id)
        return ladder.rungs if ladder.id else ()
