from odoo import api, models


class CsCachedMixin(models.AbstractModel):
    """Rules of a standard that are asked for on every ticket and kept in memory.

    Each change is forgotten everywhere: other workers hear of it at commit.
    """

    _name = "cs.cached.mixin"
    _description = "Cached Rule"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache("stable")
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache("stable")
        return super().unlink()
