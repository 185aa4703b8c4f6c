from markupsafe import Markup

from odoo import api, fields, models

from ..engine.policy_diff import Kind


class CsProfileCompare(models.TransientModel):
    """Two versions of a profile side by side: what became of which figure."""

    _name = "cs.profile.compare"
    _description = "Compare Versions"

    profile_id = fields.Many2one("cs.service.profile", required=True, readonly=True)
    first_id = fields.Many2one(
        "cs.profile.version",
        string="Earlier Version",
        required=True,
        domain="[('profile_id', '=', profile_id)]",
    )
    second_id = fields.Many2one(
        "cs.profile.version",
        string="Later Version",
        required=True,
        domain="[('profile_id', '=', profile_id)]",
    )
    difference = fields.Html(compute="_compute_difference", sanitize=False)

    @api.model
    def default_get(self, fields_list):
        """The two latest versions of the profile."""
        vals = super().default_get(fields_list)
        versions = self.env["cs.profile.version"].search(
            [("profile_id", "=", vals.get("profile_id"))], limit=2
        )
        vals.setdefault("second_id", versions[:1].id)
        vals.setdefault("first_id", versions[-1:].id)
        return vals

    @api.depends("first_id", "second_id")
    @api.depends_context("lang")
    def _compute_difference(self):
        for wizard in self:
            first, second = wizard.first_id.sudo(), wizard.second_id.sudo()
            rows = first._compare(second) if first and second else []
            wizard.difference = wizard._difference_table(rows)

    def _difference_table(self, rows):
        if not rows:
            return Markup("<p>%s</p>") % self.env._("These versions promise the same.")
        heads = (
            self.env._("Target"),
            self.env._("Figure"),
            self.env._("Earlier"),
            self.env._("Later"),
        )
        head = Markup("").join(Markup("<th>%s</th>") % text for text in heads)
        body = Markup("").join(self._table_row(row) for row in rows)
        return Markup('<table class="table table-sm"><tr>%s</tr>%s</table>') % (
            head,
            body,
        )

    def _table_row(self, row):
        name = row["line"]
        if row["kind"] == Kind.ADDED:
            return self._cells([(name, self.env._("Added"), "", name)])
        if row["kind"] == Kind.REMOVED:
            return self._cells([(name, self.env._("Withdrawn"), name, "")])
        return self._cells([(name, *value) for value in row["values"]])

    def _cells(self, lines):
        return Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td><b>%s</b></td></tr>")
            % line
            for line in lines
        )
