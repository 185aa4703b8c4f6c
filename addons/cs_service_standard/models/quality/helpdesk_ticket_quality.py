from odoo import fields, models


class HelpdeskTicket(models.Model):
    """The reviews of a ticket; record rules keep a reviewer blind by them."""

    _inherit = "helpdesk.ticket"

    cs_quality_check_ids = fields.One2many(
        "cs.quality.check",
        "ticket_id",
        string="Quality Reviews",
        groups="base.group_user",
    )
