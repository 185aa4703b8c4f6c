from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.figures import LATENESS_BOUNDS, Lateness

OVERDUE = SQL("c.state IN ('running', 'paused') AND c.due_at < now.at")
CLOSED = SQL("c.state IN ('met', 'missed')")
GOAL_GONE = SQL("c.state = 'running' AND c.goal_due_at < now.at")


class CsSlaReport(models.Model):
    """Where the report reads: one statement over the clocks, no table of its own."""

    _inherit = "cs.sla.report"

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM %s", self._select(), self._from())

    @api.model
    def _select(self):
        """Columns of the report; other addons add theirs."""
        return SQL(", ").join(
            [
                SQL(
                    """c.id, c.ticket_id, c.company_id, c.team_id, c.user_id,
                    c.channel_id, c.type_id, c.priority, c.profile_id, c.target_id,
                    c.metric, c.version, c.started_at"""
                ),
                self._select_times(),
                self._select_counts(),
                self._select_durations(),
            ]
        )

    @api.model
    def _select_times(self):
        local = SQL("(c.started_at AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)")
        return SQL(
            """CASE WHEN %(closed)s THEN LEAST(c.stopped_at, c.due_at)
                    WHEN %(overdue)s THEN c.due_at END AS judged_at,
            to_char(%(local)s, 'HH24') AS started_hour,
            to_char(%(local)s, 'ID') AS started_weekday""",
            closed=CLOSED,
            overdue=OVERDUE,
            local=local,
        )

    @api.model
    def _select_counts(self):
        return SQL(
            """CASE WHEN c.state = 'missed' THEN '1_missed'
                    WHEN %(overdue)s THEN '2_late'
                    WHEN c.state = 'met' THEN '4_met'
                    WHEN c.state = 'cancelled' THEN '5_cancelled'
                    ELSE '3_open' END AS outcome,
            (c.state = 'met')::int AS met,
            (c.state = 'missed')::int AS missed,
            %(overdue)s::int AS late_open,
            (c.state = 'missed' OR %(overdue)s)::int AS broken,
            (c.state = 'cancelled')::int AS cancelled,
            CASE c.state WHEN 'met' THEN 1.0 WHEN 'missed' THEN 0.0 END AS compliance,
            CASE WHEN c.state = 'met' THEN 1.0
                 WHEN c.state = 'missed' OR %(overdue)s THEN 0.0
                 END AS compliance_so_far,
            COALESCE(c.goal_met = 'yes', false)::int AS goal_met,
            (COALESCE(c.goal_met = 'no', false) OR %(gone)s)::int AS goal_missed,
            CASE WHEN c.goal_met = 'yes' THEN 1.0
                 WHEN c.goal_met = 'no' OR %(gone)s THEN 0.0 END AS goal_share,
            NULLIF(target.goal_percent, 0)::numeric / 100 AS goal_wanted""",
            overdue=SQL("COALESCE(%s, false)", OVERDUE),
            gone=SQL("COALESCE(%s, false)", GOAL_GONE),
        )

    @api.model
    def _select_durations(self):
        steps = SQL(" ").join(
            SQL("WHEN c.late_seconds <= %s THEN %s", bound, step.value)
            for bound, step in LATENESS_BOUNDS
        )
        return SQL(
            """CASE WHEN c.state = 'missed' THEN %(lateness)s END AS lateness,
            CASE WHEN %(closed)s THEN c.working_seconds END AS used_seconds,
            CASE WHEN %(closed)s THEN c.working_seconds / 3600.0 END AS used_hours,
            CASE WHEN %(closed)s THEN c.working_seconds / 60.0 END AS used_minutes,
            CASE WHEN %(closed)s THEN c.wall_seconds / 3600.0 END AS wall_hours,
            CASE WHEN %(closed)s THEN c.paused_seconds / 3600.0 END AS paused_hours,
            CASE c.state WHEN 'missed' THEN c.late_seconds / 3600.0 END
                AS late_hours""",
            closed=CLOSED,
            lateness=SQL("CASE %s ELSE %s END", steps, Lateness.MORE.value),
        )

    @api.model
    def _from(self):
        """Clocks with what is needed to place them in their own week."""
        return SQL(
            """cs_ticket_clock c
            CROSS JOIN (SELECT %s::timestamp AS at) now
            LEFT JOIN cs_sla_target target ON target.id = c.target_id
            LEFT JOIN helpdesk_ticket_team team ON team.id = c.team_id
            LEFT JOIN cs_service_profile profile ON profile.id = c.profile_id
            LEFT JOIN res_company company ON company.id = c.company_id
            LEFT JOIN resource_calendar own ON own.id = c.calendar_id
            LEFT JOIN resource_calendar of_team ON of_team.id = team.cs_calendar_id
            LEFT JOIN resource_calendar std ON std.id = profile.calendar_id
            LEFT JOIN resource_calendar base ON base.id = company.resource_calendar_id
            CROSS JOIN LATERAL (
                SELECT COALESCE(own.tz, of_team.tz, std.tz, base.tz, 'UTC') AS tz
            ) zone""",
            fields.Datetime.now(),
        )
