from odoo import api, models

from ..engine import masking
from ..engine.masking import MaskKind


class MailMessage(models.Model):
    """Addresses of customers in the chatter, masked for agents (REC-06).

    Authors and recipients are contacts and masked as such.
    """

    _name = "mail.message"
    _inherit = ["mail.message", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        return super()._cs_masked_fields() | {
            "email_from": MaskKind.EMAIL,
            "incoming_email_to": MaskKind.EMAIL,
            "incoming_email_cc": MaskKind.EMAIL,
        }

    def _cs_mask_filter(self):
        return self if self._cs_masking_companies() else self.browse()

    def _cs_mask_value(self, name, value):
        """What a colleague sent shows the colleague's address."""
        author = self.sudo().author_id
        if name == "email_from" and author and not author._cs_mask_filter():
            return value
        return super()._cs_mask_value(name, value)

    def _field_store_repr(self, field_name):
        return self._cs_store_fields(super()._field_store_repr(field_name))

    def _to_store(self, store, fields, **kwargs):
        """Copies of incoming mail are added as pairs of name and address."""
        super()._to_store(store, fields, **kwargs)
        if not self._cs_masking_companies():
            return
        for message in self:
            data = store.data.get("mail.message", {}).get((message.id,), {})
            for name in ("incoming_email_to", "incoming_email_cc"):
                if isinstance(data.get(name), list):
                    data[name] = [
                        (masking.mask_name(name or ""), masking.mask_email(email))
                        for name, email in data[name]
                    ]

    def _portal_message_format(self, properties_names, options=None):
        """The portal page of a ticket, visited by an agent."""
        rows = super()._portal_message_format(properties_names, options=options)
        hidden = self.sudo().author_id._cs_mask_filter().ids
        for row in rows:
            author = row["author_id"]
            if author["id"] in hidden:
                author["name"] = masking.mask_name(author["name"] or "")
        return rows
