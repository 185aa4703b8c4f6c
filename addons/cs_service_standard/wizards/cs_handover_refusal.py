from odoo import fields, models
from odoo.exceptions import ValidationError


class CsHandoverRefusal(models.TransientModel):
    """Give a ticket back to whoever passed it on, and say why."""

    _name = "cs.handover.refusal"
    _description = "Give Back a Hand-over"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise ValidationError(
                self.env._("Say why you give ticket %s back.", self.ticket_id.number)
            )
        self.ticket_id._cs_refuse(reason)
        if self.ticket_id.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        return self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_my_tickets_action"
        )
