from odoo import fields, models

HELP = (
    "Told about an escalation when neither owner, team leader nor service manager can "
    "be reached. Empty: any active service manager."
)


class ResCompany(models.Model):
    """Whom an escalation reaches at last."""

    _inherit = "res.company"

    cs_escalation_user_id = fields.Many2one(
        "res.users",
        string="Tell at Last",
        prefetch="cs_settings",
        domain="[('share', '=', False)]",
        help=HELP,
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_escalation_user_id = fields.Many2one(
        related="company_id.cs_escalation_user_id", readonly=False
    )
