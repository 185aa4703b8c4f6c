from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_profile_id = fields.Many2one(
        "cs.service.profile",
        string="Default Service Profile",
        help="New teams and tickets without a team follow this profile. "
        "Empty: only teams with a profile of their own follow a standard.",
    )
    cs_mask_contacts = fields.Boolean(
        string="Mask Customer Data",
        help="Agents see names, telephone numbers and e-mail addresses of customers "
        "masked, unless they belong to the group 'See full contact data'.",
    )

    def write(self, vals):
        if vals.keys() & {"resource_calendar_id", "cs_profile_id"}:
            self.env.registry.clear_cache("stable")
        return super().write(vals)

    def _cs_start(self, fresh):
        """Give the companies of a fresh database profile STD and masking.

        :param bool fresh: whether the database holds no ticket yet
        """
        if not fresh:
            return
        standard = self.env.ref("cs_service_standard.cs_service_profile_std")
        self.write({"cs_profile_id": standard.id, "cs_mask_contacts": True})
        teams = self.env["helpdesk.ticket.team"].search([("cs_standard", "=", True)])
        teams.write({"cs_profile_id": standard.id, "show_in_portal": True})
