from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.facts import FactKind

END_KINDS = (FactKind.RESOLVED, FactKind.CLOSED, FactKind.CANCELLED)


class HelpdeskTicket(models.Model):
    """What happens when the customer writes after the end: nothing he says is lost.

    No clock starts by itself: "thanks" is no complaint. Soon after the end a person
    decides; later the message is a request of its own.
    """

    _inherit = "helpdesk.ticket"

    cs_reopen_activity_id = fields.Many2one(
        "mail.activity",
        string="Question of Reopening",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="base.group_user",
    )
    cs_reopen_asked = fields.Boolean(
        string="Reopen?",
        compute="_compute_cs_reopen",
        groups="base.group_user",
        help="The customer wrote after the end and nobody has decided yet.",
    )
    cs_can_reopen = fields.Boolean(
        string="Can Be Reopened",
        compute="_compute_cs_reopen",
        groups="base.group_user",
    )

    @api.depends("stage_id", "duplicate_id", "cs_reopen_activity_id.active")
    def _compute_cs_reopen(self):
        following = self._cs_following()
        for ticket in self:
            over = bool(ticket.stage_id._cs_outcome())
            ticket.cs_can_reopen = (
                over and ticket in following and not ticket.duplicate_id
            )
            asked = ticket.sudo().cs_reopen_activity_id.active
            ticket.cs_reopen_asked = ticket.cs_can_reopen and asked

    def action_cs_reopen(self):
        """Take the ticket up again; its clocks go on or start anew, as promised."""
        self.check_access("write")
        self._cs_reopen()

    def action_cs_leave_closed(self):
        """The customer's words need no work: the question is answered."""
        self.check_access("write")
        self.sudo().cs_reopen_activity_id.filtered("active").action_done()

    def _cs_reopen(self):
        """Put ended tickets back to work.

        Runs as superuser: the answer of a customer may do so, and no gate is passed.
        """
        over = self.sudo().filtered(lambda ticket: ticket.stage_id._cs_outcome())
        over = over.with_context(cs_resumes="reopened")
        for stage, tickets in over.grouped(lambda t: t._cs_stage_to_go_on()).items():
            if not stage:
                raise UserError(
                    self.env._(
                        "Ticket %s has no stage to go on in: give its team a stage "
                        "that is not closed.",
                        tickets[0].number,
                    )
                )
            tickets.write({"stage_id": stage.id})

    def _cs_after_reopening(self):
        """What said that the tickets were over does not hold any longer."""
        reopened = self.sudo().filtered(lambda ticket: not ticket.stage_id.closed)
        reopened.cs_reopen_activity_id.filtered("active").action_done()
        stale = reopened.filtered(lambda t: t.closed_date or t.cs_reopen_activity_id)
        stale.write({"closed_date": False, "cs_reopen_activity_id": False})

    def _cs_record_message(self, message):
        result = super()._cs_record_message(message)
        ticket = self.sudo()
        if ticket.duplicate_id or ticket.stage_id._cs_outcome():
            kind = self._cs_message_kind(message)
            if kind in (FactKind.CUSTOMER, FactKind.STRANGER):
                ticket._cs_hear_after_end(message, kind)
        return result

    def _cs_hear_after_end(self, message, kind):
        """Act on a message for a ticket that is over; the gateway never fails.

        Words of somebody we do not know as the customer are never acted upon by
        themselves.
        """
        passed_on = False
        if kind == FactKind.CUSTOMER:
            passed_on = self._cs_safely(lambda: self._cs_pass_on(message))
        if not passed_on:
            self._cs_safely(self._cs_ask_reopen)

    def _cs_pass_on(self, message):
        """Give a customer's message to the ticket in which it will be worked on.

        :return: ``False`` when there is none and somebody has to decide
        """
        self.ensure_one()
        seen = self.env.context.get("cs_passed_on", ())
        following = self._cs_same_customers() or self._cs_open_following()
        if self.id in seen:
            return False
        if following:
            following._cs_take_over(message, (*seen, self.id))
        elif self._cs_is_past_grace():
            self._cs_continue(message)
        else:
            return False
        return True

    def _cs_is_past_grace(self):
        """Whether it is too late to take the ticket up again.

        Who has been asked for his approval may answer whenever he likes.
        """
        self.ensure_one()
        hours = self.cs_profile_id.reopen_hours
        if not hours or self.stage_id.cs_phase == "acceptance":
            return False
        ended = self.env["cs.ticket.event"].search(
            [("ticket_id", "=", self.id), ("kind", "in", END_KINDS)],
            order="at desc, id desc",
            limit=1,
        )
        grace = timedelta(hours=hours)
        return bool(ended) and fields.Datetime.now() > ended.at + grace

    def _cs_ask_reopen(self):
        """One to-do for the owner, however often the customer writes."""
        self.ensure_one()
        if self.cs_reopen_activity_id.active:
            return
        person = self._cs_first_reachable(self.user_id, self.team_id.user_id)
        reader = self.with_context(lang=person.lang, tz=person.tz)
        summary = reader.env._("%s: somebody wrote after the end. Reopen?", self.number)
        self.cs_reopen_activity_id = (
            self.env["mail.activity"]
            .sudo()
            .create(reader._cs_prepare_todo_vals(person, summary))
        )


class CsTicketEvent(models.Model):
    """However a ticket is reopened, by button, drag or answer."""

    _inherit = "cs.ticket.event"

    @api.model
    def _append(self, vals_list, new=False):
        events = super()._append(vals_list, new=new)
        if any(vals["kind"] == FactKind.REOPENED for vals in vals_list):
            reopened = events.filtered(lambda event: event.kind == FactKind.REOPENED)
            reopened.ticket_id._cs_after_reopening()
        return events
