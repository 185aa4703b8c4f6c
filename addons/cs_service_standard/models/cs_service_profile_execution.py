from odoo import fields, models


class CsServiceProfile(models.Model):
    """How the customer is kept informed while his request is carried out."""

    _inherit = "cs.service.profile"

    node_remind_days = fields.Integer(
        string="Remind of Deliveries (days before)",
        default=3,
        help="So many calendar days before a delivery the customer is reminded once. "
        "Each node may say otherwise. 0: never.",
    )
    node_remind_hour = fields.Float(
        string="Remind At",
        default=9.0,
        help="Time of the day, in the time zone of the service hours, from which on "
        "reminders are sent.",
    )
    customer_sms = fields.Boolean(
        string="Also by SMS",
        help="Reminders, moved dates and news of a delivery also go out by SMS to "
        "customers with a telephone number. Needs the app for SMS.",
    )
    sms_possible = fields.Boolean(
        string="SMS Can Be Sent", compute="_compute_sms_possible"
    )

    _node_remind_sane = models.Constraint(
        "CHECK (node_remind_days >= 0 AND node_remind_hour >= 0"
        " AND node_remind_hour < 24)",
        "Remind 0 or more days before, at a time between 0:00 and 23:59.",
    )

    def _compute_sms_possible(self):
        self.sms_possible = self.env["helpdesk.ticket"]._cs_has_sms()
