from odoo import api, fields, models
from odoo.tools import ormcache

ROUTES = {"cs_own_type_ids", "company_id", "active", "sequence"}


class HelpdeskTicketTeam(models.Model):
    """Types are shared by all companies, their teams need not be."""

    _inherit = "helpdesk.ticket.team"

    cs_own_type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        "cs_team_own_type_rel",
        string="Takes from Its Company",
        help="Requests of these types in the company of this team go here instead of "
        "to the default team of the type.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("cs_own_type_ids") for vals in vals_list):
            self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & ROUTES:
            self.env.registry.clear_cache("stable")
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache("stable")
        return super().unlink()

    @api.model
    @ormcache("type_id", "company_id", cache="stable")
    def _cs_own_team_id(self, type_id, company_id):
        """Team of a company that takes a type; asked for every new ticket.

        Runs as superuser: whoever writes a request need not see the team.
        """
        domain = [("cs_own_type_ids", "in", type_id), ("company_id", "=", company_id)]
        return self.sudo().search(domain, limit=1).id


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def _cs_route_team(self, ticket_type, company, partner):
        """A team of the company comes before one that all companies share."""
        team = super()._cs_route_team(ticket_type, company, partner)
        if not ticket_type or team.company_id:
            return team
        own = team.sudo().browse(team._cs_own_team_id(ticket_type.id, company.id) or [])
        if not own._cs_receives(company):
            return team
        experts = own._cs_profile_of(company).vip_team_id
        partner = partner.sudo()
        values = (partner | partner.commercial_partner_id).mapped("cs_customer_value")
        return experts if "vip" in values and experts._cs_receives(company) else own
