from odoo import models


class CsHealthCheck(models.TransientModel):
    """Whom an escalation reaches."""

    _inherit = "cs.health.check"

    def _check_manager(self):
        profiles = self._profiles().filtered(
            lambda p: not p.manager_id.active or not p.manager_id.email
        )
        if not profiles:
            return []
        return [
            self._finding(
                "warning",
                self.env._(
                    "Profile %(profiles)s has no service manager with an e-mail "
                    "address: who answers when a ticket has neither owner nor leader? "
                    "Choose one.",
                    profiles=self._named(profiles),
                ),
                profiles,
            )
        ]

    def _check_fallback(self):
        companies = self.env.companies.filtered(
            lambda c: not c.cs_escalation_user_id.active
        )
        if not companies or not self._teams():
            return []
        return [
            self._finding(
                "warning",
                self.env._(
                    "%(companies)s: nobody is named who is told at last. Settings, "
                    "Helpdesk, 'Tell at Last': choose somebody who is always there.",
                    companies=self._named(companies),
                ),
                res_model="res.config.settings",
                action_xmlid="helpdesk_mgmt.action_helpdesk_mgmt_config_settings",
            )
        ]

    def _check_chain(self):
        """Teams whose escalations end with whoever happens to be a manager."""
        teams = self._teams().filtered(lambda team: not self._has_chain(team))
        if not teams:
            return []
        return [
            self._finding(
                "serious",
                self.env._(
                    "Escalations of %(teams)s reach nobody in charge: there is neither "
                    "leader, service manager nor a person to tell at last. Choose a "
                    "leader.",
                    teams=self._named(teams),
                ),
                teams,
            )
        ]

    def _has_chain(self, team):
        companies = team.company_id or self.env.companies
        people = team.user_id | team.parent_id.user_id | team.cs_profile_id.manager_id
        people |= companies.cs_escalation_user_id
        return any(person.active and not person.share for person in people)

    def _check_ladders(self):
        """Levels that name people who have left, and ladders without levels."""
        targets = self.env["cs.sla.target"].search(
            [("profile_id", "in", self._profiles().ids), ("ladder_id", "!=", False)]
        )
        ladders = targets.ladder_id.with_context(active_test=False)
        found = []
        empty = ladders.filtered(lambda ladder: not ladder.level_ids)
        if empty:
            found.append(
                self._finding(
                    "serious",
                    self.env._(
                        "Ladder %(ladders)s has no level: only the plain warning and "
                        "the breach are told. Add its levels.",
                        ladders=self._named(empty),
                    ),
                    empty,
                )
            )
        stale = ladders.filtered(
            lambda ladder: any(not user.active for user in ladder.level_ids.user_ids)
        )
        if stale:
            gone = stale.level_ids.user_ids.filtered(lambda user: not user.active)
            found.append(
                self._finding(
                    "warning",
                    self.env._(
                        "Ladder %(ladders)s names people who no longer work here: "
                        "%(people)s. Replace them.",
                        ladders=self._named(stale),
                        people=self._named(gone, "name"),
                    ),
                    stale,
                )
            )
        return found

    def _check_addresses(self):
        """People who are to be told and have no e-mail address."""
        teams = self._teams()
        people = teams.user_id | teams.user_ids | teams.cs_profile_id.manager_id
        people |= self.env.companies.cs_escalation_user_id
        people = people.filtered(lambda user: user.active and not user.email)
        if not people:
            return []
        return [
            self._finding(
                "warning",
                self.env._(
                    "No e-mail address: %(people)s. Warnings and breaches reach them "
                    "only as to-dos. Enter their addresses.",
                    people=self._named(people, "name"),
                ),
                people,
            )
        ]
