import base64

from odoo import api, fields, models


class CsExchangeExport(models.TransientModel):
    """The whole standard of this company as one file to save."""

    _name = "cs.exchange.export"
    _description = "Export of a Standard"

    file = fields.Binary(readonly=True, default=lambda self: self._default_file())
    filename = fields.Char(readonly=True, default=lambda self: self._default_filename())

    @api.model
    def _default_file(self):
        return base64.b64encode(self.env["cs.exchange"]._export().encode())

    @api.model
    def _default_filename(self):
        return f"service-standard-{fields.Date.context_today(self)}.json"
