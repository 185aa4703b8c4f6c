from odoo import models

from ..wording import listed


class CsHealthCheck(models.TransientModel):
    """Teams, channels and profiles."""

    _inherit = "cs.health.check"

    def _check_profile(self):
        """A standard nobody follows, and teams that follow one not in force."""
        teams = self.env["helpdesk.ticket.team"].search(
            [
                ("cs_profile_id.state", "!=", "in_force"),
                ("cs_profile_id", "!=", False),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ]
        )
        found = []
        if teams:
            found.append(
                self._finding(
                    "serious",
                    self.env._(
                        "Profile %(profiles)s is a draft: tickets of %(teams)s have no "
                        "clocks. Put it in force or give the teams another one.",
                        profiles=self._named(teams.cs_profile_id),
                        teams=self._named(teams),
                    ),
                    teams.cs_profile_id,
                )
            )
        if not self._teams():
            found.append(
                self._finding(
                    "serious",
                    self.env._(
                        "No team follows a profile in force: no clock runs at all. "
                        "Choose the profile of a team."
                    ),
                    res_model="helpdesk.ticket.team",
                    domain=[("active", "=", True)],
                )
            )
        return found

    def _check_calendar(self):
        teams = self._teams().filtered("cs_calendar_warning")
        found = [
            self._finding("serious", team.cs_calendar_warning, team) for team in teams
        ]
        return self._bounded(found, teams)

    def _check_leader(self):
        teams = self._teams()
        teams = teams.filtered(lambda t: not t.user_id or not t.user_id.active)
        if not teams:
            return []
        return [
            self._finding(
                "warning",
                self.env._(
                    "Teams without a leader who works here: %(teams)s. Breaches go to "
                    "the service manager instead. Choose a leader.",
                    teams=self._named(teams),
                ),
                teams,
            )
        ]

    def _check_channels(self):
        """Every channel has a response target and a rule for customers (INT-02)."""
        found = []
        for profile in self._profiles():
            channels = profile._cs_channels_without_target()
            if channels:
                found.append(
                    self._finding(
                        "warning",
                        self.env._(
                            "Profile %(profile)s promises no response over "
                            "%(channels)s: add a response target for all channels, or "
                            "one that names the channel or its kind.",
                            profile=profile.display_name,
                            channels=self._named(channels),
                        ),
                        profile,
                    )
                )
        silent = self.env["helpdesk.ticket.channel"].search(
            [
                ("cs_reply_rule", "=", False),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ]
        )
        if silent and self._teams():
            found.append(
                self._finding(
                    "hint",
                    self.env._(
                        "Customers are not told what to expect over %(channels)s: "
                        "write the response rule of the channel.",
                        channels=self._named(silent),
                    ),
                    silent,
                )
            )
        return found

    def _check_phone(self):
        """INT-15: an 800 number alone cannot be dialled from mobile telephones."""
        channels = self.env["helpdesk.ticket.channel"]
        found = []
        for company in self.env.companies:
            warning = channels._cs_phone_coverage_warning(company)
            if warning:
                phones = channels.search(
                    [
                        ("cs_is_phone", "=", True),
                        ("company_id", "in", [False, company.id]),
                    ]
                )
                found.append(self._finding("warning", warning, phones))
        return found

    def _check_templates(self):
        """Letters that customers or colleagues would not get."""
        missing = [
            xmlid
            for xmlid in self._expected_templates()
            if not self.env.ref(xmlid, raise_if_not_found=False)
        ]
        if not missing:
            return []
        return [
            self._finding(
                "warning",
                self.env._(
                    "Mail templates are missing: %(names)s. Their letters are sent "
                    "plain or not at all; updating the addon brings them back.",
                    names=listed(
                        self.env, [name.partition(".")[2] for name in missing]
                    ),
                ),
            )
        ]

    def _expected_templates(self):
        """External ids of the letters this addon sends; extended by other addons."""
        names = (
            "acknowledgement",
            "escalation_digest",
            "silence_reminder",
            "silence_closing",
        )
        return [f"cs_service_standard.mail_template_{name}" for name in names]

    def _check_import(self):
        """Policies of helpdesk_mgmt_sla that could be promises here."""
        waiting = self.env["cs.sla.import"]._policies_to_import()
        if not waiting:
            return []
        return [
            self._finding(
                "hint",
                self.env._(
                    "SLA policies of helpdesk_mgmt_sla not imported yet: %(names)s.",
                    names=self._named(waiting),
                ),
                res_model="cs.sla.import",
                action_xmlid="cs_service_standard.cs_sla_import_action",
            )
        ]
