from odoo import api, fields, models
from odoo.fields import Domain


class HelpdeskTicketType(models.Model):
    """What the end of a ticket of this type asks for and proposes."""

    _inherit = "helpdesk.ticket.type"

    cs_needs_warranty = fields.Boolean(
        string="Warranty",
        help="The service summary tells the customer the months of warranty.",
    )
    cs_warranty_months = fields.Integer(
        string="Usual Warranty (months)", help="Proposed when a ticket is closed."
    )
    cs_resolution_id = fields.Many2one(
        "cs.resolution.code",
        string="Usual Resolution",
        help="Proposed when a ticket is closed; entered by itself on the short path.",
    )
    cs_cause_id = fields.Many2one(
        "cs.need.cause",
        string="Usual Root Cause",
        help="Proposed when a ticket is closed; entered by itself on the short path.",
    )

    @api.model
    def _cs_seed_closing(self):
        """Proposals of the types that come with this addon, where there are none.

        Does its work once, also in a database that had the types before: what
        somebody has set up is left alone.
        """
        names = ("cs_needs_warranty", "cs_resolution_id", "cs_cause_id")
        types = self.with_context(active_test=False)
        if types.search_count(
            Domain.OR(Domain(n, "!=", False) for n in names), limit=1
        ):
            return
        seeds = {
            "repair": {"cs_needs_warranty": True, "cs_resolution_id": "solved"},
            "enquiry": {"cs_resolution_id": "answered", "cs_cause_id": "information"},
            "suggestion": {"cs_resolution_id": "answered"},
        }
        for code, values in seeds.items():
            kind = self._cs_seed(f"helpdesk_ticket_type_{code}")
            values = dict(values)
            for name, prefix in (
                ("cs_resolution_id", "cs_resolution_code"),
                ("cs_cause_id", "cs_need_cause"),
            ):
                if name in values:
                    values[name] = self._cs_seed(f"{prefix}_{values[name]}").id
            kind.write({n: v for n, v in values.items() if v and not kind[n]})

    @api.model
    def _cs_seed(self, name):
        """A seed, or an empty record when somebody deleted it."""
        found = self.env.ref(f"cs_service_standard.{name}", raise_if_not_found=False)
        return found or self.browse()
