from odoo import models
from odoo.exceptions import UserError

from ...engine import acceptance as rules
from ...wording import listed


class HelpdeskTicket(models.Model):
    """Button Close: with a satisfied customer, and everything the standard asks for.

    It moves the ticket to its closed stage like any other way of closing does, so
    that whatever follows a closing follows this one.
    """

    _inherit = "helpdesk.ticket"

    def action_cs_close(self):
        """Close at once, or say in one sentence what is missing (ACC-03)."""
        self.check_access("write")
        missing = self._cs_missing_to_close()
        for ticket in self:
            if words := missing.get(ticket.id):
                raise UserError(
                    self.env._(
                        "Ticket %(ticket)s cannot be closed yet, still missing: "
                        "%(missing)s.",
                        ticket=ticket.number,
                        missing=listed(self.env, words),
                    )
                )
        for ticket in self:
            ticket.stage_id = ticket._cs_closing_stage()

    def _cs_missing_to_close(self):
        """What each ticket lacks to be closed: dict from id to words; a hook.

        Whatever the gates of the profile say, nobody closes over a customer's no, and
        nobody by this button without his yes, where he is asked for it.
        """
        words = self._cs_last_verdicts()
        found = {}
        gates = self._cs_open_gates(dict.fromkeys(self, "closed"), blocking=True)
        for ticket in self:
            says = words[ticket.id]
            unasked = ticket.cs_path == "short"
            wanted = says == rules.NO or not (says or unasked)
            lacking = [self.env._("a satisfied customer")] if wanted else []
            lacking += ticket._cs_gate_words(gates.get(ticket.id, []))[0]
            if lacking:
                found[ticket.id] = list(dict.fromkeys(lacking))
        return found

    def _cs_next_move_in_life(self):
        """The last move is the button Close, which says what is missing."""
        if self.cs_next_phase == "closed" and self.cs_may_move_on:
            return {
                "text": self.env._("Close the ticket"),
                "action": "action_cs_close",
                "label": self.env._("Close"),
            }
        return super()._cs_next_move_in_life()
