from odoo import api, fields, models

from ..engine.facts import FactKind
from ..engine.instants import to_epoch
from ..engine.silence import Act
from ..engine.targets import Mode

HEARD = frozenset(
    kind.value
    for kind in (
        FactKind.CUSTOMER,
        FactKind.STRANGER,
        FactKind.RESOLVED,
        FactKind.CLOSED,
        FactKind.CANCELLED,
    )
)
SILENCE_KINDS = HEARD | {
    FactKind.PAUSED.value,
    FactKind.RESUMED.value,
    FactKind.STAGE.value,
}


class HelpdeskTicket(models.Model):
    """Since when a customer who was asked has not answered.

    Kept apart from pauses: a pause ends at its maximum, silence goes on.
    """

    _inherit = "helpdesk.ticket"

    cs_silent_since = fields.Datetime(
        string="Silent Since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="The customer was asked then and has not answered yet.",
    )
    cs_silence_reminded_at = fields.Datetime(
        string="Reminded", readonly=True, copy=False, groups="base.group_user"
    )
    cs_closed_for_silence = fields.Boolean(
        string="Closed for Silence",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Closed because the customer did not answer; his answer reopens it.",
    )
    cs_silence_error = fields.Char(
        string="Silence Not Handled",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Why the customer could not be reminded or the ticket not be closed; "
        "tried again every hour.",
    )

    def _cs_follow_silence(self, events, returned):
        """Begin and end silences by what has just happened.

        :param events: new facts of these tickets, in order
        :param bool returned: whether the scheduler has just resumed the tickets
        """
        changes = {}
        for event in events:
            ticket = event.ticket_id
            since = changes.get(ticket, ticket.cs_silent_since)
            now = self._cs_silence_after(event, since, returned)
            if now != since:
                changes[ticket] = now
        self._cs_note(
            {
                ticket.sudo(): {
                    "cs_silent_since": since,
                    "cs_silence_reminded_at": False,
                    "cs_silence_error": False,
                }
                for ticket, since in changes.items()
            }
        )

    @api.model
    def _cs_silence_after(self, event, since, returned):
        """Beginning of the silence after a fact, ``False``: there is none."""
        payload = event.payload or {}
        if event.kind in HEARD:
            return False
        if event.kind == FactKind.PAUSED:
            rule = event.ticket_id.cs_pause_id.reason_id._rule()
            return (since or event.at) if rule.waits_for_customer else False
        if event.kind == FactKind.RESUMED:
            return since if payload.get("how") == "automatic" else False
        moved_on = event.kind == FactKind.STAGE and payload.get("phase") != "waiting"
        return False if moved_on and not returned else since

    def _cs_silence_acts(self):
        """What is due for each ticket: dict of act and tickets."""
        now, words = to_epoch(fields.Datetime.now()), self._cs_last_words()
        acts = {act: self.browse() for act in Act}
        for ticket in self:
            worktime = ticket._cs_ticket_worktime(Mode.WORKING_DAYS)
            act = ticket.cs_profile_id._silence_rule().act(
                worktime.elapsed(to_epoch(ticket.cs_silent_since), now),
                worktime.elapsed(to_epoch(words[ticket]), now),
                bool(ticket.cs_silence_reminded_at),
            )
            acts[act] |= ticket
        return acts

    def _cs_last_words(self):
        """When we last said something to the customer, reminders included."""
        domain = [("ticket_id", "in", self.ids), ("kind", "=", FactKind.CONTACT)]
        found = dict(
            self.env["cs.ticket.event"]._read_group(domain, ["ticket_id"], ["at:max"])
        )
        return {
            ticket: max(
                filter(
                    None,
                    (
                        found.get(ticket),
                        ticket.cs_silence_reminded_at,
                        ticket.cs_silent_since,
                    ),
                )
            )
            for ticket in self
        }

    def _cs_pass_on(self, message):
        """Who was closed for his silence and answers in time is heard at once."""
        if self.cs_closed_for_silence and not self._cs_is_past_grace():
            self._cs_reopen()
            self._cs_tell_reopened()
            return True
        return super()._cs_pass_on(message)

    def _cs_tell_reopened(self):
        person = self._cs_first_reachable(self.user_id, self.team_id.user_id)
        reader = self.with_context(lang=person.lang, tz=person.tz)
        summary = reader.env._("%s: the customer answered, go on", self.number)
        self.env["mail.activity"].sudo().create(
            reader._cs_prepare_todo_vals(person, summary)
        )

    def _cs_after_reopening(self):
        result = super()._cs_after_reopening()
        self.sudo().filtered("cs_closed_for_silence").cs_closed_for_silence = False
        return result


class CsTicketEvent(models.Model):
    """Facts begin and end silences, whoever records them."""

    _inherit = "cs.ticket.event"

    @api.model
    def _append(self, vals_list, new=False):
        silent = self.env.su and self.env.context.get("cs_closes_silent")
        if silent:
            vals_list = [self._complete_silence(vals) for vals in vals_list]
        events = super()._append(vals_list, new=new)
        kinds = {str(vals["kind"]) for vals in vals_list}
        if not kinds.isdisjoint(SILENCE_KINDS) and not self._is_backdated():
            how = self.env["helpdesk.ticket"]._cs_resumed_how()
            self._follow_silences(events.sudo(), how == "automatic")
        return events

    @api.model
    def _complete_silence(self, vals):
        if vals["kind"] not in (FactKind.RESOLVED, FactKind.CLOSED):
            return vals
        return {**vals, "payload": {**vals.get("payload", {}), "reason": "silence"}}

    @api.model
    def _follow_silences(self, events, returned):
        """Leaves at once for the many tickets whose customer is not waited for."""
        concerned = events.filtered(
            lambda event: (
                event.kind == FactKind.PAUSED
                or (event.kind in SILENCE_KINDS and event.ticket_id.cs_silent_since)
            )
        )
        concerned.ticket_id._cs_follow_silence(concerned, returned)
