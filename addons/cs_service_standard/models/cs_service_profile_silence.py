from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.silence import Rule

TEMPLATE = "cs_service_standard.mail_template_silence_%s"


class CsServiceProfile(models.Model):
    """What is done about tickets whose customer does not answer."""

    _inherit = "cs.service.profile"

    silence_remind_days = fields.Integer(
        string="Remind After (working days)",
        help="A customer who is waited for is reminded once after so many working "
        "days of silence, counted in the service hours of the ticket. 0: never.",
    )
    silence_close_days = fields.Integer(
        string="Close After (working days)",
        help="A ticket whose customer is waited for and silent so many working days is "
        "closed and recorded as closed for silence. His answer reopens it. 0: never.",
    )
    silence_reminder_template_id = fields.Many2one(
        "mail.template",
        string="Reminder",
        domain="[('model', '=', 'helpdesk.ticket')]",
        default=lambda self: self._default_silence_template("reminder"),
        help="The letter that reminds the customer. Empty: the owner gets a to-do.",
    )
    silence_closing_template_id = fields.Many2one(
        "mail.template",
        string="Closing Letter",
        domain="[('model', '=', 'helpdesk.ticket')]",
        default=lambda self: self._default_silence_template("closing"),
        help="Tells the customer that his request was closed for silence, instead of "
        "the letter of the stage. Empty: the letter of the stage, if it has one.",
    )

    _silence_positive = models.Constraint(
        "CHECK (silence_remind_days >= 0 AND silence_close_days >= 0)",
        "Days of silence must not be negative.",
    )

    @api.model
    def _default_silence_template(self, name):
        return self.env.ref(TEMPLATE % name, raise_if_not_found=False)

    @api.constrains("silence_remind_days", "silence_close_days")
    def _check_silence_days(self):
        for profile in self:
            remind, close = profile.silence_remind_days, profile.silence_close_days
            if remind and close and close <= remind:
                raise ValidationError(
                    self.env._(
                        "Profile %(profile)s: close later than you remind, that is "
                        "after more than %(days)s working days.",
                        profile=profile.display_name,
                        days=remind,
                    )
                )

    def _silence_rule(self):
        self.ensure_one()
        return Rule(self.silence_remind_days, self.silence_close_days)
