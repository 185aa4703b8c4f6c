from markupsafe import Markup

from odoo import api, fields, models

from ..engine.overlap import World


class CsServiceProfile(models.Model):
    """What the lines of a profile are judged by, and how many have a finding."""

    _inherit = "cs.service.profile"

    issue_count = fields.Integer(string="Findings", compute="_compute_issues")
    issue_list = fields.Html(
        string="Reasons of the Findings", compute="_compute_issues", sanitize=False
    )

    @api.depends("target_ids.issue", "target_ids.issue_text")
    @api.depends_context("lang")
    def _compute_issues(self):
        for profile in self:
            found = profile.target_ids.filtered("issue")
            rows = Markup("").join(
                Markup("<li><b>%s</b>: %s</li>") % (line._in_short(), line.issue_text)
                for line in found
            )
            profile.issue_count = len(found)
            profile.issue_list = Markup('<ul class="mb-0 ps-3">%s</ul>') % rows

    def _overlap_world(self):
        """Channels in use and teams that follow the profile.

        A profile without teams may get any of them.
        """
        self.ensure_one()
        channels = self.env["helpdesk.ticket.channel"].search_fetch([], ["cs_kind"])
        teams = self._tried_teams()._origin
        return World(
            kinds={channel.id: channel.cs_kind or "" for channel in channels},
            teams=frozenset(teams.ids) or None,
            takes={
                team.id: frozenset(team.type_ids.ids) for team in teams if team.type_ids
            },
        )
