from odoo import models
from odoo.tools import email_normalize


class HelpdeskTicket(models.Model):
    """Letters to a customer we have no contact of carry the link to his page, too."""

    _inherit = "helpdesk.ticket"

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The portal gives links to contacts; the address of the request gets one.

        As superuser: whoever writes need not be allowed to read the key.
        """
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        ticket = self.sudo()
        for name, _is_member, group in groups:
            if name == "portal_customer" and ticket._cs_following():
                group["button_access"]["title"] = self.env._("See your request")
        known = email_normalize(ticket.partner_email or "") if len(self) == 1 else ""
        if not known or ticket.partner_id or not ticket._cs_following():
            return groups

        def is_customer(pdata):
            return not pdata["id"] and pdata.get("email_normalized") == known

        link = self._notify_get_action_link(
            "view", **dict(msg_vals or {}, access_token=ticket._portal_ensure_token())
        )
        group = {
            "active": True,
            "button_access": {"url": link, "title": self.env._("See your request")},
            "has_button_access": True,
        }
        return [("cs_customer", is_customer, group), *groups]
