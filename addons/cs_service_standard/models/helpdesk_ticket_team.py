from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    cs_profile_id = fields.Many2one(
        "cs.service.profile",
        string="Service Profile",
        default=lambda self: self.env.company.cs_profile_id,
        check_company=True,
        domain="[('state', '=', 'in_force')]",
        tracking=True,
        help="The standard this team follows. Empty: the team works as without one.",
    )
    cs_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Service Hours",
        check_company=True,
        help="Working hours of this team: shown to customers and used by its clocks.",
    )
    cs_tier = fields.Selection(
        [("1", "Tier 1"), ("2", "Tier 2")],
        string="Tier",
        default="1",
        required=True,
        help="Tier 2 handles what tier 1 cannot solve.",
    )
    cs_auto_assign = fields.Boolean(
        string="Assign Urgent Tickets",
        help="A new urgent ticket without owner goes to the qualified member with the "
        "fewest urgent tickets. The profile says what is urgent.",
    )
    cs_standard = fields.Boolean(
        string="Seeded by the standard", readonly=True, copy=False, prefetch=False
    )

    def write(self, vals):
        if vals.keys() & {"cs_calendar_id", "cs_profile_id", "company_id"}:
            self.env.registry.clear_cache("stable")
        return super().write(vals)

    def _cs_profile_of(self, company):
        """Profile of a team (empty recordset: of a ticket without team).

        :param company: company of the ticket, used when there is no team
        """
        profile = self.cs_profile_id if self else company.cs_profile_id
        owner = self.company_id or company
        return profile if profile._serves(owner.id) else profile.browse()

    def _cs_receives(self, company):
        """Whether requests of a company may be routed to this team by their type."""
        return (
            bool(self.active)
            and (not self.company_id or self.company_id == company)
            and self.cs_profile_id.id in self.cs_profile_id._in_force_ids()
        )
