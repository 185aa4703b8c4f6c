from odoo import api, models
from odoo.fields import Command


class CsHistoryImport(models.AbstractModel):
    """Where recorded requests go that are only to be measured: a team of their own."""

    _inherit = "cs.history.import"

    @api.model
    def _set_up(self, plan):
        """A team of its own for measuring, with the hours and promises of a plan.

        :param plan: ``engine.log_plan.LogPlan``; without targets the team follows
            the profile of the company
        :return: the team
        """
        name = plan.name or self.env._("Imported history")
        calendars = self._create_calendars(plan)
        profile = self.env.company.cs_profile_id
        if plan.targets:
            profile = self.env["cs.service.profile"].create(
                {
                    "name": name,
                    "code": "IMPORTED",
                    "state": "in_force",
                    "target_ids": [
                        Command.create(vals)
                        for vals in self._prepare_target_vals(plan, calendars)
                    ],
                }
            )
        return self.env["helpdesk.ticket.team"].create(
            {
                "name": name,
                "cs_profile_id": profile.id,
                "cs_calendar_id": next(
                    iter(calendars.values()), profile.calendar_id
                ).id,
            }
        )

    @api.model
    def _create_calendars(self, plan):
        calendars = self.env["resource.calendar"].create(
            [
                {
                    "name": week.name,
                    "tz": week.timezone,
                    "company_id": False,
                    "attendance_ids": [Command.clear()]
                    + [
                        Command.create(self._prepare_attendance_vals(day, *hours))
                        for day in week.days
                        for hours in week.hours
                    ],
                }
                for week in plan.calendars
            ]
        )
        return {calendar.name: calendar for calendar in calendars}

    @api.model
    def _prepare_attendance_vals(self, day, start, end):
        period = "morning" if end <= 12 else "afternoon" if start >= 12 else "full_day"
        return {
            "name": f"{start:g}-{end:g}",
            "dayofweek": str(day),
            "hour_from": start,
            "hour_to": end,
            "day_period": period,
        }

    @api.model
    def _prepare_target_vals(self, plan, calendars):
        """One line per target and priority; a target for all priorities is one."""
        lines = []
        for target in plan.targets:
            vals = {
                "metric": target.metric,
                "limit_value": target.seconds,
                "limit_unit": "second",
                "mode": "working_hours" if target.calendar else "elapsed",
                "calendar_id": calendars[target.calendar].id
                if target.calendar
                else False,
                "strict": target.strict,
                "pausable": target.pausable,
                "warn_percent": 0,
            }
            every = set(target.priorities) == set("0123")
            lines += [
                dict(vals, priority_min=priority, priority_max=priority)
                for priority in (() if every else target.priorities)
            ] or [vals]
        return lines
