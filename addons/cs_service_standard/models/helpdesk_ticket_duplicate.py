from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..engine.duplicates import Arrival, likely_duplicates, phone_key
from ..engine.instants import to_epoch

HOUR = 3600


class HelpdeskTicket(models.Model):
    """Requests of one customer over several channels are one case (INT-07)."""

    _inherit = "helpdesk.ticket"

    # copies of personal data in a comparable form: for searching, shown to nobody
    cs_phone_key = fields.Char(
        string="Telephone to Compare",
        compute="_compute_cs_customer_keys",
        store=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    cs_email_key = fields.Char(
        string="E-mail to Compare",
        compute="_compute_cs_customer_keys",
        store=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    cs_duplicate_hint_ids = fields.Many2many(
        "helpdesk.ticket",
        string="May Be the Same Request",
        compute="_compute_cs_duplicate_hints",
        groups="base.group_user",
    )
    cs_duplicate_count = fields.Integer(
        string="Likely Duplicates",
        compute="_compute_cs_duplicate_hints",
        groups="base.group_user",
        help="Also counts tickets of teams you cannot see.",
    )

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        email, partner_id = vals.get("partner_email"), vals.get("partner_id")
        if partner_id and not email:
            email = self.env["res.partner"].browse(partner_id).email
        phone = vals["cs_phone"] if "cs_phone" in vals else known["cs_phone"]
        return known | self._cs_prepare_customer_keys(email, phone)

    @api.depends("cs_phone", "partner_email", "partner_id")
    def _compute_cs_customer_keys(self):
        for ticket in self:
            email = ticket.partner_email or ticket.partner_id.email
            ticket.update(self._cs_prepare_customer_keys(email, ticket.cs_phone))

    @api.model
    def _cs_prepare_customer_keys(self, email, phone):
        return {
            "cs_phone_key": phone_key(phone) or False,
            "cs_email_key": email_normalize(email, strict=False),
        }

    @api.depends("type_id", "cs_phone", "partner_email", "partner_id", "duplicate_id")
    def _compute_cs_duplicate_hints(self):
        hints = self._cs_likely_duplicates()
        known = self.browse({i for ids in hints.values() for i in ids})
        readable = set(known._filtered_access("read").ids)
        for ticket in self:
            found = hints.get(ticket._origin.id, [])
            ticket.cs_duplicate_count = len(found)
            ticket.cs_duplicate_hint_ids = [i for i in found if i in readable]

    def action_cs_link_duplicate(self):
        """Put the ticket and its likely duplicates under the earliest of them."""
        self.ensure_one()
        same = self | self.cs_duplicate_hint_ids
        if len(same) == 1:
            raise UserError(
                self.env._("Ticket %s has no likely duplicate to link.", self.number)
            )
        first = same.sorted(lambda ticket: (ticket.cs_received_at, ticket.id))[0]
        vals = {"duplicate_id": first.id}
        company = self.company_id
        stage = company.helpdesk_mgmt_duplicate_ticket_stage_id
        if company.helpdesk_mgmt_duplicate_tracking and stage:
            vals["stage_id"] = stage.id
        (same - first).write(vals)

    def action_cs_duplicate_hints(self):
        self.ensure_one()
        return {
            "name": self.env._("May be the same request"),
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": [("id", "in", (self | self.cs_duplicate_hint_ids).ids)],
        }

    def _cs_likely_duplicates(self):
        """Ids of likely duplicates per ticket id, the earliest first.

        Runs as sudo: a duplicate may lie with another team. Callers show only what
        the user may read; that there is one is no secret.
        """
        tickets = self._origin.sudo()._cs_following()
        tickets = tickets.filtered(lambda t: t.cs_received_at and not t.duplicate_id)
        result = {}
        for profile, group in tickets.grouped("cs_profile_id").items():
            hours = profile.duplicate_hours
            known = group._cs_duplicate_candidates(hours)
            result |= likely_duplicates(
                [ticket._to_arrival() for ticket in group],
                [ticket._to_arrival() for ticket in known],
                hours * HOUR,
            )
        return result

    def _cs_duplicate_candidates(self, hours):
        """Tickets around the same time that share a customer key, in one query."""
        window = timedelta(hours=hours)
        received = self.mapped("cs_received_at")
        names = ("partner_id", "cs_phone_key", "cs_email_key")
        same_customer = Domain.OR(
            Domain(name, "in", self._cs_key_values(name)) for name in names
        )
        return self.search_fetch(
            Domain("cs_received_at", ">=", min(received) - window)
            & Domain("cs_received_at", "<=", max(received) + window)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("cs_profile_id", "!=", False)
            & Domain("duplicate_id", "=", False)
            & Domain("stage_id.cs_phase", "!=", "cancelled")
            & same_customer,
            [*names, "cs_received_at", "type_id"],
        )

    def _cs_key_values(self, name):
        if self._fields[name].relational:
            return self[name].ids
        return [value for value in self.mapped(name) if value]

    def _to_arrival(self):
        keys = {
            ("partner", self.partner_id.id),
            ("phone", self.cs_phone_key),
            ("email", self.cs_email_key),
        }
        return Arrival(
            id=self.id,
            received=to_epoch(self.cs_received_at),
            keys=frozenset(f"{kind}:{key}" for kind, key in keys if key),
            type=self.type_id.id or 0,
        )
