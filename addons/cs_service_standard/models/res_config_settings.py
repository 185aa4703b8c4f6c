from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_profile_id = fields.Many2one(
        related="company_id.cs_profile_id",
        readonly=False,
        domain="[('state', '=', 'in_force'),"
        " ('company_id', 'in', [False, company_id])]",
    )
    cs_mask_contacts = fields.Boolean(
        related="company_id.cs_mask_contacts", readonly=False
    )
    cs_reveal_limit = fields.Integer(
        related="company_id.cs_reveal_limit", readonly=False
    )
    cs_reveal_minutes = fields.Integer(
        related="company_id.cs_reveal_minutes", readonly=False
    )
