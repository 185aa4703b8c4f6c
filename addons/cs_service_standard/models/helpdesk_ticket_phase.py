from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Where a ticket stands: stages by phase, and only those of its own kind."""

    _inherit = "helpdesk.ticket"

    stage_id = fields.Many2one(domain="[('id', 'in', cs_stage_ids)]")
    cs_stage_ids = fields.Many2many(
        "helpdesk.ticket.stage",
        string="Stages to Choose From",
        compute="_compute_cs_stage_ids",
    )
    cs_phase = fields.Selection(related="stage_id.cs_phase", groups="base.group_user")

    @api.depends("team_id", "cs_profile_id")
    def _compute_cs_stage_ids(self):
        following = self._cs_following()
        for (team, standard), tickets in self.grouped(
            lambda t: (t.team_id, t in following)
        ).items():
            tickets.cs_stage_ids = team._cs_shown_stage_ids(standard)

    @api.depends("team_id")
    def _compute_stage_id(self):
        """A ticket that leaves the stages of the standard keeps its phase.

        The helpdesk alone would send it back to the new team's first stage.
        """
        phases = {
            ticket: ticket.stage_id.cs_phase
            for ticket in self
            if ticket.stage_id.cs_standard_only
        }
        result = super()._compute_stage_id()
        for ticket, phase in phases.items():
            if phase and ticket.stage_id.cs_phase != phase:
                stages = ticket.team_id._get_applicable_stages()
                same = stages.filtered(lambda s, phase=phase: s.cs_phase == phase)
                ticket.stage_id = same[:1] or ticket.stage_id
        return result

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Columns of the board: the stages of the teams whose tickets it shows."""
        shown = super()._read_group_stage_ids(stages, domain)
        teams = self._cs_teams_of_board(domain)
        following = [team for team in teams if team._cs_follows_standard()]
        every = self._cs_stages_of(self.env["helpdesk.ticket.team"].union(*teams))
        columns = stages
        if len(following) < len(teams):
            columns |= shown.filtered(lambda stage: not stage.cs_standard_only)
        for team in following:
            columns |= team._cs_shown_stages(every, True)
        return columns.sorted(lambda stage: (stage.sequence, stage.id))

    @api.model
    def _cs_stages_of(self, teams):
        """All stages that tickets of some teams, or of none, could be in."""
        domain = ["|", ("team_ids", "=", False), ("team_ids", "in", teams.ids)]
        return self.env["helpdesk.ticket.stage"].search(domain)

    @api.model
    def _cs_teams_of_board(self, domain):
        """List of the teams whose tickets a board shows, empty for "no team".

        An empty board shows the columns of the user's own teams.
        """
        teams = self.env["helpdesk.ticket.team"]
        default = self.default_get(["team_id"]).get("team_id")
        if default:
            return [teams.browse(default)]
        found = [team for (team,) in self._read_group(domain, ["team_id"])]
        return found or list(self.env.user.helpdesk_team_ids) or [teams]

    @api.model_create_multi
    def create(self, vals_list):
        """Look up the first stage once per team, not once per ticket."""
        teams = self.env["helpdesk.ticket.team"]
        return super().create(
            [
                dict(vals, stage_id=teams.browse(vals["team_id"])._cs_first_stage_id())
                if vals.get("team_id") and "stage_id" not in vals
                else vals
                for vals in vals_list
            ]
        )
