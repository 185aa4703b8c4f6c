from odoo import api, models


class CsClockSpeaker(models.AbstractModel):
    """Words for what happens around acceptance and failed checks."""

    _inherit = "cs.clock.speaker"

    @api.model
    def _fact_names(self):
        return super()._fact_names() | {
            "acceptance": self.env._("the customer is asked to accept the result"),
            "signed": self.env._("the customer accepts the result"),
            "rework": self.env._("a failed check sends the work back"),
        }
