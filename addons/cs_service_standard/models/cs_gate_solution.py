from odoo import api, models


class CsGate(models.Model):
    """Nothing is carried out without consent, nothing unmet closed unexplained."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        labels = {
            "solution_agreed": self.env._("The customer agreed to a solution"),
            "need_met": self.env._("An unmet need is explained, with an alternative"),
        }
        return [*super()._selection_check(), *labels.items()]

    def _gate_fields(self):
        return super()._gate_fields() | {"solution_agreed": ("type_id",)}

    def _check_gate_solution_agreed(self, tickets):
        """Full path only: consent to the current version, approved where it must be."""
        asked = tickets.filtered(lambda t: t.cs_path != "short")
        found = {}
        solutions = asked._cs_current_solutions()
        for ticket in asked:
            solution = solutions.get(ticket._origin.id)
            words = self._solution_lacks(solution)
            if words:
                found[ticket.id] = words
        return found

    def _solution_lacks(self, solution):
        if not solution:
            return [self.env._("a solution the customer agreed to")]
        words = []
        if solution.state == "draft":
            words.append(self.env._("a solution presented to the customer"))
        elif solution.state != "accepted":
            words.append(self.env._("the customer's consent to the solution"))
        if solution.approval_open:
            words.append(self.env._("approval of the solution by a team leader"))
        return words

    def _check_gate_need_met(self, tickets):
        """Reason and alternative, once it is known that the need was not met.

        A customer who rejected what was offered, and accepted nothing after that,
        has a need that was not met: somebody has to say so.
        """
        found = {}
        results = tickets._cs_solution_results()
        rejections = tickets._cs_rejection_counts()
        solutions = tickets._cs_current_solutions()
        for ticket in tickets:
            key = ticket._origin.id
            result, solution = results.get(key), solutions.get(key)
            if result:
                words = result._missing()
            elif rejections.get(key) and solution and solution.state != "accepted":
                words = [self.env._("whether the need was met")]
            else:
                continue
            if words:
                found[ticket.id] = words
        return found
