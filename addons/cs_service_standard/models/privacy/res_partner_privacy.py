from odoo import models


class ResPartner(models.Model):
    """A privacy officer begins a request where the contact is."""

    _inherit = "res.partner"

    def action_cs_privacy_request(self):
        """A new request of this contact, or those there are."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_privacy_request_action"
        )
        context = {"default_partner_id": self.id}
        return dict(action, domain=[("partner_id", "=", self.id)], context=context)
