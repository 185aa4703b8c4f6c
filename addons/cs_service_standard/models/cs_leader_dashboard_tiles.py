from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

TICKETS = "helpdesk.ticket"
LIST = "helpdesk_ticket_view_list_morning"
LATE = [("state", "in", ["running", "paused"]), ("due_at", "<", "now")]
AT_RISK = [
    ("state", "=", "running"),
    ("due_at", ">=", "now"),
    ("due_at", "<=", "now +2H"),
]


class CsLeaderDashboard(models.AbstractModel):
    """The tiles: a number, the list it counts, and how it was on the days before."""

    _inherit = "cs.leader.dashboard"

    @api.model
    def _tiles(self, scope, instants):
        """Tiles in their order; other addons add theirs.

        :param scope: ``Domain`` on records with a ``team_id``
        :param instants: the moments a spark line shows, the last one being now
        :return: list of dicts, see ``_to_tile``
        """
        risk, late = self._due_history(scope, instants)
        return [
            self._to_tile(
                "risk",
                self.env._("At risk"),
                self.env._("due within 2 hours"),
                "fa-hourglass-half",
                risk,
                self._to_action(
                    self.env._("At risk"), TICKETS, scope & self._risk_domain(), LIST
                ),
            ),
            self._to_tile(
                "late",
                self.env._("Late"),
                self.env._("a promise is broken and still open"),
                "fa-fire",
                late,
                self._to_action(
                    self.env._("Late"), TICKETS, scope & self._late_domain(), LIST
                ),
            ),
        ]

    @api.model
    def _to_tile(self, key, label, hint, icon, series, action):
        """A tile whose number is counted by the domain of the list behind it."""
        value = self.env[action["res_model"]].search_count(action["domain"])
        return {
            "key": key,
            "label": label,
            "hint": hint,
            "icon": icon,
            "value": value,
            "series": [*series[:-1], value],
            "action": action,
        }

    @api.model
    def _late_domain(self):
        return Domain("cs_clock_ids", "any", LATE)

    @api.model
    def _risk_domain(self):
        return Domain("cs_clock_ids", "any", AT_RISK)

    @api.model
    def _due_history(self, scope, instants):
        """Tickets that were at risk, and late, at each of the instants.

        :return: two lists of numbers
        """
        clocks = self.env["cs.ticket.clock"]
        query = clocks._search(
            scope
            & Domain("ticket_id.active", "=", True)
            & Domain("due_at", "!=", False)
            & Domain("started_at", "<=", fields.Datetime.to_string(instants[-1]))
            & (
                Domain("stopped_at", "=", False)
                | Domain("stopped_at", ">", fields.Datetime.to_string(instants[0]))
            )
        )
        names = ("ticket_id", "started_at", "due_at", "stopped_at")
        found = query.select(*(SQL.identifier(clocks._table, name) for name in names))
        rows = self.env.execute_query(
            SQL(
                """SELECT
                    COUNT(DISTINCT c.ticket_id) FILTER (
                        WHERE c.due_at BETWEEN day.at AND day.at + interval '2 hours'),
                    COUNT(DISTINCT c.ticket_id) FILTER (WHERE c.due_at < day.at)
                FROM unnest(%s::timestamp[]) AS day(at)
                LEFT JOIN (%s) c ON c.started_at <= day.at
                    AND (c.stopped_at IS NULL OR c.stopped_at > day.at)
                GROUP BY day.at ORDER BY day.at""",
                instants,
                found,
            )
        )
        return [row[0] for row in rows], [row[1] for row in rows]

    @api.model
    def _open_history(self, model, domain, begin, end, instants):
        """Records of a domain that were open at each of the instants.

        :param begin: ``SQL`` of a column that says since when a record is open
        :param end: ``SQL`` of one that says until when, empty while it is
        """
        query = self.env[model]._search(domain)
        rows = self.env.execute_query(
            SQL(
                """SELECT COUNT(r.id)
                FROM unnest(%(instants)s::timestamp[]) AS day(at)
                LEFT JOIN (
                    SELECT id, %(begin)s AS since, %(end)s AS until FROM %(table)s
                    WHERE id IN %(found)s
                ) r ON r.since <= day.at AND (r.until IS NULL OR r.until > day.at)
                GROUP BY day.at ORDER BY day.at""",
                instants=instants,
                begin=begin,
                end=end,
                table=SQL.identifier(self.env[model]._table),
                found=query.subselect(),
            )
        )
        return [row[0] for row in rows]
