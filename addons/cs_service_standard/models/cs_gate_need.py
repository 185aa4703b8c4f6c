from odoo import models

from ..engine import need


class CsGate(models.Model):
    """The need stands before the solution: understood, graded, confirmed."""

    _inherit = "cs.gate"

    def _selection_check(self):
        return [
            *super()._selection_check(),
            ("need_complete", self.env._("The needs analysis is complete")),
            ("need_grade", self.env._("The need is graded")),
            ("need_confirmed", self.env._("The customer has confirmed the need")),
        ]

    def _gate_fields(self):
        return super()._gate_fields() | {
            "need_complete": ("cs_need_ids.state", "type_id"),
            "need_grade": ("cs_need_ids.grade", "type_id"),
            "need_confirmed": ("cs_need_ids.confirmed_at", "type_id"),
        }

    def _check_gate_need_complete(self, tickets):
        return self._needs_that_lack(
            tickets,
            lambda analysis: analysis.state == "open",
            self.env._("completed needs analysis"),
        )

    def _check_gate_need_grade(self, tickets):
        """The grade, and what it demands, joint assessment included."""
        found = {}
        needs = tickets._cs_needs()
        grade = self.env["cs.need.analysis"]._fields["grade"]
        for ticket in self._on_full_path(tickets):
            analysis = needs.get(ticket.id)
            if not analysis:
                found[ticket.id] = [grade._description_string(self.env)]
                continue
            needed = analysis.departments_needed
            lacks = need.solution_lacks(analysis._to_grade(), needed)
            if lacks:
                found[ticket.id] = analysis._in_words(lacks)
        return found

    def _check_gate_need_confirmed(self, tickets):
        return self._needs_that_lack(
            tickets,
            lambda analysis: analysis.state != "confirmed",
            self.env._("the customer's confirmation of the need"),
        )

    def _on_full_path(self, tickets):
        """Tickets that are asked for an analysis; no type counts as full."""
        return tickets.filtered(lambda t: t.sudo().cs_path != "short")

    def _needs_that_lack(self, tickets, lacks, words):
        """The words for each ticket without analysis, or whose analysis lacks it."""
        needs = tickets._cs_needs()
        return {
            ticket.id: [words]
            for ticket in self._on_full_path(tickets)
            if ticket.id not in needs or lacks(needs[ticket.id])
        }
