from odoo import api, fields, models

from ..engine.priority import queue_rank


class HelpdeskTicket(models.Model):
    """What moves a ticket up in the queue: fault, green channel, VIP, priority."""

    _inherit = "helpdesk.ticket"

    cs_complexity = fields.Selection(
        [("simple", "Simple"), ("complex", "Complex")],
        string="Complexity",
        groups="base.group_user",
        help="Simple: answered within minutes. Complex: the customer is told when he "
        "hears from us again.",
    )
    cs_follow_up_at = fields.Datetime(
        string="Follow-up",
        copy=False,
        groups="base.group_user",
        help="When the customer hears from us again about a complex request (UTC).",
    )
    cs_green_by_hand = fields.Boolean(
        string="Opened by Hand", copy=False, groups="base.group_user"
    )
    cs_green_channel = fields.Boolean(
        string="Green Channel",
        compute="_compute_cs_green_channel",
        inverse="_inverse_cs_green_channel",
        store=True,
        copy=False,
        groups="base.group_user",
        help="Urgent: contact within the hour, the team leader is told at once. Set by "
        "the type, or by hand.",
    )
    cs_vip = fields.Boolean(
        string="VIP",
        compute="_compute_cs_vip",
        store=True,
        groups="base.group_user",
    )
    cs_queue_rank = fields.Integer(
        string="Rank in Queue",
        compute="_compute_cs_queue_rank",
        store=True,
        aggregator=None,
        groups="base.group_user",
        help="Lower comes first: faults, green channel, then by priority; within each "
        "of them VIP customers first.",
    )

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if self._cs_is_plain(known) or not (
            vals.get("type_id") or vals.get("cs_green_by_hand")
        ):
            known["cs_green_channel"] = False
        partner_id = vals.get("partner_id")
        partner = partner_id and self.env["res.partner"].browse(partner_id)
        vip = known["cs_vip"] = bool(partner) and self._cs_is_vip(partner)
        green = vals.get("cs_green_channel", known.get("cs_green_channel"))
        if green is not None:
            fault = bool(vals.get("cs_fault_kind"))
            rank = queue_rank(int(vals.get("priority") or 0), fault, green, vip)
            known["cs_queue_rank"] = rank
        return known

    # the queue as it is listed; all that its filters ask for is in the index itself
    _cs_queue_idx = models.Index(
        "((COALESCE(cs_green_channel, FALSE)) DESC, cs_next_due_at, cs_queue_rank, id) "
        "INCLUDE (cs_green_channel, company_id, active) "
        "WHERE cs_next_due_at IS NOT NULL"
    )

    @api.depends("type_id", "cs_profile_id", "cs_green_by_hand")
    def _compute_cs_green_channel(self):
        following = self._cs_following()
        (self - following).cs_green_channel = False
        for ticket in following:
            ticket.cs_green_channel = (
                ticket.cs_green_by_hand or ticket.type_id.cs_green_channel
            )

    def _inverse_cs_green_channel(self):
        for ticket in self:
            ticket.cs_green_by_hand = ticket.cs_green_channel

    @api.depends(
        "partner_id.cs_customer_value",
        "partner_id.commercial_partner_id.cs_customer_value",
    )
    def _compute_cs_vip(self):
        for ticket in self:
            ticket.cs_vip = self._cs_is_vip(ticket.partner_id)

    @api.model
    def _cs_is_vip(self, customer):
        own = customer.cs_customer_value
        return (own or customer.commercial_partner_id.cs_customer_value) == "vip"

    @api.depends("priority", "cs_fault_kind", "cs_green_channel", "cs_vip")
    def _compute_cs_queue_rank(self):
        for ticket in self:
            ticket.cs_queue_rank = queue_rank(
                int(ticket.priority or 0),
                bool(ticket.cs_fault_kind),
                ticket.cs_green_channel,
                ticket.cs_vip,
            )
