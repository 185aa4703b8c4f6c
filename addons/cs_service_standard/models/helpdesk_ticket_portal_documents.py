from odoo import SUPERUSER_ID, models

from .helpdesk_ticket_portal_history import _links


class HelpdeskTicket(models.Model):
    """Documents on the customer's page: those filed for him and those he sent.

    What agents attach to notes, or keep as evidence, lies at the ticket as well and is
    none of them.
    """

    _inherit = "helpdesk.ticket"

    def _cs_portal_documents(self):
        """Name and link of each document; called as superuser."""
        self.ensure_one()
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", False),
            ],
            order="id desc",
        )
        sent = self.env["mail.message"].search([("attachment_ids", "in", files.ids)])
        shown = self._cs_public_messages()
        foreign = sent.filtered(
            lambda m: not self._cs_is_customer(m.author_id, m.email_from)
        )
        files -= (foreign + shown).attachment_ids
        theirs = (sent - foreign - shown).attachment_ids
        return _links(
            files.filtered(
                lambda file: (
                    file in theirs
                    or file.create_uid.id == SUPERUSER_ID
                    or file.create_uid.share
                )
            )
        )
