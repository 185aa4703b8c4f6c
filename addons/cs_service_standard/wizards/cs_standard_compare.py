from markupsafe import Markup

from odoo import api, fields, models

from ..engine.exchange import Move, compare
from ..wording import listed

WORDS = ("chapter", "name", "original", "obligation")


class CsStandardCompare(models.TransientModel):
    """Two versions of a standard side by side: which clauses differ, and how."""

    _name = "cs.standard.compare"
    _description = "Comparison of Standards"

    old_id = fields.Many2one("cs.standard", string="From", required=True)
    new_id = fields.Many2one("cs.standard", string="To", required=True)
    differences = fields.Html(compute="_compute_differences", sanitize=False)

    @api.depends("old_id", "new_id")
    def _compute_differences(self):
        for wizard in self:
            wizard.differences = wizard._render()

    def _render(self):
        if not self.old_id or not self.new_id:
            return False
        changes = compare(self._words_of(self.old_id), self._words_of(self.new_id))
        rows = [row for change in changes for row in self._rows(change)]
        if not rows:
            return Markup("<p>%s</p>") % self.env._("Both say the same.")
        heads = (
            self.env._("Clause"),
            self.env._("What"),
            self.old_id.display_name,
            self.new_id.display_name,
        )
        line = Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
        return Markup(
            "<table class='table table-sm'><thead><tr><th>%s</th><th>%s</th>"
            "<th>%s</th><th>%s</th></tr></thead><tbody>%s</tbody></table>"
        ) % (*heads, Markup().join(line % row for row in rows))

    @api.model
    def _words_of(self, standard):
        """Clauses of a standard as plain values, for the comparison."""
        return {
            "clause": {
                clause.code: {name: clause[name] or "" for name in WORDS}
                | {"mechanisms": listed(self.env, clause.mechanism_ids.mapped("label"))}
                for clause in standard.clause_ids
            }
        }

    def _rows(self, change):
        if change.move is Move.ADDED:
            text = {name: new for name, _old, new in change.fields}["name"]
            return [(change.key, self.env._("New"), "", text)]
        if change.move is Move.KEPT:
            text = self.old_id.clause_ids.filtered(lambda c: c.code == change.key).name
            return [(change.key, self.env._("Dropped"), text, "")]
        return [
            (change.key, self._label(name), old, new)
            for name, old, new in change.fields
        ]

    @api.model
    def _label(self, name):
        clause = self.env["cs.standard.clause"]
        field = clause._fields["mechanism_ids" if name == "mechanisms" else name]
        return field._description_string(self.env)
