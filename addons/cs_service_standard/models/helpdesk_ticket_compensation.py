from odoo import api, fields, models

from ..engine.compensation import State

# of several, the one somebody has to act on stands on the card
TURN = (
    State.TO_APPROVE,
    State.APPROVED,
    State.DRAFT,
    State.ACCEPTED,
    State.OFFERED,
)


class HelpdeskTicket(models.Model):
    """Compensation on the course of a ticket: its card and the way in."""

    _inherit = "helpdesk.ticket"

    cs_compensation_ids = fields.One2many(
        "cs.compensation",
        "ticket_id",
        string="Compensation",
        copy=False,
        groups="base.group_user",
    )

    @api.model
    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "compensation"]

    @api.model
    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_compensation_ids"]

    def action_cs_open_compensation(self):
        """The compensation of this ticket, or a new one."""
        self.ensure_one()
        found = self.env["cs.compensation"].search([("ticket_id", "=", self.id)])
        return self._cs_open_part(found, "cs.compensation", self.env._("Compensation"))

    def action_cs_new_compensation(self):
        """Another one, besides what there may be."""
        self.ensure_one()
        none = self.env["cs.compensation"]
        return self._cs_open_part(none, none._name, self.env._("Compensation"))

    def _cs_life_compensation(self):
        """Card of the compensation; asked for on complaints, shown wherever given."""
        parts = {}
        for ticket in self:
            if records := ticket.cs_compensation_ids:
                parts[ticket.id] = records._life_part()
            elif ticket.type_id.cs_is_complaint and not ticket.stage_id.closed:
                parts[ticket.id] = ticket._cs_no_compensation()
        return parts

    def _cs_no_compensation(self):
        return {
            "title": self.env._("Compensation"),
            "phase": "solution",
            "state": "quiet",
            "state_text": self.env._("None so far"),
            "lines": [],
            "action": "action_cs_open_compensation",
            "action_label": self.env._("Offer a compensation"),
        }


class CsCompensation(models.Model):
    _inherit = "cs.compensation"

    def _life_part(self):
        """How far the compensations of one ticket are; called as superuser."""
        now = self._in_turn()
        labels = dict(self._fields["state"]._description_selection(self.env))
        part = {
            "title": self.env._("Compensation"),
            "phase": "solution",
            "state": now._life_state(),
            "state_text": labels[now.state],
            "lines": [[labels[record.state], record._in_words()] for record in self],
            "action": "action_cs_open_compensation",
            "action_label": self.env._("Open the compensation"),
        }
        orders = {
            State.DRAFT: self.env._("Finish the compensation"),
            State.APPROVED: self.env._("Offer the approved compensation"),
            State.ACCEPTED: self.env._("Settle the compensation"),
        }
        waits = {
            State.TO_APPROVE: self.env._(
                "%s: to approve the compensation", now.approver_id.name
            ),
            State.OFFERED: self.env._(
                "The customer: to accept or decline the compensation"
            ),
        }
        if now.state in orders:
            part |= {"next": orders[now.state], "action_label": orders[now.state]}
        if now.state in waits:
            part["waits_for"] = waits[now.state]
        return part

    def _in_turn(self):
        """Of the compensations of a ticket the one that is not at its end."""
        for state in TURN:
            if found := self.filtered(lambda c, s=state: c.state == s):
                return found[:1]
        return self[:1]

    def _life_state(self):
        self.ensure_one()
        if self.state in (State.TO_APPROVE, State.OFFERED):
            return "waiting"
        if self.state in (State.DRAFT, State.APPROVED, State.ACCEPTED):
            return "open"
        return "problem" if self.state == State.REFUSED else "done"
