from odoo import fields, models


class CsQualityReplace(models.TransientModel):
    """Take another ticket instead of a drawn one, and say why."""

    _name = "cs.quality.replace"
    _description = "Replace a Drawn Ticket"

    line_id = fields.Many2one(
        "cs.quality.sample.line", string="Drawn Ticket", required=True, readonly=True
    )
    ticket_id = fields.Many2one(related="line_id.ticket_id")
    reason = fields.Char(required=True)

    def action_confirm(self):
        """The next ticket of the same group takes its place."""
        self.ensure_one()
        self.line_id._replace(self.reason)
        return {"type": "ir.actions.act_window_close"}
