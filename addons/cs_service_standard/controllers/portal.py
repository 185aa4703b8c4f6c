from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk

from .portal_action import has_key, use_language_of


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

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        use_language_of(ticket_id, access_token)
        return super().portal_my_ticket(ticket_id, access_token=access_token, **kw)

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        seen = request.env["helpdesk.ticket"].browse(ticket.id)
        by_link = has_key(ticket, access_token)
        sent = request.session.pop("cs_request_sent", False)
        company = ticket.company_id or request.env.company.sudo()
        values.update(
            {
                "cs_page": seen._cs_portal_page(by_link),
                "cs_sent": sent,
                "cs_answer": self._cs_answer(ticket),
                "cs_token": by_link and access_token,
                "html_data": {"lang": (request.env.lang or "en_US").replace("_", "-")},
                "cs_upload_types": company._cs_upload_endings(),
                "cs_upload_limit": company.cs_upload_limit_mb,
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
