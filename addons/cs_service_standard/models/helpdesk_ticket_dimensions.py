from odoo import api, fields, models

from ..engine import priority

DIMENSIONS = ("cs_urgency", "cs_impact", "cs_customer_value")


class HelpdeskTicket(models.Model):
    """Urgency, scope of impact and customer value, and what the table makes of them."""

    _inherit = "helpdesk.ticket"

    cs_urgency = fields.Selection(
        [("h", "Immediate"), ("m", "Within 24 hours"), ("l", "Within 3 working days")],
        string="Urgency",
        groups="base.group_user",
        help="Immediate: business is interrupted or a major loss threatens.\n"
        "Within 24 hours: it has to be solved by then.\n"
        "Within 3 working days: it can wait that long.",
    )
    cs_impact = fields.Selection(
        [
            ("h", "Core function or many customers"),
            ("m", "Part of a function or one customer"),
            ("l", "No real impact or a substitute"),
        ],
        string="Scope of Impact",
        groups="base.group_user",
        help="Core function or many customers: a core function fails or a large "
        "number of customers is affected.\n"
        "Part of a function or one customer: some functions or a single customer.\n"
        "No real impact or a substitute: nothing suffers, or there is another way.",
    )
    cs_customer_value = fields.Selection(
        [
            ("h", "VIP or high potential"),
            ("m", "Ordinary customer"),
            ("l", "New or low frequency"),
        ],
        string="Customer Value",
        compute="_compute_cs_customer_value",
        store=True,
        readonly=False,
        groups="base.group_user",
        help="Proposed from the customer when the ticket gets its customer.\n"
        "VIP or high potential: VIP, or a customer of potentially high value.\n"
        "Ordinary customer: everybody between the other two.\n"
        "New or low frequency: new, or seldom asks for anything.",
    )
    cs_fault_kind = fields.Selection(
        [("crash", "System crash"), ("damage", "Damaged equipment")],
        string="Fault",
        groups="base.group_user",
        help="A fault has the highest priority, whatever the other entries say.",
    )
    cs_priority_proposed = fields.Selection(
        selection=lambda self: self._fields["priority"]._description_selection(
            self.env
        ),
        string="Proposed Priority",
        compute="_compute_cs_priority_proposed",
        store=True,
        groups="base.group_user",
    )

    # whether a customer has been served before is asked for each new ticket of his
    _cs_commercial_partner_idx = models.Index(
        "(commercial_partner_id) WHERE commercial_partner_id IS NOT NULL"
    )

    @api.depends("partner_id")
    def _compute_cs_customer_value(self):
        """Proposed once: what the customer becomes later does not rewrite history."""
        following = self._cs_following()
        (self - following).cs_customer_value = False
        levels = following.partner_id._origin._cs_value_levels()
        for ticket in following:
            ticket.cs_customer_value = levels.get(ticket.partner_id._origin.id)

    @api.depends(*DIMENSIONS, "cs_fault_kind")
    def _compute_cs_priority_proposed(self):
        for ticket in self:
            found = self._cs_propose_priority(
                ticket.company_id.id,
                *(ticket[name] for name in DIMENSIONS),
                fault=ticket.cs_fault_kind,
            )
            ticket.cs_priority_proposed = found

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._cs_with_priority(vals_list))

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        self._cs_apply_priority()
        return result

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if self._cs_is_plain(known) or not vals.get("partner_id"):
            known["cs_customer_value"] = False
        rated = vals.get("cs_urgency") and vals.get("cs_impact")
        if not rated and not vals.get("cs_fault_kind"):
            known["cs_priority_proposed"] = False
        return known

    @api.model
    def _cs_propose_priority(self, company_id, urgency, impact, value, fault=False):
        """Priority the table gives, as a key of the field, or ``False``."""
        cells = self.env["cs.priority.rule"]._cs_cells(company_id)
        found = priority.proposed(cells, urgency, impact, value, bool(fault))
        return False if found is None else str(found)

    @api.model
    def _cs_with_priority(self, vals_list):
        """Values of new tickets with the priority of the table.

        Set before the ticket exists, so that its first clocks know it already.
        """
        due = [self._cs_wants_priority(vals) for vals in vals_list]
        if not any(due):
            return vals_list
        partner_ids = {
            vals["partner_id"] for vals in vals_list if vals.get("partner_id")
        }
        levels = self.env["res.partner"].browse(partner_ids)._cs_value_levels()
        return [
            self._cs_prepare_priority_vals(vals, levels) if is_due else vals
            for vals, is_due in zip(vals_list, due, strict=True)
        ]

    @api.model
    def _cs_prepare_priority_vals(self, vals, levels):
        level = levels.get(vals.get("partner_id"), False)
        vals = {"cs_customer_value": level, **vals}
        vals["priority"] = self._cs_propose_priority(
            vals.get("company_id") or self.env.company.id,
            *(vals.get(name) for name in DIMENSIONS),
            fault=vals.get("cs_fault_kind"),
        )
        return vals

    @api.model
    def _cs_wants_priority(self, vals):
        known = vals.get("cs_fault_kind") or (
            vals.get("cs_urgency") and vals.get("cs_impact")
        )
        return (
            known
            and not vals.get("cs_priority_override_reason")
            and self._cs_would_follow(vals)
        )
