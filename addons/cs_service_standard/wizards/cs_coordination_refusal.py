from odoo import fields, models
from odoo.exceptions import ValidationError


class CsCoordinationRefusal(models.TransientModel):
    """Refuse a task, and say why."""

    _name = "cs.coordination.refusal"
    _description = "Refuse a Task"

    task_id = fields.Many2one("cs.coordination.task", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise ValidationError(
                self.env._("Say why you refuse the task '%s'.", self.task_id.name)
            )
        self.task_id._refuse(reason)
        return {"type": "ir.actions.act_window_close"}
