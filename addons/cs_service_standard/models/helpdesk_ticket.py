from odoo import SUPERUSER_ID, api, fields, models

NO_TEAM = -1


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
    cs_profile_decided_for = fields.Integer(
        string="Profile Decided for Team",
        compute="_compute_cs_profile_id",
        store=True,
        copy=False,
        groups="base.group_user",
        help="Id of the team for which the profile was decided; -1: without team.",
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

        So giving a team a profile leaves its open tickets as they are, also when
        their owner changes (the helpdesk computes the team again then).
        """
        for ticket in self:
            key = ticket.team_id.id or NO_TEAM
            if ticket.cs_profile_decided_for == key:
                ticket.cs_profile_id = ticket.cs_profile_id
                continue
            ticket.cs_profile_id = ticket.team_id._cs_profile_of(ticket.company_id)
            ticket.cs_profile_decided_for = key

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody's ticket is nobody's: the gateway must not own what it delivers.

        With the helpdesk's automatic assignment the user who creates a ticket owns
        it, and mail arrives as the superuser.
        """
        if self.env.uid != SUPERUSER_ID:
            return super().create(vals_list)
        in_force = self.env["cs.service.profile"]._in_force_ids()
        teams = self.env["helpdesk.ticket.team"]
        return super().create(
            [
                {"user_id": False, **vals}
                if teams.browse(vals.get("team_id")).cs_profile_id.id in in_force
                else vals
                for vals in vals_list
            ]
        )

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if "team_id" in vals and not vals.get("cs_profile_decided_for"):
            team = self.env["helpdesk.ticket.team"].browse(vals["team_id"] or [])
            company = self.env["res.company"].browse(vals.get("company_id") or [])
            known["cs_profile_id"] = team._cs_profile_of(company).id
            known["cs_profile_decided_for"] = team.id or NO_TEAM
        return known

    @api.model
    def _cs_is_plain(self, known):
        """Whether a new ticket is known to follow no standard.

        :param dict known: answers as of ``_cs_known_at_creation``
        """
        return "cs_profile_id" in known and not known["cs_profile_id"]

    def _cs_is_backdated(self):
        """Whether an import brings the facts itself; a client cannot claim that."""
        return bool(self.env.context.get("cs_backdated")) and self.env.su

    def _cs_following(self):
        """The tickets of ``self`` that follow a profile in force."""
        in_force = self.env["cs.service.profile"]._in_force_ids()
        tickets = self.sudo()
        ids = [t._ids[0] for t in tickets if t.cs_profile_id.id in in_force]
        if len(ids) == len(self):
            return self
        return self.browse(ids).with_prefetch(self._prefetch_ids)
