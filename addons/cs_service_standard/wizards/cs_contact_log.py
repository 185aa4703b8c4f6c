from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.facts import FactKind

ENDING = ("quality", "acceptance", "followup", "closed")


class CsContactLog(models.TransientModel):
    """A call, visit or chat the system cannot see: two fields and Enter.

    It counts as contact with the customer and stops the clocks that wait for one.
    """

    _name = "cs.contact.log"
    _description = "Log Contact"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    medium = fields.Selection(
        [("call", "Call"), ("visit", "Visit"), ("chat", "Chat"), ("letter", "Letter")],
        string="Contact By",
        default="call",
        required=True,
    )
    purpose = fields.Selection(
        [
            ("first", "First contact"),
            ("other", "In between"),
            ("result", "Tell the result"),
        ],
        string="What For",
        compute="_compute_purpose",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Tell the result: the customer hears what came out and is asked whether "
        "he is satisfied. A ticket is closed only after that.",
    )
    satisfied = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("unknown", "Did not say")],
        string="Customer Satisfied",
        help="Ask: is the matter settled for you?",
    )
    summary = fields.Char(
        string="What was said",
        required=True,
        help="One sentence; the customer does not see it.",
    )
    at = fields.Datetime(string="When", default=fields.Datetime.now, required=True)
    urgency = fields.Selection(
        [("high", "High"), ("low", "Low"), ("other", "Other")],
        compute="_compute_urgency",
    )
    details_confirmed = fields.Boolean(
        help="The details of the request were confirmed with the customer."
    )
    plan_told = fields.Boolean(help="The customer knows how the request is handled.")
    expected_resolution = fields.Datetime(
        help="When the customer may expect the solution."
    )

    @api.depends("ticket_id")
    def _compute_urgency(self):
        """What the first contact must settle depends on priority (RSP-15, RSP-17)."""
        for log in self:
            ticket = log.ticket_id
            waiting = ticket.cs_clock_ids.filtered(
                lambda c: c.metric == "first_contact" and c.state == "running"
            )
            if not waiting:
                log.urgency = "other"
            elif ticket.priority >= "2":
                log.urgency = "high"
            else:
                log.urgency = "low" if ticket.priority == "0" else "other"

    @api.depends("ticket_id", "urgency")
    def _compute_purpose(self):
        """Guessed from where the ticket stands; a choice made stays."""
        for log in self:
            if log.ticket_id.cs_phase in ENDING:
                log.purpose = log.purpose or "result"
            else:
                first = log.ticket_id.cs_clock_ids.filtered(
                    lambda c: c.metric == "first_contact" and c.state == "running"
                )
                log.purpose = log.purpose or ("first" if first else "other")

    @api.constrains("at")
    def _check_at(self):
        for log in self:
            if log.at > fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "The contact on ticket %(ticket)s lies in the future: enter "
                        "when it took place.",
                        ticket=log.ticket_id.number,
                    )
                )

    def action_log(self):
        """Write the note, record the contact, close the dialogue."""
        self.ensure_one()
        ticket = self.ticket_id
        ticket.check_access("write")
        self._check_complete()
        mediums = dict(self._fields["medium"]._description_selection(self.env))
        ticket.message_post(
            body=Markup("<b>%s</b> %s") % (mediums[self.medium], self.summary),
            subtype_xmlid="mail.mt_note",
        )
        ticket._cs_record_fact(
            FactKind.CONTACT,
            at=self.at,
            payload={
                "medium": self.medium,
                "details": self.details_confirmed,
                "plan": self.plan_told,
                "purpose": self.purpose,
                "satisfied": self.purpose == "result" and self.satisfied,
            },
        )
        ticket._cs_set_first_responder(self.env.user)
        if self.expected_resolution:
            ticket.cs_follow_up_at = self.expected_resolution
        # last: it may pass the ticket on to people of another team
        self._note_result()
        return {"type": "ir.actions.act_window_close"}

    def _note_result(self):
        """Note that the customer heard the result, and what he says to it (EXE-09)."""
        if self.purpose != "result" or not self.ticket_id._cs_following():
            return
        sheet = self.ticket_id._cs_executions(create=True)[self.ticket_id.id]
        sheet._note_told(self.at, self.satisfied)
        if self.satisfied == "no":
            self.ticket_id._cs_begin_second_handling(self.summary, self.at)

    def _check_complete(self):
        if self.purpose == "result" and not self.satisfied:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s: ask the customer whether he is satisfied with "
                    "the result, and enter the answer.",
                    ticket=self.ticket_id.number,
                )
            )
        if self.at < self.ticket_id.cs_received_at:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s was received later than this contact: correct "
                    "the time of the contact.",
                    ticket=self.ticket_id.number,
                )
            )
        if self.urgency == "high" and not (self.details_confirmed and self.plan_told):
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s has high priority: confirm the details with the "
                    "customer and tell the plan, then tick both.",
                    ticket=self.ticket_id.number,
                )
            )
        if self.urgency == "low" and not self.expected_resolution:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s needs the expected time of its solution, as "
                    "told to the customer.",
                    ticket=self.ticket_id.number,
                )
            )
