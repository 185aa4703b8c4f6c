from odoo import fields, models

LINKED_TYPE = "cs_service_standard.helpdesk_ticket_type_personalised"


class HelpdeskTicket(models.Model):
    """A need found while solving a request gets a ticket of its own, linked to it."""

    _inherit = "helpdesk.ticket"

    cs_origin_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Found In",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
        help="The request in which this need was found.",
    )

    cs_linked_ids = fields.One2many(
        "helpdesk.ticket",
        "cs_origin_ticket_id",
        string="Linked Requests",
        copy=False,
        groups="base.group_user",
    )

    def action_cs_open_linked_need(self):
        """Open a ticket for the need that this request brought to light.

        It repeats who asks, about what product and through which team; the wording of
        the need is written anew.
        """
        self.ensure_one()
        need = self.create(self._cs_prepare_linked_need_vals())
        for ticket, other in ((self, need), (need, self)):
            ticket._message_log(
                body=self.env._("Linked with %s", other._get_html_link(other.number))
            )
        return {
            "name": need.display_name,
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": need.id,
            "view_mode": "form",
        }

    def _cs_prepare_linked_need_vals(self):
        """Values of a linked need; a hook.

        As superuser: contact data are copied as they are, whoever reads them masked.
        """
        ticket = self.sudo()
        kind = self.env.ref(LINKED_TYPE, raise_if_not_found=False)
        names = (
            "name",
            "partner_name",
            "partner_email",
            "cs_phone",
            "cs_core_issue",
            "cs_product_name",
            "cs_consent_date",
        )
        related = ("partner_id", "team_id", "channel_id", "user_id", "cs_product_id")
        vals = {name: ticket[name] for name in names if name in self._fields}
        vals |= {name: ticket[name].id for name in related if name in self._fields}
        return vals | {
            "description": ticket.description,
            "type_id": kind and kind.id,
            "cs_origin_ticket_id": self.id,
        }

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "linked"]

    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_linked_ids"]

    def _cs_life_linked(self):
        """Needs found in these tickets, and where they were found; in one query."""
        parts = {}
        for ticket in self:
            found = ticket.cs_linked_ids.filtered("active").sorted("id")
            origin = ticket.cs_origin_ticket_id
            if not (found or origin):
                continue
            lines = [[need.number, need.stage_id.name] for need in found]
            if origin:
                lines.append([self.env._("Found in"), origin.number])
            is_open = any(not need.stage_id.closed for need in found)
            parts[ticket.id] = {
                "title": self.env._("Linked requests"),
                "phase": "analysis",
                "state": "quiet",
                "state_text": self.env._("Open") if is_open else self.env._("Linked"),
                "lines": lines,
                "action": "action_cs_open_linked",
                "action_label": self.env._("Look at them"),
            }
        return parts

    def action_cs_open_linked(self):
        self.ensure_one()
        origin = self.sudo().cs_origin_ticket_id
        linked = self.search([("cs_origin_ticket_id", "=", self.id)])
        linked |= self.browse(origin.ids)._filtered_access("read")
        return self._cs_open_part(linked, self._name, self.env._("Linked Requests"))
