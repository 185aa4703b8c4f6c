from dataclasses import replace

from odoo import api, fields, models


class CsSlaTarget(models.Model):
    """Promises for the green channel only, whatever brought a ticket there."""

    _inherit = "cs.sla.target"

    green_only = fields.Boolean(
        string="Green Channel Only",
        help="Matches tickets in the green channel, by their type or by hand. Other "
        "targets of the same metric then climb the ladder of this one, unless they "
        "have their own.",
    )

    @api.depends("green_only")
    def _compute_summary(self):
        return super()._compute_summary()

    def _to_condition(self):
        return replace(super()._to_condition(), green=self.green_only)

    def _condition_words(self):
        words = super()._condition_words()
        return [self.env._("green channel"), *words] if self.green_only else words
