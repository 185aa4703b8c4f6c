from odoo import models


class CsSlaTarget(models.Model):
    """Archiving a channel must not turn its promise into one for every ticket."""

    _inherit = "cs.sla.target"

    def _to_condition(self):
        """A condition asks for what it names, also when that has been archived."""
        every = self.with_context(active_test=False)
        return super(CsSlaTarget, every)._to_condition()
