from odoo import models
from odoo.tools import SQL, email_normalize


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's lookup also finds tickets that name somebody without being linked."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        """Tickets by the address or the name that stands on them."""
        query = super()._get_query()
        return SQL(
            """%s
            UNION
            SELECT %s AS res_model_id, id AS res_id, TRUE AS is_active
            FROM helpdesk_ticket
            WHERE cs_email_key = %s OR partner_name ILIKE %s
            """,
            query,
            self.env["ir.model"]._get_id("helpdesk.ticket"),
            email_normalize(self.email.strip()),
            self.name.strip(),
        )
