from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_reveal_minutes = fields.Integer(
        string="Contact Data Stay Visible",
        prefetch="cs_settings",
        default=15,
        help="Minutes for which a revealed ticket shows its contact data to the user "
        "who revealed it.",
    )
    cs_reveal_limit = fields.Integer(
        string="Reveals per Day",
        prefetch="cs_settings",
        default=20,
        help="Privacy officers are alerted when a user reveals the contact data of "
        "more tickets than this on one day. 0: no alert.",
    )

    _cs_reveal_minutes_positive = models.Constraint(
        "CHECK (cs_reveal_minutes > 0)",
        "Contact data must stay visible for at least one minute.",
    )
