from odoo import api, fields, models
from odoo.fields import Command


class CsSolution(models.Model):
    """How a solution begins: with its template and what the needs analysis found."""

    _inherit = "cs.solution"

    grade = fields.Char(compute="_compute_grade", compute_sudo=True)

    @api.depends("ticket_id")
    def _compute_grade(self):
        grades = {
            need.ticket_id.id: need.grade
            for need in self.ticket_id._cs_solution_needs()
        }
        for solution in self:
            solution.grade = grades.get(solution.ticket_id._origin.id, False)

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Texts for an option that has none, and the list of what is asked for."""
        template = self.template_id
        if not template:
            return
        empty = self.option_ids.filtered(lambda o: not o.steps)[:1]
        texts = {"steps": template.steps, "effect": template.effect}
        if empty:
            empty.update(texts)
        elif not self.option_ids:
            self.option_ids = [Command.create({"name": template.name, **texts})]
        self.item_ids = self._prepare_items(template)

    def _prepare_items(self, template):
        """Commands: what the template asks for, and measures stay as they are."""
        asked = [(line.kind, line.name) for line in template.line_ids]
        kept = self.item_ids.filtered(
            lambda item: item.kind == "measure" or (item.kind, item.name) in asked
        )
        known = [(item.kind, item.name) for item in kept]
        commands = [Command.unlink(item.id) for item in self.item_ids - kept]
        return commands + [
            Command.create({"kind": kind, "name": name, "sequence": place})
            for place, (kind, name) in enumerate(asked)
            if (kind, name) not in known
        ]

    @api.model
    def _prepare_first_options(self, ticket):
        """An expedited option with a line for its cost, when haste was wished."""
        if not any(need.wants_expedite for need in ticket._cs_solution_needs()):
            return []
        percent = ticket.sudo().cs_profile_id.expedite_percent
        line = {
            "name": self.env._("Expedited handling"),
            "resource": "people",
            "kind": "overtime",
        }
        return [
            Command.create(
                {
                    "name": self.env._("Expedited"),
                    "haste": "surcharge" if percent else "no",
                    "line_ids": [Command.create(line)],
                }
            )
        ]
