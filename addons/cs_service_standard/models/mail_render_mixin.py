from odoo import api, models

from .cs_masking_mixin import TRUE_VALUES


class MailRenderMixin(models.AbstractModel):
    """Mails to a customer address the customer by the true name."""

    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(self, *args, **kwargs):
        true = self.with_context(**TRUE_VALUES)
        return super(MailRenderMixin, true)._render_template(*args, **kwargs)
