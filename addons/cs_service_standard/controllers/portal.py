from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk


class CustomerPortalStandard(CustomerPortalHelpdesk):
    """The customer's own tickets: what was promised, and by when."""

    @http.route()
    def portal_my_tickets(self, *args, **kw):
        response = super().portal_my_tickets(*args, **kw)
        groups = response.qcontext.get("grouped_tickets")
        if groups:
            tickets = request.env["helpdesk.ticket"].union(*groups)
            if tickets.sudo()._cs_following():
                response.qcontext["cs_rows"] = tickets._cs_portal_rows()
        return response

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        seen = request.env["helpdesk.ticket"].browse(ticket.id)
        sent = request.session.pop("cs_request_sent", False)
        values.update(
            {
                "cs_page": seen._cs_portal_page(),
                "cs_sent": sent,
                "cs_answer": self._cs_answer(ticket),
                "cs_token": access_token,
                "closed_stages": self._cs_close_stages(seen),
            }
        )
        return values

    def _cs_answer(self, ticket):
        """What came of the form that was just sent on this page, shown once."""
        answer = request.session.pop("cs_portal_answer", None) or {}
        return answer if answer.get("ticket") == ticket.id else {}

    def _cs_close_stages(self, ticket):
        """Close buttons for those who may close: nobody who is not logged in."""
        if request.env.user._is_public():
            return request.env["helpdesk.ticket.stage"]
        return ticket._cs_portal_close_stages()
