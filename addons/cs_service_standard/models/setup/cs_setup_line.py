from odoo import api, fields, models


class CsSetupTeam(models.Model):
    """A team the assistant is asked for; ``team_id`` once it is there."""

    _name = "cs.setup.team"
    _description = "Team of the Set-up"
    _order = "sequence, id"

    assistant_id = fields.Many2one(
        "cs.setup.assistant", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Existing Team",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Empty: a new team is made.",
    )
    company_id = fields.Many2one(related="assistant_id.company_id")
    name = fields.Char(
        string="Team",
        compute="_compute_name",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    tier = fields.Selection(
        [("1", "Tier 1"), ("2", "Tier 2")],
        required=True,
        default="1",
        help="Tier 2 handles what tier 1 cannot solve.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        string="Requests It Takes",
        help="New requests of these types go to this team.",
    )

    @api.depends("team_id")
    def _compute_name(self):
        for line in self:
            line.name = line.team_id.name or line.name

    def _is_renamed(self):
        """Whether the team has another name, in whichever language it was read."""
        self.ensure_one()
        team = self.team_id._origin
        codes = (code for code, _name in self.env["res.lang"].get_installed())
        return all(team.with_context(lang=code).name != self.name for code in codes)

    def _people(self):
        """Persons of this team: those who name it, and those who name none."""
        self.ensure_one()
        line = self._origin
        return self.assistant_id.person_line_ids.filtered(
            lambda person: (
                not person.team_line_ids or line in person.team_line_ids._origin
            )
        )


class CsSetupPerson(models.Model):
    """Somebody who works in the service; ``user_id`` once there is an account."""

    _name = "cs.setup.person"
    _description = "Person of the Set-up"
    _order = "id"

    assistant_id = fields.Many2one(
        "cs.setup.assistant", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        domain="[('share', '=', False)]",
        help="Empty: a new account is made from name and address.",
    )
    name = fields.Char(
        compute="_compute_from_user",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    email = fields.Char(
        string="E-mail",
        compute="_compute_from_user",
        precompute=True,
        store=True,
        readonly=False,
    )
    role_id = fields.Many2one("cs.role", required=True)
    team_line_ids = fields.Many2many(
        "cs.setup.team",
        string="Teams",
        domain="[('assistant_id', '=', assistant_id)]",
        help="Empty: all teams.",
    )

    @api.depends("user_id")
    def _compute_from_user(self):
        for person in self:
            person.name = person.user_id.name or person.name
            person.email = person.user_id.email or person.email

    def _leads(self):
        """Whether the role is one of a leader, not of an agent."""
        return self.role_id.group_id == self.env.ref(
            "helpdesk_mgmt.group_helpdesk_user"
        )

    def _manages(self):
        return self.role_id.group_id == self.env.ref(
            "helpdesk_mgmt.group_helpdesk_manager"
        )
