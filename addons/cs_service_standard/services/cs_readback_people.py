from functools import cache

from odoo import api, models
from odoo.tools import email_normalize

from ..engine.speech import Person


class CsReadbackService(models.AbstractModel):
    """Who the people of old messages are: colleagues, customers, strangers."""

    _inherit = "cs.readback.service"

    @api.model
    def _people(self, tickets, rows):
        """Authors and customers of a batch.

        :return: dict with ``partners`` (id -> ``Person``), ``senders`` (address of a
            single colleague -> user id) and ``normalize``, a function for addresses
        """
        normalize = cache(lambda text: email_normalize(text or "") or "")
        ids = {row["author_id"] for row in rows} | set(tickets.partner_id.ids)
        nameless = {
            normalize(row["email_from"]) for row in rows if not row["author_id"]
        }
        return {
            "partners": self._persons(ids - {None, False}),
            "senders": self._senders(nameless - {""}),
            "normalize": normalize,
        }

    @api.model
    def _persons(self, partner_ids):
        everyone = self.with_context(active_test=False).sudo().env
        partners = everyone["res.partner"].search_fetch(
            [("id", "in", list(partner_ids))],
            ["commercial_partner_id", "partner_share", "email_normalized"],
        )
        users = everyone["res.users"].search_fetch(
            [("partner_id", "in", partners.ids)], ["partner_id", "share"]
        )
        by_partner = users.grouped("partner_id")
        robot = self.env.ref("base.partner_root")
        found = {}
        for partner in partners:
            own = by_partner.get(partner, users.browse())
            colleagues = own.filtered(lambda user: not user.share)
            found[partner.id] = Person(
                id=partner.id,
                family=partner.commercial_partner_id.id,
                share=partner.partner_share,
                email=partner.email_normalized or "",
                robot=partner == robot,
                user=(colleagues or own)[:1].id or 0,
                colleague=bool(colleagues),
            )
        return found

    @api.model
    def _senders(self, addresses):
        """The colleague of an address; one that several share names nobody."""
        users = self.env["res.users"].sudo()
        found = {}
        for user in users.search_fetch(
            [("email_normalized", "in", list(addresses)), ("share", "=", False)],
            ["email_normalized"],
        ):
            found.setdefault(user.email_normalized, []).append(user.id)
        return {email: ids[0] for email, ids in found.items() if len(ids) == 1}
