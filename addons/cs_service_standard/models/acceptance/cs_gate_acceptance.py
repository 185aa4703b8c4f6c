from odoo import api, models

from ...engine import acceptance as rules


class CsGate(models.Model):
    """The customer's word as gates: he accepted the result, he is satisfied."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        return [
            *super()._selection_check(),
            ("accepted", self.env._("The customer accepted the result")),
            ("satisfied", self.env._("The customer is satisfied")),
        ]

    def _check_gate_accepted(self, tickets):
        """Tickets of the full path without an acceptance of the work as it is now.

        An acceptance from before the ticket was reopened says nothing about it.
        """
        asked = tickets.filtered(lambda t: t.cs_path != "short")
        forms = asked._cs_forms_that_hold() if asked else {}
        return {
            ticket.id: [self.env._("acceptance by the customer")]
            for ticket in asked
            if ticket._origin.id not in forms
            or forms[ticket._origin.id].state not in ("accepted", "tacit")
        }

    def _check_gate_satisfied(self, tickets):
        """Tickets whose customer has not said yes; who accepted has (ACC-03).

        On the short path nobody is asked to sign: only his no counts.
        """
        words = tickets._cs_last_verdicts()
        found = {}
        for ticket in tickets:
            says = words.get(ticket._origin.id, "")
            short = ticket.cs_path == "short"
            if says == rules.NO or not (says or short):
                found[ticket.id] = [self.env._("a satisfied customer")]
        return found
