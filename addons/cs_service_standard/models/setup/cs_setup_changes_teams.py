from odoo import models
from odoo.fields import Command

from ...wording import listed


class CsSetupAssistant(models.Model):
    """The teams, who is in them, and what they take."""

    _inherit = "cs.setup.assistant"

    def _changes_teams(self):
        found = []
        for line in self.team_line_ids:
            found += self._changes_team(line)
            found += self._changes_routes(line)
        return found

    def _changes_team(self, line):
        people = line._people()
        leader = people.filtered(lambda person: person._leads())[:1]
        leader = leader or people.filtered(lambda person: person._manages())[:1]
        members = people.filtered(lambda p: not p._manages() or p == leader)
        vals = {
            "cs_profile_id": self._profile().id,
            "cs_calendar_id": self._calendar().id,
            "cs_tier": line.tier,
            "user_id": leader.user_id.id,
            "user_ids": members.user_id.ids,
            "show_in_portal": True,
        }
        if not line.team_id:
            vals["company_id"] = self.company_id.id
        if line._is_renamed():
            vals["name"] = line.name
        text = self.env._(
            "Team %(team)s: %(count)s people, leader %(leader)s, standard %(profile)s, "
            "%(hours)s",
            team=line.name,
            hours=self._calendar().name or self._hours_name(),
            count=len(members),
            leader=leader.name or self.env._("nobody"),
            profile=(self._profile() or self.profile_id).code or "-",
        )
        return self._change(
            line.team_id._origin,
            vals,
            text,
            lambda made: line.write({"team_id": made.id}),
        )

    def _changes_switch(self, name, value, text):
        """A switch of all teams; those that are not made yet have it off."""
        lines = self.team_line_ids
        differing = lines.filtered(lambda line: line.team_id[name] != value)
        if not differing:
            return []
        return self._deed(
            "change", text, lambda: differing.team_id.write({name: value})
        )

    def _changes_routes(self, line):
        """Who receives requests by their type; shared types keep their shared team."""
        types = line.type_ids._origin
        if not types:
            return []
        text = self.env._(
            "%(types)s go to %(team)s",
            types=listed(self.env, types.mapped("name")),
            team=line.name,
        )
        team = line.team_id._origin
        if not self._is_alone():
            if team and set(team.cs_own_type_ids.ids) == set(types.ids):
                return []
            return self._deed("change", text, lambda: self._route_own(line))
        moving = types.filtered(lambda kind: kind.cs_default_team_id != team)
        if team and not moving:
            return []
        return self._deed("change", text, lambda: self._route_all(line))

    def _route_own(self, line):
        line.team_id.cs_own_type_ids = line.type_ids
        self._open_types(line)

    def _route_all(self, line):
        line.type_ids.cs_default_team_id = line.team_id
        self._open_types(line)

    def _open_types(self, line):
        """A type that names its teams names this one, too."""
        chosen = line.type_ids.filtered("team_ids")
        chosen.team_ids = [Command.link(line.team_id.id)]
