from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.thread import ThreadController

from ..engine import masking


class MaskedThreadController(ThreadController):
    @http.route()
    def mail_thread_partner_from_email(self, thread_model, thread_id, emails):
        """Contacts behind addresses: the answer names and shows them."""
        partners = super().mail_thread_partner_from_email(
            thread_model, thread_id, emails
        )
        hidden = request.env["res.partner"].browse([row["id"] for row in partners])
        hidden = hidden._cs_mask_filter().ids
        return [
            row
            | {
                "name": masking.mask_name(row["name"] or ""),
                "email": masking.mask_email(row["email"] or ""),
            }
            if row["id"] in hidden
            else row
            for row in partners
        ]
