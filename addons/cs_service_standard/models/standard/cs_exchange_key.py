from odoo import api, fields, models

CHUNK = 1000


class CsExchangeKey(models.Model):
    """The name a record has in exchange files, where it has no XML id of an addon.

    A record that was exported or imported once is found again, also after it was
    renamed; only the exchange reads and writes this.
    """

    _name = "cs.exchange.key"
    _description = "Exchange Key"
    _rec_name = "key"

    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True)
    key = fields.Char(required=True)

    _record_uniq = models.UniqueIndex("(model, res_id)")

    @api.model
    def _known(self, model, ids):
        """Keys that were given out: dict from id to key."""
        rows = self.sudo().search_fetch(
            [("model", "=", model), ("res_id", "in", ids)], ["res_id", "key"]
        )
        return {row.res_id: row.key for row in rows}

    @api.model
    def _remember(self, model, keys):
        """:param keys: dict from id to the key it has from now on"""
        known = self._known(model, list(keys))
        self.sudo().create(
            [
                {"model": model, "res_id": res_id, "key": key}
                for res_id, key in keys.items()
                if res_id not in known
            ]
        )
