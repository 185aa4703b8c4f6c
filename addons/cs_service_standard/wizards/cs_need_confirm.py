from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class CsNeedConfirm(models.TransientModel):
    """The customer confirmed his need on the telephone: with whom and when."""

    _name = "cs.need.confirm"
    _description = "Confirmed by Telephone"

    analysis_id = fields.Many2one("cs.need.analysis", required=True, readonly=True)
    understanding = fields.Text(related="analysis_id.understanding")
    not_included = fields.Text(related="analysis_id.not_included")
    name = fields.Char(
        string="Spoken With",
        required=True,
        help="Who confirmed it, for example: Mr Zhang.",
    )
    at = fields.Datetime(string="When", default=fields.Datetime.now, required=True)
    is_confirmed = fields.Boolean(
        string="I have read this out and the customer has said yes"
    )

    def action_confirm(self):
        """Record the contact and the confirmation, file the letter."""
        self.ensure_one()
        analysis = self.analysis_id
        analysis.check_access("write")
        self._check_confirmed()
        analysis._confirm_by_phone(self.at, self.name)
        return {"type": "ir.actions.act_window_close"}

    def _check_confirmed(self):
        number = self.analysis_id.ticket_id.number
        if not self.is_confirmed:
            raise UserError(
                self.env._(
                    "Read the text of ticket %s out to the customer and tick that he "
                    "has confirmed it.",
                    number,
                )
            )
        received = self.analysis_id.ticket_id.cs_received_at
        if self.at > fields.Datetime.now() or (received and self.at < received):
            raise ValidationError(
                self.env._(
                    "The call about ticket %s took place after the request and not in "
                    "the future: correct its time.",
                    number,
                )
            )
