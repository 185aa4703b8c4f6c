from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """Who dealt with the customer first, and whether tier 1 was enough."""

    _inherit = "helpdesk.ticket"

    cs_first_responder_id = fields.Many2one(
        "res.users",
        string="First Responder",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The first person who dealt with the customer; never changes.",
    )
    cs_tier = fields.Selection(
        [("1", "Tier 1"), ("2", "Tier 2")],
        string="Tier",
        compute="_compute_cs_tier",
        store=True,
        groups="base.group_user",
    )
    cs_escalated = fields.Boolean(
        string="Escalated",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Tier 1 could not solve it.",
    )
    cs_fcr = fields.Boolean(
        string="Solved at First Contact",
        compute="_compute_cs_fcr",
        store=True,
        groups="base.group_user",
        help="Closed without hand-over to tier 2.",
    )

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if "team_id" in vals:
            team = self.env["helpdesk.ticket.team"].browse(vals["team_id"] or [])
            known["cs_tier"] = team.cs_tier
        stage = self.env["helpdesk.ticket.stage"].browse(vals.get("stage_id") or [])
        if self._cs_is_plain(known) or (stage and not stage.closed):
            known["cs_fcr"] = False
        return known

    @api.depends("team_id")
    def _compute_cs_tier(self):
        for ticket in self:
            ticket.cs_tier = ticket.team_id.cs_tier

    @api.depends("stage_id", "cs_escalated")
    def _compute_cs_fcr(self):
        following = self._cs_following()
        (self - following).cs_fcr = False
        for ticket in following:
            ticket.cs_fcr = ticket._cs_is_first_contact_resolution()

    def write(self, vals):
        if "cs_first_responder_id" in vals:
            self._cs_check_first_responder(vals["cs_first_responder_id"])
        if not vals.get("team_id"):
            return super().write(vals)
        tier_one = self._cs_following().filtered(lambda t: t.cs_tier != "2")
        result = super().write(vals)
        escalated = tier_one.filtered(lambda t: t.sudo().team_id.cs_tier == "2")
        if escalated:
            escalated.sudo().cs_escalated = True
        return result

    def _cs_second_team(self):
        """The team that handles what tier 1 cannot solve (CLS-10)."""
        teams = (
            self.env["helpdesk.ticket.team"]
            .sudo()
            .search(
                [
                    ("cs_tier", "=", "2"),
                    ("company_id", "in", [False, self.company_id.id]),
                    ("cs_profile_id.state", "=", "in_force"),
                ]
            )
        )
        same = teams.filtered(lambda team: team.cs_profile_id == self.cs_profile_id)
        return (same or teams)[:1]

    def _cs_is_first_contact_resolution(self):
        """Whether a ticket counts as solved at first contact; others may narrow it."""
        self.ensure_one()
        return (
            self.stage_id.closed
            and self.stage_id.cs_phase != "cancelled"
            and not self.cs_escalated
        )

    def _cs_set_first_responder(self, user):
        """Name the first responder of the tickets that have none yet (CLS-04).

        Runs as sudo: the field is closed to everybody else.
        """
        tickets = self.sudo()._cs_following()
        tickets = tickets.filtered(lambda t: not t.cs_first_responder_id)
        if tickets:
            tickets.write({"cs_first_responder_id": user.id})

    def _cs_check_first_responder(self, user_id):
        for ticket in self.sudo():
            named = ticket.cs_first_responder_id
            if named.id != user_id and (named or not self.env.su):
                raise UserError(
                    self.env._(
                        "The first responder of ticket %(number)s is set by the first "
                        "contact with the customer and never changes.",
                        number=ticket.number,
                    )
                )
