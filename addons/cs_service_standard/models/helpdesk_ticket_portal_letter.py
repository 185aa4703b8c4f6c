from markupsafe import Markup

from odoo import models
from odoo.tools import email_normalize

OWN_COPY = ("portal_customer", "cs_customer")


class HelpdeskTicket(models.Model):
    """The key to a customer's page goes to him alone, and always reaches him.

    A letter is kept as a message that his colleagues may read: the address in it bears
    no key.  The key is put in while the letter is sent, in the copy for him.
    """

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

    def _cs_page_link(self, anchor):
        """Address of a part of the customer's page, as letters give it."""
        self.ensure_one()
        return f"{self.get_base_url()}{self._cs_portal_url(self.id)}#{anchor}"

    def _notify_by_email_render_layout(self, message, recipients_group, **kwargs):
        """Put the key into the copy for the customer.

        As superuser: whoever writes need not be allowed to read the key.
        """
        body = super()._notify_by_email_render_layout(
            message, recipients_group, **kwargs
        )
        group = recipients_group.get("notification_group_name")
        ticket = self.sudo()
        if len(self) != 1 or group not in OWN_COPY or not ticket._cs_following():
            return body
        page = self._cs_portal_url(self.id)
        key = ticket._portal_ensure_token()
        with_key = self._cs_portal_url(self.id, access_token=key)
        return Markup(str(body).replace(f"{page}#", f"{with_key}#"))
