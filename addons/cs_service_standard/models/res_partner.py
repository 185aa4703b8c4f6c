from odoo import api, fields, models
from odoo.fields import Domain

VALUE_LEVELS = {
    "vip": "h",
    "potential": "h",
    "ordinary": "m",
    "new": "l",
    "low_frequency": "l",
}


class ResPartner(models.Model):
    """The customer: value, completeness of the entry, history of service."""

    _inherit = "res.partner"

    cs_customer_value = fields.Selection(
        [
            ("vip", "VIP"),
            ("potential", "High potential"),
            ("ordinary", "Ordinary"),
            ("new", "New"),
            ("low_frequency", "Low frequency"),
        ],
        string="Customer Value",
        groups="base.group_user",
        help="Contacts take it over from their company. Empty: new until a first "
        "ticket is closed, ordinary afterwards.",
    )
    cs_value_in_use = fields.Selection(
        selection=lambda self: self._fields["cs_customer_value"]._description_selection(
            self.env
        ),
        string="Value in Use",
        compute="_compute_cs_value_in_use",
        groups="base.group_user",
    )
    cs_company_size = fields.Selection(
        [
            ("person", "Private person"),
            ("micro", "1 to 9 employees"),
            ("small", "10 to 49 employees"),
            ("medium", "50 to 249 employees"),
            ("large", "250 employees or more"),
        ],
        string="Company Size",
        groups="base.group_user",
    )
    cs_segment_id = fields.Many2one(
        "cs.customer.segment", string="Segment", groups="base.group_user"
    )
    cs_completeness = fields.Integer(
        string="Completeness (%)",
        compute="_compute_cs_completeness",
        search="_search_cs_completeness",
        compute_sudo=True,
        groups="base.group_user",
        help="Name, telephone or e-mail, industry, size and segment: 20 % each.",
    )
    cs_ticket_count = fields.Integer(
        string="Tickets of the Customer",
        compute="_compute_cs_service_counts",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )
    cs_complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_cs_service_counts",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )

    def _compute_cs_value_in_use(self):
        values = self._origin._cs_customer_values()
        for partner in self:
            partner.cs_value_in_use = values.get(partner._origin.id, "new")

    @api.depends(lambda self: self._cs_entry_fields())
    def _compute_cs_completeness(self):
        for partner in self:
            filled = [
                any(partner[name] for name in names)
                for names in self._cs_entry_standard()
            ]
            partner.cs_completeness = 100 * sum(filled) // len(filled)

    @api.model
    def _search_cs_completeness(self, operator, value):
        """Complete or not: all that lists and filters ask for."""
        complete = Domain.AND(
            [
                Domain.OR([Domain(name, "!=", False) for name in names])
                for names in self._cs_entry_standard()
            ]
        )
        if operator == "in" and set(value) == {100}:
            return complete
        if operator == "<" and value == 100:
            return ~complete
        return NotImplemented

    @api.model
    def _cs_entry_standard(self):
        """What a complete entry holds (INT-11); fields of one group stand in for
        each other.

        :return: list of tuples of field names
        """
        return [
            ("name",),
            ("phone", "email"),
            ("industry_id",),
            ("cs_company_size",),
            ("cs_segment_id",),
        ]

    @api.model
    def _cs_entry_fields(self):
        return [name for names in self._cs_entry_standard() for name in names]

    def _compute_cs_service_counts(self):
        """Tickets and complaints in one grouped query (REC-14).

        A company counts what any of its contacts reported.
        """
        partners = self._origin
        rows = self.env["helpdesk.ticket"]._read_group(
            [("commercial_partner_id", "in", partners.commercial_partner_id.ids)],
            ["commercial_partner_id", "partner_id", "type_id.cs_is_complaint"],
            ["__count"],
        )
        for partner in self:
            key = 0 if partner._origin == partner.commercial_partner_id._origin else 1
            own = [row for row in rows if row[key] == partner._origin]
            partner.cs_ticket_count = sum(row[3] for row in own)
            partner.cs_complaint_count = sum(row[3] for row in own if row[2])

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["cs_company_size", "cs_segment_id"]

    def action_cs_service_history(self):
        self.ensure_one()
        action = self.action_view_helpdesk_tickets()
        action["name"] = self.env._("Service history of %s", self.display_name)
        return action

    def _cs_customer_values(self):
        """Value of each customer by partner id (PRI-06).

        Runs as sudo: a closed ticket of a team the user cannot see counts too; only
        its existence shows.
        """
        partners = self.sudo()
        values = {
            partner.id: partner.cs_customer_value
            or partner.commercial_partner_id.cs_customer_value
            for partner in partners
        }
        unknown = partners.filtered(lambda partner: not values[partner.id])
        served = unknown._cs_served_customers()
        for partner in unknown:
            is_served = partner.commercial_partner_id in served
            values[partner.id] = "ordinary" if is_served else "new"
        return values

    def _cs_served_customers(self):
        """Commercial partners of ``self`` with a closed ticket."""
        customers = self.commercial_partner_id
        if not customers:
            return customers
        rows = (
            self.env["helpdesk.ticket"]
            .with_context(active_test=False)
            ._read_group(
                [
                    ("commercial_partner_id", "in", customers.ids),
                    ("stage_id.closed", "=", True),
                ],
                ["commercial_partner_id"],
            )
        )
        return customers.browse(partner.id for (partner,) in rows)

    def _cs_value_levels(self):
        """Level h, m or l of each customer by partner id."""
        return {
            partner_id: VALUE_LEVELS[value]
            for partner_id, value in self._cs_customer_values().items()
        }
