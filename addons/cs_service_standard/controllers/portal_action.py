from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.portal.controllers.portal import CustomerPortal

WINDOW = 3600
KEPT_LENGTH = 2000


class PortalAction(CustomerPortal):
    """The forms on a customer's page of a request, with or without an account."""

    @http.route(
        "/my/ticket/<int:ticket_id>/cs/<string:code>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def cs_ticket_action(self, ticket_id, code, access_token=None, **post):
        """Do one action and go back to the page, which tells what came of it."""
        use_language_of(ticket_id, access_token)
        try:
            ticket = self._document_check_access(
                "helpdesk.ticket", ticket_id, access_token=access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        by_link = has_key(ticket, access_token)
        if not ticket._cs_portal_may_act(request.env.user, by_link, code):
            raise NotFound()
        post.pop("csrf_token", None)
        texts = {k: v for k, v in post.items() if isinstance(v, str)}
        files = request.httprequest.files
        answer = {"code": code, "ticket": ticket.id}
        try:
            self._cs_check_rate(ticket)
            with request.env.cr.savepoint():
                answer["done"] = ticket._cs_portal_act(code, texts, files)
        except UserError as error:
            kept = {k: v[:KEPT_LENGTH] for k, v in texts.items()}
            answer.update(error=str(error), values=kept)
        request.session["cs_portal_answer"] = answer
        token = {"access_token": access_token} if by_link else {}
        url = request.env["helpdesk.ticket"]._cs_portal_url(ticket.id, **token)
        return request.redirect(f"{url}#cs_{code}")

    def _cs_check_rate(self, ticket):
        company = ticket.company_id
        address = request.httprequest.remote_addr
        limit = company.cs_request_limit_address
        wait = request.env["cs.rate.limit"]._hit(
            "action", {f"ip:{address}": limit * 5}, WINDOW
        )
        if wait:
            raise UserError(
                request.env._(
                    "That was very often within a short time: please try again in "
                    "%(minutes)s min.",
                    minutes=-(-wait // 60),
                )
            )


def has_key(ticket, access_token):
    """Whether a visitor came with the link of this ticket.

    :param ticket: the superuser's record
    """
    return bool(access_token and ticket.access_token) and consteq(
        ticket.access_token, access_token
    )


def use_language_of(ticket_id, access_token):
    """Speak the customer's language to who comes by his link without an account."""
    if not request.env.user._is_public():
        return
    ticket = request.env["helpdesk.ticket"].sudo().browse(ticket_id).exists()
    lang = ticket.partner_id.lang
    if lang and has_key(ticket, access_token):
        known = request.env["res.lang"]._get_data(code=lang)
        if known:
            request.update_context(lang=lang)
            request.lang = known
