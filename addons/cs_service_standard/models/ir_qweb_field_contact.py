from markupsafe import escape

from odoo import api, models


class IrQwebFieldContact(models.AbstractModel):
    """Pages and reports that an agent opens show contacts masked."""

    _inherit = "ir.qweb.field.contact"

    @api.model
    def value_to_html(self, value, options):
        html = super().value_to_html(value, options)
        if html and hasattr(value, "_cs_mask_filter"):
            for record in value._cs_mask_filter().sudo():
                for name in ("email", "phone"):
                    if shown := record[name]:
                        masked = record._cs_mask_value(name, shown)
                        html = html.replace(escape(shown), escape(masked))
        return html
