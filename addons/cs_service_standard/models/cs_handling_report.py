from odoo import fields, models
from odoo.tools import SQL

# what a handler does leaves a row of his own: model, who and when
WORK = {
    "cs.ticket.event": ("user_id", "at"),
    "cs.ticket.node": ("create_uid", "create_date"),
    "cs.ticket.step": ("done_by", "done_at"),
    "cs.coordination": ("create_uid", "create_date"),
    "cs.coordination.task": ("create_uid", "create_date"),
    "cs.need.analysis": ("create_uid", "create_date"),
    "cs.solution": ("create_uid", "create_date"),
}
SPOKEN = ("contact", "progress", "solution", "consent", "meeting", "step_done")


class CsHandlingReport(models.Model):
    """How soon who was given a ticket began to handle it (EXE-01).

    Read from facts: from each assignment to the first thing that person did on the
    ticket before it was given to somebody else. Nothing is kept on the ticket.
    """

    _name = "cs.handling.report"
    _description = "Start of Handling"
    _auto = False
    _order = "assigned_at desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        "cs.ticket.event": ["ticket_id", "kind", "at", "user_id", "payload"],
        "cs.ticket.node": ["ticket_id", "create_uid", "create_date"],
        "cs.ticket.step": ["ticket_id", "done_by", "done_at"],
        "cs.coordination": ["ticket_id", "create_uid", "create_date"],
        "cs.coordination.task": ["ticket_id", "create_uid", "create_date"],
        "cs.need.analysis": ["ticket_id", "create_uid", "create_date"],
        "cs.solution": ["ticket_id", "create_uid", "create_date"],
        "helpdesk.ticket": ["team_id", "type_id", "company_id", "priority"],
        "mail.message": ["model", "res_id", "author_id", "message_type", "date"],
        "res.users": ["partner_id"],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    type_id = fields.Many2one("helpdesk.ticket.type", readonly=True)
    user_id = fields.Many2one("res.users", string="Agent", readonly=True)
    assigned_at = fields.Datetime(string="Assigned", readonly=True)
    started_at = fields.Datetime(
        string="Handling Started",
        readonly=True,
        help="First message, logged contact, note, step, task, plan, analysis or "
        "solution of the agent after the ticket was assigned.",
    )
    minutes = fields.Float(
        string="Minutes to the Start",
        aggregator="avg",
        readonly=True,
        help="From the assignment to the first action, on the wall clock.",
    )
    not_started = fields.Integer(
        readonly=True, help="Assigned, and nothing was done by that agent."
    )

    @property
    def _table_query(self):
        return SQL(
            """SELECT a.id, a.ticket_id, t.company_id, t.team_id, t.type_id, a.user_id,
                a.at AS assigned_at, s.at AS started_at,
                EXTRACT(EPOCH FROM s.at - a.at) / 60.0 AS minutes,
                (s.at IS NULL)::int AS not_started
            FROM (%(assigned)s) a
            JOIN helpdesk_ticket t ON t.id = a.ticket_id
            JOIN res_users u ON u.id = a.user_id
            LEFT JOIN LATERAL (
                SELECT MIN(w.at) AS at FROM (%(work)s) w
                WHERE w.at >= a.at AND w.at < COALESCE(a.until, 'infinity')
            ) s ON true
            WHERE a.user_id IS NOT NULL""",
            assigned=self._assignments(),
            work=SQL(" UNION ALL ").join(self._works()),
        )

    def _assignments(self):
        """One row per assignment, until the next one of the same ticket."""
        return SQL(
            """SELECT e.id, e.ticket_id, e.at,
                NULLIF((e.payload->>'user')::int, 0) AS user_id,
                LEAD(e.at) OVER (PARTITION BY e.ticket_id ORDER BY e.at, e.id) AS until
            FROM cs_ticket_event e
            WHERE e.kind IN ('assigned', 'received')
                AND jsonb_typeof(e.payload->'user') = 'number'"""
        )

    def _works(self):
        """Statements with the instants of what a person did on a ticket; a hook."""
        works = [
            SQL(
                """SELECT m.date AS at FROM mail_message m
                WHERE m.model = 'helpdesk.ticket' AND m.res_id = a.ticket_id
                    AND m.author_id = u.partner_id
                    AND m.message_type IN ('comment', 'email', 'sms')"""
            )
        ]
        for model, (user, at) in WORK.items():
            works.append(self._work_of(model, user, at))
        return works

    def _work_of(self, model, user, at):
        spoken = SQL("true")
        if model == "cs.ticket.event":
            spoken = SQL("r.kind IN %s", SPOKEN)
        return SQL(
            """SELECT r.%(at)s AS at FROM %(table)s r
            WHERE r.ticket_id = a.ticket_id AND r.%(user)s = a.user_id
                AND %(spoken)s""",
            at=SQL.identifier(at),
            user=SQL.identifier(user),
            table=SQL.identifier(self.env[model]._table),
            spoken=spoken,
        )

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }
