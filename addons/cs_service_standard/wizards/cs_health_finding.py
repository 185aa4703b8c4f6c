from odoo import api, fields, models


class CsHealthFinding(models.TransientModel):
    """One thing in the set-up that would fail in silence, and the way to mend it."""

    _name = "cs.health.finding"
    _description = "Finding of the Health Check"
    _order = "id"

    check_id = fields.Many2one(
        "cs.health.check", required=True, index=True, ondelete="cascade"
    )
    severity = fields.Selection(
        [("serious", "Serious"), ("warning", "Warning"), ("hint", "Hint")],
        required=True,
    )
    code = fields.Char(required=True, help="Which check found it.")
    message = fields.Text(string="What Is Wrong, and the Remedy", required=True)
    res_model = fields.Char()
    res_ids = fields.Json()
    domain = fields.Json(help="Records too many to name one by one.")
    action_xmlid = fields.Char()
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("res_model", "action_xmlid")
    @api.depends_context("uid")
    def _compute_can_open(self):
        """No button that ends at a closed door."""
        for finding in self:
            model = finding.res_model
            finding.can_open = bool(
                model
                and model in self.env
                and self.env[model].has_access("read")
                and (finding.res_ids or finding.domain or finding.action_xmlid)
            )

    def action_cs_open(self):
        """The record that has to be mended, or the list of them."""
        self.ensure_one()
        if not self.can_open:
            return False
        if self.action_xmlid:
            return self.env["ir.actions.actions"]._for_xml_id(self.action_xmlid)
        ids = self.res_ids or []
        action = {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self.res_model).name,
            "res_model": self.res_model,
            "context": {"active_test": False},
        }
        if len(ids) == 1:
            return action | {"res_id": ids[0], "views": [(False, "form")]}
        return action | {
            "domain": self.domain or [("id", "in", ids)],
            "views": [(False, "list"), (False, "form")],
        }
