from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

WINDOW = 3600


class PrivacyPortal(CustomerPortal):
    """'My data': what a customer may ask of us about himself (PRV-02)."""

    @http.route("/my/privacy", type="http", auth="user", website=True, methods=["GET"])
    def cs_privacy(self, **kw):
        answer = request.session.pop("cs_privacy_answer", None) or {}
        partner = request.env.user.partner_id
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "cs_privacy",
            "cs_rows": request.env["cs.privacy.request"]._portal_rows(partner),
            "cs_days": request.env.company.sudo().cs_privacy_days,
            "cs_answer": answer,
        }
        return request.render("cs_service_standard.portal_privacy", values)

    @http.route("/my/privacy", type="http", auth="user", website=True, methods=["POST"])
    def cs_privacy_send(self, kind=None, wording=None, **kw):
        requests = request.env["cs.privacy.request"]
        try:
            self._cs_check_privacy_rate()
            with request.env.cr.savepoint():
                sent = requests._portal_send(request.env.user, kind, wording)
            answer = {"done": sent.number}
        except UserError as error:
            answer = {"error": str(error), "kind": kind, "wording": wording}
        request.session["cs_privacy_answer"] = answer
        return request.redirect("/my/privacy")

    @http.route(
        "/my/privacy/<int:request_id>/copy",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def cs_privacy_copy(self, request_id, **kw):
        """The copy of the customer's own data, for himself alone."""
        partner = request.env.user.partner_id
        copy = request.env["cs.privacy.request"]._portal_copy(partner, request_id)
        if not copy:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(copy)
        return stream.get_response(as_attachment=True)

    def _cs_check_privacy_rate(self):
        wait = request.env["cs.rate.limit"]._hit(
            "privacy", {f"user:{request.env.uid}": 10}, WINDOW
        )
        if wait:
            raise UserError(
                request.env._(
                    "That was very often within a short time: please try again in "
                    "%(minutes)s min.",
                    minutes=-(-wait // 60),
                )
            )
