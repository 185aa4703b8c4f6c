from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The ticket of the standard: whether it follows one, and since when."""

    _inherit = "helpdesk.ticket"

    cs_profile_id = fields.Many2one(
        "cs.service.profile",
        string="Service Profile",
        compute="_compute_cs_profile_id",
        store=True,
        index="btree_not_null",
        copy=False,
        groups="base.group_user",
        help="The standard this ticket follows; empty: none.",
    )
    cs_received_at = fields.Datetime(
        string="Received",
        default=fields.Datetime.now,
        copy=False,
        help="The instant from which every response time counts (UTC).",
    )

    @api.depends("team_id")
    def _compute_cs_profile_id(self):
        """Decided when the ticket gets its team, not when the team changes its mind.

        So giving a team a profile leaves its open tickets as they are.
        """
        for ticket in self:
            ticket.cs_profile_id = ticket.team_id._cs_profile_of(ticket.company_id)

    def _cs_following(self):
        """The tickets of ``self`` that follow a profile in force."""
        in_force = self.env["cs.service.profile"]._in_force_ids()
        return self.filtered(lambda t: t.sudo().cs_profile_id.id in in_force)
