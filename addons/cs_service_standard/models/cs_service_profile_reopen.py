from odoo import fields, models


class CsServiceProfile(models.Model):
    """How long a solved ticket may be taken up again."""

    _inherit = "cs.service.profile"

    reopen_hours = fields.Integer(
        string="Reopening Window (h)",
        default=168,
        required=True,
        help="When the customer writes within this time after his ticket was solved "
        "or closed, the owner is asked whether to reopen it. Later, the message makes "
        "a new ticket linked to the old one. 0: the owner is always asked.",
    )

    _reopen_hours_positive = models.Constraint(
        "CHECK (reopen_hours >= 0)", "The reopening window must not be negative."
    )
