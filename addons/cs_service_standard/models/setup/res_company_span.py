from odoo import fields, models


class ResCompany(models.Model):
    """How many people one leader leads, as the health check asks (TEM-01 to TEM-05)."""

    _inherit = "res.company"

    cs_span_min = fields.Integer(
        string="Representatives per Leader, at Least",
        prefetch="cs_settings",
        default=8,
        help="Fewer people for a leader are a hint of the health check.",
    )
    cs_span_max = fields.Integer(
        string="Representatives per Leader, at Most",
        prefetch="cs_settings",
        default=12,
        help="More people for a leader are a warning of the health check. 0: any.",
    )
    cs_span_leaders = fields.Integer(
        string="Team Leaders per Supervisor",
        prefetch="cs_settings",
        default=3,
        help="More teams below one parent team are a warning of the health check, "
        "unless the parent team says that they are intended. 0: any number.",
    )
    cs_span_seats = fields.Integer(
        string="Seats without Support Groups",
        prefetch="cs_settings",
        default=50,
        help="With more people than this the health check asks for a group each for "
        "customer care, training, technology and administration. 0: never.",
    )
    cs_full_time_min = fields.Integer(
        string="Full-Time Staff, at Least",
        prefetch="cs_settings",
        default=2,
        help="Fewer people who work full time are a warning of the health check.",
    )

    _cs_span_order = models.Constraint(
        "CHECK (cs_span_max = 0 OR cs_span_min <= cs_span_max)",
        "A leader cannot lead at least more people than at most: correct the two "
        "numbers of representatives per leader.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_span_min = fields.Integer(related="company_id.cs_span_min", readonly=False)
    cs_span_max = fields.Integer(related="company_id.cs_span_max", readonly=False)
    cs_span_leaders = fields.Integer(
        related="company_id.cs_span_leaders", readonly=False
    )
    cs_span_seats = fields.Integer(related="company_id.cs_span_seats", readonly=False)
    cs_full_time_min = fields.Integer(
        related="company_id.cs_full_time_min", readonly=False
    )
