from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CsPrivacyRequest(models.Model):
    """What a customer sees of his requests, and how he sends one."""

    _inherit = "cs.privacy.request"

    @api.model
    def _portal_rows(self, partner):
        """Requests of a customer as plain values, the newest first.

        As superuser, of this contact alone; nobody's name is told.
        """
        requests = self.sudo().search(
            [("partner_id", "=", partner.id)], order="id desc"
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": request.id,
                "number": request.number,
                "kind": kinds[request.kind],
                "state": request._portal_state(),
                "received": format_date(self.env, request.received_on),
                "reason": request.state == "refused" and request.refuse_reason,
                "copy": bool(request.copy_id),
            }
            for request in requests
        ]

    def _portal_state(self):
        self.ensure_one()
        if self.state == "done":
            return self.env._("Done")
        if self.state == "refused":
            return self.env._("Refused")
        day = format_date(self.env, self.deadline)
        return self.env._("In work, you get an answer by %s", day)

    @api.model
    def _portal_send(self, user, kind, wording):
        """A request from the customer's own account: he is who he says he is.

        As superuser: customers write no requests by themselves, this one is his own.

        :raises UserError: when the same request is open already
        """
        partner = user.partner_id
        if kind not in dict(self._fields["kind"].selection):
            raise UserError(self.env._("Choose what you ask for."))
        requests = self.sudo()
        same = [("partner_id", "=", partner.id), ("kind", "=", kind)]
        states = ("new", "checked", "approved")
        if requests.search_count([*same, ("state", "in", states)], limit=1):
            raise UserError(self.env._("We are working on this request already."))
        return requests.create(
            {
                "kind": kind,
                "partner_id": partner.id,
                "company_id": (partner.company_id or user.company_id).id,
                "wording": (wording or "").strip()[:2000],
                "from_portal": True,
                "identity": "account",
            }
        )

    @api.model
    def _portal_copy(self, partner, request_id):
        """The copy that belongs to a request of this customer, or nothing.

        As superuser: he may read his own copy.
        """
        mine = [("id", "=", request_id), ("partner_id", "=", partner.id)]
        return self.sudo().search([*mine, ("state", "=", "done")]).copy_id
