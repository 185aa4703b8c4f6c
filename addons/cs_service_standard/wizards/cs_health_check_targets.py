from collections import defaultdict

from odoo import api, models

from ..engine.overlap import Issue, World, findings

SEVERITY = {
    Issue.NEVER: "warning",
    Issue.CONFLICT: "warning",
    Issue.DOUBLE: "hint",
    Issue.SHADOWED: "hint",
}
MUTUAL = (Issue.CONFLICT, Issue.DOUBLE)
CONDITIONS = ("channel_ids", "type_ids", "team_ids")


class CsHealthCheck(models.TransientModel):
    """Targets that never match, repeat or contradict each other."""

    _inherit = "cs.health.check"

    def _check_targets(self):
        found, records = [], self.env["cs.sla.target"]
        for profile in self._profiles():
            targets = {target.id: target for target in profile.target_ids}
            lines = [target._to_target() for target in targets.values()]
            for finding in self._once(findings(lines, self._world(profile))):
                target = targets[finding.line]
                other = targets.get(finding.other, records.browse())
                message = self._target_sentence(finding, target, other)
                severity = SEVERITY[finding.issue]
                found.append(self._finding(severity, message, target | other))
                records |= target
        return self._bounded(found, records)

    @api.model
    def _once(self, found):
        """Two lines that clash are one finding, not one for either of them."""
        told = set()
        for finding in found:
            pair = frozenset((finding.line, finding.other))
            if finding.issue in MUTUAL and (finding.issue, pair) in told:
                continue
            told.add((finding.issue, pair))
            yield finding

    def _world(self, profile):
        """Channels, teams and types as the engine asks for them."""
        used = [("active", "=", True)]
        channels = self.env["helpdesk.ticket.channel"].search(used)
        teams = self._teams().filtered(lambda team: team.cs_profile_id == profile)
        types = self.env["helpdesk.ticket.type"].search(used)
        bound = defaultdict(set)
        for kind in types:
            for team in kind.team_ids or teams:
                bound[team.id].add(kind.id)
        chosen = any(kind.team_ids for kind in types)
        return World(
            kinds={channel.id: channel.cs_kind or "" for channel in channels},
            teams=frozenset(teams.ids),
            takes={t: frozenset(kinds) for t, kinds in bound.items()} if chosen else {},
        )

    def _target_sentence(self, finding, target, other):
        words = {
            "target": target.summary,
            "profile": target.profile_id.display_name,
            "other": other.summary or "",
        }
        match finding.issue:
            case Issue.NEVER:
                return self.env._(
                    "%(profile)s: no ticket can ever meet '%(target)s'. Change its "
                    "condition or archive it.",
                    **words,
                )
            case Issue.CONFLICT:
                return self.env._(
                    "%(profile)s: the same tickets have two limits, '%(target)s' and "
                    "'%(other)s'; the earlier one counts. Keep one.",
                    **words,
                )
            case Issue.DOUBLE:
                return self.env._(
                    "%(profile)s: '%(target)s' is there twice. Archive one.", **words
                )
        return self.env._(
            "%(profile)s: '%(target)s' never decides anything, as '%(other)s' is "
            "always due earlier. Archive it, or make it stricter.",
            **words,
        )

    def _check_archived(self):
        """A condition that names only archived records would ask nothing at all."""
        targets = self.env["cs.sla.target"].search(
            [("profile_id", "in", self._profiles().ids)]
        )
        every = targets.with_context(active_test=False)
        lost = targets.filtered(
            lambda target: any(
                every.browse(target.id)[name]
                and not any(every.browse(target.id)[name].mapped("active"))
                for name in CONDITIONS
            )
        )
        found = [
            self._finding(
                "serious",
                self.env._(
                    "%(profile)s: '%(target)s' names only archived channels, types or "
                    "teams. Choose others or archive it.",
                    profile=target.profile_id.display_name,
                    target=every.browse(target.id).summary,
                ),
                target,
            )
            for target in lost
        ]
        return self._bounded(found, lost)
