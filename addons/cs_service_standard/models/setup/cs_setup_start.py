from odoo import api, models
from odoo.fields import Command, Domain


class CsSetupAssistant(models.Model):
    """What the assistant proposes before anybody has answered."""

    _inherit = "cs.setup.assistant"

    @api.model
    def _is_alone(self):
        """Whether shared records are this company's own, there being no other.

        Counts as superuser: also companies this user does not belong to.
        """
        return self.env["res.company"].sudo().search_count([], limit=2) < 2

    @api.model
    def _prepare_start(self, company):
        ours = [("company_id", "in", [False, company.id])]
        standard = company.cs_profile_id or self.env.ref(
            "cs_service_standard.cs_service_profile_std", raise_if_not_found=False
        )
        channels = self.env["helpdesk.ticket.channel"].search(ours)
        types = self.env["helpdesk.ticket.type"].search([("active", "=", True)])
        teams = self._prepare_teams(company, types)
        return {
            "company_id": company.id,
            **self._prepare_hours(teams),
            "tz": self.env.user.tz or company.resource_calendar_id.tz or "UTC",
            "channel_ids": channels.ids,
            "profile_id": standard and standard.id,
            "own_copy": not self._is_alone(),
            "urgent_type_ids": types.filtered("cs_green_channel").ids,
            "lang_ids": self.env["res.lang"].search([("active", "=", True)]).ids,
            "mask": True,
            "consent_text": company.sudo().cs_consent_text,
            "consent_version": company.sudo().cs_consent_version,
            "phone_number": channels.filtered("cs_number")[:1].cs_number,
            "team_line_ids": [Command.create(vals) for vals in teams],
        }

    @api.model
    def _prepare_hours(self, lines):
        """The hours of a desk that runs already, with people in its teams."""
        teams = self.env["helpdesk.ticket.team"].browse(
            [line["team_id"] for line in lines if line.get("team_id")]
        )
        hours = teams.filtered("user_ids").cs_calendar_id
        return {"hours_kind": "own", "calendar_id": hours.id} if len(hours) == 1 else {}

    @api.model
    def _prepare_teams(self, company, types):
        """Teams with a standard, or made for one; else two, the second for hard cases.

        A team that works without a standard is added by people, if they want to.
        """
        owners = [company.id, False] if self._is_alone() else [company.id]
        teams = self.env["helpdesk.ticket.team"].search(
            Domain("company_id", "in", owners)
            & (Domain("cs_profile_id", "!=", False) | Domain("cs_standard", "=", True))
        )
        found = [
            {
                "name": team.name,
                "team_id": team.id,
                "tier": team.cs_tier,
                "type_ids": types.filtered(
                    lambda kind, to=team: kind.cs_default_team_id == to
                ).ids,
            }
            for team in teams
        ]
        return found or [
            {"name": self.env._("Customer service"), "type_ids": types.ids},
            {"name": self.env._("Second handling"), "tier": "2"},
        ]

    def _propose_people(self):
        """Who serves already; and whoever sets up manages, at first."""
        teams = self.team_line_ids.team_id
        me = self.env.user
        roles = self._roles_by_rights()
        leaders, agents = teams.user_id - me, teams.user_ids - teams.user_id - me
        people = self.env["cs.setup.person"].create(
            [
                self._prepare_person(user, roles[kind])
                for kind, users in (
                    ("manager", me),
                    ("leader", leaders.filtered("active")),
                    ("agent", agents.filtered("active")),
                )
                for user in users
                if roles[kind]
            ]
        )
        managers = people.filtered(lambda person: person.user_id == me)[:1]
        self.manager_person_id = self.last_person_id = managers

    def _prepare_person(self, user, role):
        lines = self.team_line_ids.filtered(
            lambda line: user in line.team_id.user_ids | line.team_id.user_id
        )
        return {
            "assistant_id": self.id,
            "user_id": user.id,
            "role_id": role.id,
            "team_line_ids": [] if lines == self.team_line_ids else lines.ids,
        }

    def _roles_by_rights(self):
        """Role of the chosen set for manager, leader and agent."""
        roles = self.env["cs.role"].search([("structure", "=", self.structure)])
        group = self.env.ref
        manager = group("helpdesk_mgmt.group_helpdesk_manager")
        leader = group("helpdesk_mgmt.group_helpdesk_user")
        return {
            "manager": roles.filtered(lambda r: r.group_id == manager)[:1],
            "leader": roles.filtered(lambda r: r.group_id == leader)[-1:],
            "agent": roles.filtered(lambda r: r.group_id not in manager | leader)[:1],
        }
