from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    cs_type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        string="Qualified For",
        help="Request types this agent may be given automatically. Empty: all.",
    )

    def _cs_qualified_for(self, ticket_type):
        """The agents of ``self`` who may be given a request of this type."""
        return self.filtered(
            lambda user: (
                user.active
                and not user.share
                and (not user.cs_type_ids or ticket_type in user.cs_type_ids)
            )
        )
