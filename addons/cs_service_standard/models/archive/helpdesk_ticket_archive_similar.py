from odoo import models
from odoo.fields import Domain

from ...engine.archive import product_key

WORK = ("intake", "classified", "analysis", "solution", "execution")


class HelpdeskTicket(models.Model):
    """Archived tickets as reference: the same product, and cause once it is known."""

    _inherit = "helpdesk.ticket"

    def action_cs_open_similar(self):
        """The archived tickets like this one, for whoever may read them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_archive_action"
        )
        domain = list(self.sudo()._cs_similar_domain())
        return dict(action, name=self.env._("Similar Tickets"), domain=domain)

    def _cs_similar_archives(self):
        """Archived entries like this ticket that the user may read (ACC-06)."""
        self.ensure_one()
        domain = self.sudo()._cs_similar_domain()
        return self.env["cs.archive"].search(domain, order="closed_at desc, id desc")

    def _cs_product_key(self):
        self.ensure_one()
        return product_key(self.cs_product_id.id, self.cs_product_name)

    def _cs_similar_domain(self):
        """Same product and company; same cause, if the analysis names any."""
        self.ensure_one()
        key = self._cs_product_key()
        if not key:
            return Domain.FALSE
        causes = self.cs_need_ids.cause_ids
        domain = (
            Domain("state", "=", "archived")
            & Domain("product_key", "=", key)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("ticket_id", "!=", self._origin.id)
        )
        return domain & Domain("cause_id", "in", causes.ids) if causes else domain

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "similar"]

    def _cs_life_similar(self):
        """What was done about the like, in one query for all tickets.

        How many there are, and what helped, is no secret; which ones is.
        """
        keys = {}
        for ticket in self.filtered(lambda t: t.cs_phase in WORK):
            key = ticket._cs_product_key()
            if key:
                keys[ticket] = key
        if not keys:
            return {}
        domain = [("state", "=", "archived"), ("product_key", "in", [*keys.values()])]
        groups = self.env["cs.archive"]._read_group(
            domain,
            ["company_id", "product_key", "cause_id", "resolution_id"],
            ["__count"],
        )
        cards = {
            ticket.id: ticket._cs_similar_card(groups, key)
            for ticket, key in keys.items()
        }
        return {ticket_id: card for ticket_id, card in cards.items() if card}

    def _cs_similar_card(self, groups, key):
        """How often it came up, and what helped most often."""
        self.ensure_one()
        causes = self.cs_need_ids.cause_ids
        found = [
            (count, cause, resolution)
            for company, product, cause, resolution, count in groups
            if company == self.company_id
            and product == key
            and (not causes or cause in causes)
        ]
        if not found:
            return None
        lines = []
        for count, cause, resolution in sorted(found, key=lambda f: -f[0])[:2]:
            helped = resolution.name or self.env._("not coded")
            lines.append([cause.name or self.env._("No cause"), f"{helped} ({count})"])
        total = sum(count for count, _cause, _resolution in found)
        return {
            "title": self.env._("Similar tickets"),
            "phase": "classified",
            "state": "quiet",
            "state_text": self.env._("%s archived", total),
            "lines": lines,
            "action": "action_cs_open_similar",
            "action_label": self.env._("Look at them"),
        }
