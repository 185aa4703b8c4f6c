from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.facts import FactKind
from ..engine.instants import from_epoch, to_epoch

HOUR = 3600
ENDED_HOW = {
    FactKind.RESOLVED: "solved",
    FactKind.CLOSED: "solved",
    FactKind.CANCELLED: "cancelled",
}
OUTCOME_HOW = {"resolved": "solved", "closed": "solved", "cancelled": "cancelled"}
ENDING = frozenset({FactKind.RESUMED.value, *(kind.value for kind in ENDED_HOW)})
PAUSE_KINDS = ENDING | {FactKind.PAUSED.value}


class CsTicketPause(models.Model):
    """One pause of one ticket: who stopped the clocks, why, on what evidence, how long.

    Written from facts only; it makes the hours that nobody worked visible per agent.
    """

    _name = "cs.ticket.pause"
    _description = "Ticket Pause"
    _inherit = ["cs.row.mixin"]
    _order = "started_at desc, id desc"
    _rec_name = "reason_id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    reason_id = fields.Many2one("cs.pause.reason", ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Agent", ondelete="set null", help="Who paused the ticket."
    )
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    from_stage_id = fields.Many2one(
        "helpdesk.ticket.stage",
        string="Came from Stage",
        ondelete="set null",
        help="Where the ticket goes back to when the pause is over.",
    )
    started_at = fields.Datetime(required=True, string="Paused At")
    until = fields.Datetime(
        string="At the Latest Until",
        help="The maximum of the reason; the clocks go on then by themselves.",
    )
    ended_at = fields.Datetime(help="Empty while the ticket is paused.")
    ended_how = fields.Selection(
        [
            ("hand", "By hand"),
            ("answer", "The customer answered"),
            ("automatic", "Maximum reached"),
            ("solved", "Solved or closed"),
            ("cancelled", "Cancelled or merged"),
            ("left", "Ticket left the standard"),
        ],
        string="Ended",
    )
    evidence_note = fields.Text(string="Note")
    attachment_ids = fields.Many2many(
        "ir.attachment", "cs_ticket_pause_attachment_rel", string="Files", copy=False
    )
    evidence_missing = fields.Boolean(
        string="Without Evidence",
        compute="_compute_evidence_missing",
        store=True,
        help="The reason asks for evidence that was not given.",
    )
    working_seconds = fields.Integer(
        aggregator=None, help="Working time of the ticket's service hours paused."
    )
    hours = fields.Float(
        string="Hours Paused",
        compute="_compute_hours",
        store=True,
        aggregator="sum",
        help="Working hours during which the clocks stood still.",
    )
    resume_at = fields.Datetime(help="When the scheduler has to end this pause.")
    error = fields.Char(help="Why the ticket could not be resumed; tried again.")
    is_too_long = fields.Boolean(
        string="Too Long", compute="_compute_is_too_long", search="_search_is_too_long"
    )

    _resume_idx = models.Index("(resume_at) WHERE resume_at IS NOT NULL")
    _started_idx = models.Index("(started_at)")

    @api.depends("reason_id.evidence", "evidence_note", "attachment_ids")
    def _compute_evidence_missing(self):
        for pause in self:
            given = {
                "note": bool((pause.evidence_note or "").strip()),
                "attachment": bool(pause.attachment_ids),
            }
            pause.evidence_missing = not given.get(pause.reason_id.evidence, True)

    @api.depends("working_seconds")
    def _compute_hours(self):
        for pause in self:
            pause.hours = pause.working_seconds / HOUR

    @api.depends("until", "ended_at", "ended_how")
    def _compute_is_too_long(self):
        long = self.filtered_domain(self._too_long_domain())
        for pause in self:
            pause.is_too_long = pause in long

    @api.model
    def _search_is_too_long(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._too_long_domain()
        return domain if (True in value) == (operator == "in") else ~domain

    @api.model
    def _too_long_domain(self):
        """Pauses that had to be ended, or should have been by now."""
        domain = Domain("ended_how", "=", "automatic")
        over = Domain("until", "<", fields.Datetime.now())
        return domain | (Domain("ended_at", "=", False) & over)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("Pauses are evidence: they go only with their ticket.")
            )

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }

    @api.model
    def _follow(self, events):
        """Rows for facts that begin a pause; ends for facts that end one.

        Runs as superuser: rows are never written by hand.

        :param events: new ``cs.ticket.event`` records in the order of recording
        """
        opened, ended, present = {}, {}, {}
        for event in events.sudo().filtered(lambda event: event.kind in PAUSE_KINDS):
            ticket = event.ticket_id
            pause = present.get(ticket, ticket.cs_pause_id)
            if event.kind != FactKind.PAUSED:
                opened.pop(ticket.id, None)
                ended |= pause._prepare_ends(event.at, pause._how_ended(event))
                present[ticket] = self.browse()
            elif not pause or pause._is_over(event.at):
                ended |= pause._prepare_ends(event.at, "automatic")
                present[ticket] = self.browse()
                opened[ticket.id] = self._prepare_pause_vals(event)
        self._write_ends(ended)
        pauses = self.sudo()._insert_rows(list(opened.values()))
        pauses.ticket_id._cs_note(
            {pause.ticket_id: {"cs_pause_id": pause.id} for pause in pauses}
        )

    @api.model
    def _prepare_pause_vals(self, event):
        payload, ticket = event.payload or {}, event.ticket_id
        until = payload.get("until")
        reason = payload.get("reason")
        reason_id = reason if isinstance(reason, int) else False
        actor = event.user_id
        acts = self._is_colleague(actor)
        rule = self.env["cs.pause.reason"].browse(reason_id or [])._rule()
        return {
            "ticket_id": ticket.id,
            "company_id": ticket.company_id.id,
            "team_id": ticket.team_id.id,
            "user_id": actor.id if acts else ticket.user_id.id,
            "reason_id": reason_id,
            "from_stage_id": payload.get("from") or False,
            "started_at": event.at,
            "until": from_epoch(until) if until else False,
            "resume_at": from_epoch(until) if until else False,
            "evidence_missing": rule.evidence in ("note", "attachment"),
            "working_seconds": 0,
            "hours": 0.0,
        }

    @api.model
    def _is_colleague(self, user):
        """Whether a person at the desk acts, rather than a customer or the system."""
        if user == self.env.user:  # groups are remembered: nothing is read for it
            return user.id != SUPERUSER_ID and user.has_group("base.group_user")
        return user.active and not user.share

    def _how_ended(self, event):
        """By the fact that ends it; one that is solved while it waits is solved."""
        outcome = OUTCOME_HOW.get(event.ticket_id.stage_id._cs_outcome())
        how = (event.payload or {}).get("how")
        return how or ENDED_HOW.get(event.kind) or outcome or "hand"

    def _is_over(self, at):
        return bool(self.until and self.until <= at)

    def _end(self, at, how):
        """Close open rows at ``at``, or at their maximum if that came first."""
        self._write_ends(self._prepare_ends(at, how))

    def _prepare_ends(self, at, how):
        """What is written when open rows are closed, by row."""
        found = {}
        for pause in self.filtered(lambda pause: not pause.ended_at):
            over = pause._is_over(at)
            end = max(pause.until if over else at, pause.started_at)
            worktime = pause.ticket_id._cs_ticket_worktime()
            seconds = worktime.elapsed(to_epoch(pause.started_at), to_epoch(end))
            found[pause] = {
                "ended_at": end,
                "ended_how": "automatic" if over else how,
                "working_seconds": seconds,
                "hours": seconds / HOUR,
                "resume_at": False,
                "error": False,
            }
        return found

    @api.model
    def _write_ends(self, changes):
        """Close rows, and let their tickets go on."""
        self.sudo()._update_rows(changes)
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets._cs_note({pause.ticket_id: {"cs_pause_id": False} for pause in changes})
