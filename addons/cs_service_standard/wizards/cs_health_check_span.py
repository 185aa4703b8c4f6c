from collections import defaultdict

from odoo import models

from ..wording import listed


class CsHealthCheck(models.TransientModel):
    """Whether leaders, supervisors and staff are as many as the standard asks."""

    _inherit = "cs.health.check"

    def _codes(self):
        return [*super()._codes(), "spans", "supervisors", "staff", "groups"]

    def _check_spans(self):
        """People per leader, over all teams he leads (TEM-01)."""
        found = []
        for company in self.env.companies:
            for leader, people in self._people_of_leaders(company).items():
                found += self._span_findings(company, leader, people)
        return self._bounded(found, self._teams().user_id)

    def _people_of_leaders(self, company):
        """Dict leader -> the people he leads, himself not counted."""
        people = defaultdict(self.env["res.users"].browse)
        for team in self._teams_of(company).filtered("user_id"):
            people[team.user_id] |= team.user_ids.filtered("active") - team.user_id
        return people

    def _teams_of(self, company):
        """Teams of a company that follow a standard; shared ones count for each."""
        return self._teams().filtered(
            lambda team: not team.company_id or team.company_id == company
        )

    def _span_findings(self, company, leader, people):
        count, low, high = len(people), company.cs_span_min, company.cs_span_max
        words = {
            "leader": leader.name,
            "count": count,
            "low": low,
            "high": high or self.env._("any number"),
        }
        teams = self._teams_of(company).filtered(lambda t: t.user_id == leader)
        if high and count > high:
            message = self.env._(
                "%(leader)s leads %(count)s people; %(low)s to %(high)s are usual. "
                "Divide the team, or name another leader.",
                **words,
            )
            return [self._finding("warning", message, teams)]
        if people and count < low:
            message = self.env._(
                "%(leader)s leads %(count)s people; a leader can lead %(low)s to "
                "%(high)s. Nothing to do while the service is small.",
                **words,
            )
            return [self._finding("hint", message, teams)]
        return []

    def _check_supervisors(self):
        """Teams below one supervisor (TEM-02)."""
        parents = self._teams().parent_id
        children = self.env["helpdesk.ticket.team"]._read_group(
            [("parent_id", "in", parents.ids)], ["parent_id"], ["__count"]
        )
        found = []
        for parent, count in children:
            company = parent.company_id or self.env.company
            most = company.cs_span_leaders
            if not most or count <= most or parent.cs_span_override:
                continue
            message = self.env._(
                "%(count)s teams belong to %(team)s; one supervisor leads %(most)s as "
                "a rule. Name another supervisor, or say on the team that more are "
                "intended.",
                count=count,
                team=parent.display_name,
                most=most,
            )
            found.append(self._finding("warning", message, parent))
        return self._bounded(found, parents)

    def _check_staff(self):
        """Enough people who work full time (TEM-05)."""
        found = []
        for company in self.env.companies:
            teams = self._teams_of(company)
            staff = self._staff_of(teams)
            full_time = staff.filtered(lambda user: not user.cs_part_time)
            if teams and len(full_time) < company.cs_full_time_min:
                message = self.env._(
                    "%(company)s: %(count)s of its service staff work full time, at "
                    "least %(least)s should. Add members to the teams.",
                    company=company.name,
                    count=len(full_time),
                    least=company.cs_full_time_min,
                )
                found.append(self._finding("warning", message, teams))
        return found

    def _staff_of(self, teams):
        """Members of the teams; a leader counts when he is a member, too."""
        return teams.user_ids.filtered(lambda user: user.active and not user.share)

    def _check_groups(self):
        """Support groups of a large centre (TEM-04)."""
        found = []
        everyone = self.env["helpdesk.ticket.team"]
        for company in self.env.companies:
            seats = len(self._staff_of(self._teams_of(company)))
            if not company.cs_span_seats or seats <= company.cs_span_seats:
                continue
            teams = everyone.search([("company_id", "in", [False, company.id])])
            there = set(teams.mapped("cs_function"))
            names = [
                name
                for code, name in everyone._selection_cs_function()
                if code not in there
            ]
            if names:
                message = self.env._(
                    "%(company)s has %(seats)s service people and no group for "
                    "%(groups)s. Create the team, or say on one that it does this.",
                    company=company.name,
                    seats=seats,
                    groups=listed(self.env, names),
                )
                found.append(self._finding("warning", message, self._teams()))
        return found
