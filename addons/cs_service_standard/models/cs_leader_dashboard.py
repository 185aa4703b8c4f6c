from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

DAYS = 14
AGENT = "helpdesk_mgmt.group_helpdesk_user_own"


class CsLeaderDashboard(models.AbstractModel):
    """What burns this morning: figures, each with the list that it counts.

    Everything is read as the user who asks, so that he sees what his record rules
    let him see; nothing is stored.
    """

    _name = "cs.leader.dashboard"
    _description = "Morning Dashboard"

    @api.model
    @api.readonly
    def get_figures(self, team=None, period="today"):
        """Everything the dashboard shows, in a fixed number of queries.

        :param team: id of a team, 0: all, ``None``: those of the user if there are any
        :param period: "today", "yesterday", "week" or "month"; what targets are shown
            for
        """
        if not self.env.user.has_group(AGENT):
            raise AccessError(
                self.env._("The morning dashboard is for people of the helpdesk.")
            )
        teams, mine = self._teams()
        if team is None:
            team = "mine" if mine else 0
        chosen = mine if team == "mine" else teams.filtered(lambda t: t.id == team)
        scope = Domain("team_id", "in", chosen.ids) if team else Domain.TRUE
        return {
            "team": team,
            "teams": [{"id": t.id, "name": t.name} for t in teams],
            "mine": bool(mine),
            "ready": bool(teams),
            "tiles": self._tiles(scope, self._instants()),
            "agents": self._agents(scope, chosen if team else teams),
            "heat": self._heat(scope),
            "targets": self._targets(scope, period),
        }

    @api.model
    def _teams(self):
        """Teams that follow a standard, and those the user leads or works in."""
        teams = self.env["helpdesk.ticket.team"].search(
            [("cs_profile_id", "!=", False)], order="name, id"
        )
        user = self.env.user
        return teams, teams.filtered(
            lambda team: team.user_id == user or user in team.user_ids
        )

    @api.model
    def _instants(self):
        """This hour of the last days, the last one being now."""
        now = fields.Datetime.now()
        return [now - timedelta(days=days) for days in reversed(range(DAYS))]

    @api.model
    def _to_action(self, name, model, domain, view=None):
        """The list behind a figure."""
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": list(domain),
            "views": [[False, "list"], [False, "form"]],
        }
        if view:
            view_id = self.env["ir.model.data"]._xmlid_to_res_id(
                f"cs_service_standard.{view}"
            )
            action["views"][0][0] = view_id
        return action

    @api.model
    def _agents(self, scope, teams):
        """Who has how much: open and late tickets, load against the average."""
        tickets = self.env["helpdesk.ticket"]
        is_open = scope & Domain("stage_id.closed", "=", False)
        counts = dict(tickets._read_group(is_open, ["user_id"], ["__count"]))
        is_late = is_open & Domain(self._late_domain())
        late = dict(tickets._read_group(is_late, ["user_id"], ["__count"]))
        people = teams.user_ids.filtered("active")
        people |= self.env["res.users"].union(*counts)
        total = sum(counts.get(user, 0) for user in people)
        mean = total / len(people) if total else 0
        rows = [
            self._to_agent_row(user, is_open, counts.get(user, 0), late, mean)
            for user in (self.env["res.users"], *people)
            if user or counts.get(user)
        ]
        return sorted(rows, key=self._agent_order)

    @api.model
    def _agent_order(self, row):
        """Tickets without owner first, then who needs help most."""
        return bool(row["id"]), -row["late"], -row["open"]

    @api.model
    def _to_agent_row(self, user, is_open, count, late, mean):
        """:param mean: open tickets of the agents listed, on average"""
        name = user.name or self.env._("Nobody yet")
        return {
            "id": user.id,
            "name": name,
            "open": count,
            "late": late.get(user, 0),
            "load": round(100 * count / mean) if user and mean else None,
            "action": self._to_action(
                name,
                "helpdesk.ticket",
                is_open & Domain("user_id", "=", user.id),
                "helpdesk_ticket_view_list_morning",
            ),
        }

    @api.model
    def _heat(self, scope):
        """Breaches of four weeks by the hour and week day the request came in."""
        since = self._midnight(-28)
        domain = scope & Domain("broken", "=", 1) & Domain("started_at", ">=", since)
        groups = self.env["cs.sla.report"]._read_group(
            domain, ["started_weekday", "started_hour"], ["broken:sum"]
        )
        action = self._to_action(self.env._("Breached So Far"), "cs.sla.report", domain)
        action["views"] = [[False, "list"], [False, "pivot"]]
        return {
            "cells": [
                {"weekday": int(day), "hour": int(hour), "count": count}
                for day, hour, count in groups
            ],
            "action": action,
        }

    @api.model
    def _midnight(self, days):
        """Midnight so many days from today where the reader is, as UTC."""
        zone = ZoneInfo(self.env.tz.zone)
        now = fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone)
        day = now.date() + timedelta(days=days)
        local = datetime.combine(day, time.min, zone)
        return fields.Datetime.to_string(local.astimezone(UTC).replace(tzinfo=None))
