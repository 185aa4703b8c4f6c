from odoo import api, fields, models

from ..engine.instants import to_epoch
from ..engine.targets import Mode
from ..engine.worktime import ELAPSED


class CsTicketHandover(models.Model):
    """One passing on of a ticket: from whom, to whom, and when it was taken over.

    Keeps the instant of the answer and how long it took, on the wall and in working
    time, also where no target was promised.
    """

    _name = "cs.ticket.handover"
    _description = "Hand-over"
    _order = "handed_at desc, id desc"
    _log_access = False
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    handed_at = fields.Datetime(string="Handed Over", required=True)
    handed_by_id = fields.Many2one(
        "res.users", string="Handed Over By", ondelete="set null"
    )
    from_team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    from_user_id = fields.Many2one(
        "res.users", string="From Person", ondelete="set null"
    )
    to_team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    to_user_id = fields.Many2one(
        "res.users",
        string="To Person",
        ondelete="set null",
        help="Empty: the queue of the team.",
    )
    reason = fields.Text()
    wait_minutes = fields.Integer(string="Wait Told (min)", aggregator="avg")
    state = fields.Selection(
        [
            ("pending", "Not yet taken over"),
            ("accepted", "Taken over"),
            ("refused", "Given back"),
            ("passed_on", "Passed on"),
        ],
        string="Status",
        default="pending",
        required=True,
    )
    answered_at = fields.Datetime(
        string="Answered", help="When the receiver took it over or gave it back."
    )
    answered_by_id = fields.Many2one("res.users", ondelete="set null")
    answer_reason = fields.Text(string="Why Given Back")
    calendar_id = fields.Many2one(
        "resource.calendar",
        ondelete="set null",
        help="Service hours in which the working time was counted; empty: round the "
        "clock.",
    )
    wall_seconds = fields.Integer(string="Time on the Wall", aggregator="avg")
    working_seconds = fields.Integer(string="Working Time", aggregator="avg")
    wall_text = fields.Char(compute="_compute_texts", string="Took")
    working_text = fields.Char(compute="_compute_texts", string="In Working Time")

    _pending_idx = models.Index("(ticket_id) WHERE state = 'pending'")

    @api.depends("wall_seconds", "working_seconds", "answered_at")
    @api.depends_context("lang")
    def _compute_texts(self):
        duration = self.env["cs.ticket.clock"]._duration
        for handover in self:
            done = handover.answered_at
            handover.wall_text = done and duration(handover.wall_seconds)
            handover.working_text = done and duration(handover.working_seconds)

    @api.model
    def _pending_of(self, tickets):
        """The hand-overs of the tickets that nobody has answered; in one query."""
        domain = [("ticket_id", "in", tickets.ids), ("state", "=", "pending")]
        return self.sudo().search(domain)

    def _answer(self, state, reason=False):
        """Close the hand-overs and note how long the answer took (case 48)."""
        now = fields.Datetime.now()
        for handover in self:
            calendar_id = handover._receiving_calendar()
            start, end = to_epoch(handover.handed_at), to_epoch(now)
            time = handover._worktime(calendar_id)
            handover.write(
                {
                    "state": state,
                    "answered_at": now,
                    "answered_by_id": self.env.uid,
                    "answer_reason": reason,
                    "calendar_id": calendar_id,
                    "wall_seconds": end - start,
                    "working_seconds": time.elapsed(start, end),
                }
            )

    def _receiving_calendar(self):
        """Id of the calendar the receiver works by, ``False`` for round the clock."""
        ticket = self.ticket_id
        service = self.env["cs.clock.service"]
        calendar_id, _fallback = service._calendar_of(
            self.to_team_id.id or ticket.team_id.id,
            ticket.cs_profile_id.id,
            ticket.company_id.id,
            service._contract_calendar(ticket),
        )
        return calendar_id or False

    @api.model
    def _worktime(self, calendar_id):
        if not calendar_id:
            return ELAPSED
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        return calendar._cs_worktime(Mode.WORKING_HOURS.value)
