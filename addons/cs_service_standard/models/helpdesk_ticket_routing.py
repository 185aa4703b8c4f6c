from odoo import api, fields, models
from odoo.exceptions import ValidationError

# set by the routing and by the first contact, whatever a client sends
OWN_FIELDS = ("cs_routed", "cs_first_responder_id")


class HelpdeskTicket(models.Model):
    """The type brings a ticket to its team; another team needs a reason (CLS-03)."""

    _inherit = "helpdesk.ticket"

    cs_routed = fields.Boolean(
        string="Routed by Type",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The team was chosen by the type of the request. Another team needs a "
        "hand-over with a reason.",
    )

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """A team that follows a profile is not dropped, it is routed."""
        team = self._cs_route_team(self.type_id, self.company_id, self.partner_id)
        chosen = not self._origin and self.type_id in self.team_id.type_ids
        if team and not chosen and self._cs_may_reroute():
            self.team_id = team
            return None
        if self.team_id and self._cs_following():
            return None
        return super()._onchange_type_id()

    @api.model_create_multi
    def create(self, vals_list):
        """Who takes a request may register it for the team of its type.

        Runs as sudo for such a batch, since the record rules of an agent end at his
        teams.  The right to create tickets and to set each field is checked first,
        and afterwards the rules for the tickets that were not routed.
        """
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals if name not in OWN_FIELDS}
                for vals in vals_list
            ]
        vals_list = [self._cs_with_route(vals) for vals in vals_list]
        routed = [vals["cs_routed"] for vals in vals_list]
        if self.env.su or not any(routed):
            return super().create(vals_list)
        self._cs_check_registrar(vals_list)
        tickets = super(HelpdeskTicket, self.sudo()).create(vals_list)
        tickets = tickets.with_env(self.env)
        pairs = zip(tickets, routed, strict=True)
        own = [ticket.id for ticket, is_routed in pairs if not is_routed]
        self.browse(own).check_access("create")
        return tickets

    def write(self, vals):
        if "team_id" in vals:
            self._cs_check_team_change(vals)
        if "cs_routed" in vals and not self.env.su:
            vals = {name: vals[name] for name in vals if name != "cs_routed"}
        result = super().write(vals)
        if "type_id" in vals and "team_id" not in vals:
            self._cs_following()._cs_reroute()
        return result

    @api.model
    def _cs_would_follow(self, vals):
        """Whether a ticket with these values will follow a profile in force."""
        team = self.env["helpdesk.ticket.team"].browse(
            vals.get("team_id") or self.env.context.get("default_team_id") or []
        )
        company = self.env["res.company"].browse(
            vals.get("company_id") or self.env.company.id
        )
        profile = team.sudo()._cs_profile_of(company.sudo())
        return profile.id in profile._in_force_ids()

    @api.model
    def _cs_route_team(self, ticket_type, company, partner):
        """Team a request goes to by its type, or none.

        Only a team that follows a profile in force receives requests like this.
        """
        team = ticket_type.sudo().cs_default_team_id
        if not team._cs_receives(company):
            return team.browse()
        experts = team._cs_profile_of(company).vip_team_id
        partner = partner.sudo()
        values = {
            partner.cs_customer_value,
            partner.commercial_partner_id.cs_customer_value,
        }
        if "vip" in values and experts._cs_receives(company):
            return experts
        return team

    @api.model
    def _cs_with_route(self, vals):
        """Values of a new ticket with the team of its type, unless another is given.

        Sets ``cs_routed`` in any case: nobody outside may claim it.
        """
        team = self.env["helpdesk.ticket.team"]
        if vals.get("type_id"):
            team = self._cs_route_team(
                self.env["helpdesk.ticket.type"].browse(vals["type_id"]),
                self.env["res.company"].browse(
                    vals.get("company_id") or self.env.company.id
                ),
                self.env["res.partner"].browse(vals.get("partner_id") or []),
            )
        given = vals.get("team_id")
        if "team_id" not in vals:
            given = self.env.context.get("default_team_id")
        if not team or (given and given != team.id):
            return dict(vals, cs_routed=False)
        routed = dict(vals, team_id=team.id, cs_routed=True)
        if vals.get("user_id", self.env.uid) not in team.user_ids.ids:
            routed["user_id"] = False
        stage_id = vals.get("stage_id")
        if stage_id and stage_id not in team._get_applicable_stages().ids:
            del routed["stage_id"]
        return routed

    @api.model
    def _cs_check_registrar(self, vals_list):
        self.check_access("create")
        for name in {name for vals in vals_list for name in vals}:
            if name in self._fields:
                self._check_field_access(self._fields[name], "write")

    def _cs_may_reroute(self):
        """Whether the type still decides about the team of this ticket."""
        self.ensure_one()
        origin = self._origin
        return not origin or (
            origin.sudo().cs_routed and origin.stage_id.sudo().cs_phase == "intake"
        )

    def _cs_reroute(self):
        """Bring tickets whose type was corrected at intake to the right team.

        Runs as sudo: the right team may be one the user cannot see. He keeps
        following what he passed on.
        """
        by_team = self.filtered(lambda ticket: ticket._cs_may_reroute()).grouped(
            lambda ticket: ticket._cs_route_team(
                ticket.type_id, ticket.company_id, ticket.partner_id
            )
        )
        for team, tickets in by_team.items():
            moved = tickets.filtered(
                lambda ticket, to=team: to and ticket.team_id != to
            )
            if moved:
                moved._cs_keep_following()
                moved.sudo().write({"team_id": team.id})

    def _cs_keep_following(self):
        """Let the user still read what he passes on to a team he cannot see."""
        self.message_subscribe(partner_ids=self.env.user.partner_id.ids)

    def _cs_check_team_change(self, vals):
        """A routed ticket changes its team with a reason only."""
        if self.env.su or (vals.get("cs_handover_reason") or "").strip():
            return
        types = self.env["helpdesk.ticket.type"]
        for ticket in self._cs_following().filtered("cs_routed"):
            if ticket.team_id.id == vals["team_id"]:
                continue
            new_type = types.browse(vals.get("type_id") or [])
            team = self._cs_route_team(new_type, ticket.company_id, ticket.partner_id)
            if team.id == vals["team_id"] and team and ticket._cs_may_reroute():
                continue
            raise ValidationError(
                self.env._(
                    "Ticket %(number)s was routed to %(team)s by its type: use Hand "
                    "over, which asks for the reason.",
                    number=ticket.number,
                    team=ticket.team_id.display_name,
                )
            )
