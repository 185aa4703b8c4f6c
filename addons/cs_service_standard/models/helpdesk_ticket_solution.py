from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..engine.phases import place
from ..wording import listed


class HelpdeskTicket(models.Model):
    """The solution of a ticket, seen from the ticket: its card and the way in."""

    _inherit = "helpdesk.ticket"

    # not shown on the form: gates and cards of many tickets read them at once
    cs_solution_ids = fields.One2many(
        "cs.solution",
        "ticket_id",
        string="Solutions",
        copy=False,
        groups="base.group_user",
    )
    cs_solution_option_ids = fields.One2many(
        "cs.solution.option",
        "ticket_id",
        string="Options",
        copy=False,
        groups="base.group_user",
    )
    cs_solution_result_ids = fields.One2many(
        "cs.solution.result",
        "ticket_id",
        string="Result",
        copy=False,
        groups="base.group_user",
    )
    cs_rejection_count = fields.Integer(
        string="Solutions Rejected",
        compute="_compute_cs_rejection_count",
        compute_sudo=True,
        groups="base.group_user",
    )

    def _compute_cs_rejection_count(self):
        counts = self._cs_rejection_counts()
        for ticket in self:
            ticket.cs_rejection_count = counts.get(ticket._origin.id, 0)

    @api.model
    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "solution", "need_met"]

    @api.model
    def _cs_life_lists(self):
        names = ("cs_solution_ids", "cs_solution_option_ids", "cs_solution_result_ids")
        return [*super()._cs_life_lists(), *names]

    def action_cs_open_solution(self):
        """Open the current version, or begin the first."""
        self.ensure_one()
        solution = self._cs_current_solutions().get(self.id)
        records = self.env["cs.solution"].browse(solution.ids if solution else [])
        return self._cs_open_part(records, "cs.solution", self.env._("Solution"))

    def action_cs_open_need_met(self):
        """Record whether the need was met, in a dialogue."""
        self.ensure_one()
        result = self._cs_solution_results().get(self.id)
        action = self._cs_open_part(
            self.env["cs.solution.result"].browse(result.ids if result else []),
            "cs.solution.result",
            self.env._("Was the need met?"),
        )
        return dict(action, target="new")

    def _cs_current_solutions(self):
        """The current solution of each ticket that has one: dict by ticket id.

        Runs as superuser: gates and cards ask for whoever may see the ticket.
        """
        found = self._origin.sudo().cs_solution_ids.filtered("is_current")
        return {solution.ticket_id.id: solution for solution in found}

    def _cs_solution_results(self):
        """What came of each ticket that has a result: dict by ticket id; superuser."""
        found = self._origin.sudo().cs_solution_result_ids
        return {result.ticket_id.id: result for result in found}

    def _cs_rejection_counts(self):
        """Rejected solutions of each ticket: dict by ticket id; tells numbers only."""
        return {
            ticket.id: len(
                ticket.cs_solution_ids.filtered(lambda s: s.state == "rejected")
            )
            for ticket in self._origin.sudo()
        }

    def _cs_solution_needs(self):
        """The needs analyses of these tickets, as superuser; tells grade and wishes."""
        if "cs.need.analysis" not in self.env:
            return self.browse()
        needs = self.env["cs.need.analysis"].sudo()
        return needs.search([("ticket_id", "in", self.ids)])

    def _cs_life_solution(self):
        """Card of the solution: how far it is, what was agreed."""
        solutions = self._cs_current_solutions()
        by_solution = self.cs_solution_option_ids.grouped("solution_id")
        parts = {}
        for ticket in self:
            solution = solutions.get(ticket.id)
            asked = ticket.cs_path != "short"
            here = place(ticket.cs_phase) >= place("solution")
            if not solution and not (asked and here):
                continue
            part = ticket._cs_solution_state(solution, here)
            lines = ticket._cs_solution_lines(solution, by_solution.get(solution))
            parts[ticket.id] = {
                "title": self.env._("Solution"),
                "phase": "solution",
                "action": "action_cs_open_solution",
                "lines": lines if solution else [],
                **part,
            }
        return parts

    def _cs_solution_state(self, solution, here):
        """State, words and order of the card.

        :param here: the ticket has come as far as its solution
        """
        if not solution:
            label = self.env._("Write the solution")
            return {
                "state": "todo",
                "state_text": self.env._("To do"),
                "next": label,
                "action_label": label,
            }
        labels = dict(solution._fields["state"]._description_selection(self.env))
        words = {"state_text": labels[solution.state]}
        if solution.state == "draft":
            label = self.env._("Finish the solution and present it")
            order = label if here else False
            return words | {"state": "open", "next": order, "action_label": label}
        open_it = self.env._("Open")
        if solution.state == "presented":
            waits = self.env._("The customer: to choose and accept a solution")
            return words | {
                "state": "waiting",
                "waits_for": waits,
                "action_label": open_it,
            }
        return words | {"state": "done", "action_label": open_it}

    def _cs_solution_lines(self, solution, options):
        """What the card tells: version, options, and what was agreed."""
        if not solution:
            return []
        lines = []
        if solution.version > 1:
            lines.append([self.env._("Version"), str(solution.version)])
        chosen = solution.chosen_id
        if not chosen:
            names = listed(self.env, (options or chosen).mapped("name"))
            return lines + ([[self.env._("Options"), names]] if names else [])
        price = formatLang(self.env, chosen.price, currency_obj=chosen.currency_id)
        lines.append([self.env._("Agreed"), f"{chosen.name}, {price}"])
        if chosen.promised_date:
            day = format_date(self.env, chosen.promised_date)
            lines.append([self.env._("Done by"), day])
        when = self._cs_when(solution.answered_at, self._cs_reader_zone())
        lines.append([self.env._("Consent"), when])
        return lines

    def _cs_life_need_met(self):
        """Card of the result: only where it is due, or somebody wrote it."""
        results = self._cs_solution_results()
        rejected = self._cs_rejection_counts()
        parts = {}
        for ticket in self:
            result = results.get(ticket.id)
            late = place(ticket.cs_phase) >= place("quality")
            due = ticket.cs_path != "short" and late or rejected[ticket.id]
            if result or due:
                parts[ticket.id] = ticket._cs_need_met_part(result)
        return parts

    def _cs_need_met_part(self, result):
        part = {
            "title": self.env._("Need met?"),
            "phase": "closed",
            "state": "quiet",
            "state_text": self.env._("Not said"),
            "lines": [],
            "action": "action_cs_open_need_met",
            "action_label": self.env._("Say what came of it"),
        }
        if not result:
            return part
        labels = dict(result._fields["result"]._description_selection(self.env))
        part |= {"state": "done", "state_text": labels[result.result]}
        if missing := result._missing():
            part |= {"state": "problem", "next": part["action_label"]}
            part["lines"] = [[self.env._("Missing"), listed(self.env, missing)]]
        elif result.alternative:
            part["lines"] = [[self.env._("Instead"), result.alternative]]
        return part
