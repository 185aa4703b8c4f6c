from odoo import fields, models


class CsProcess(models.Model):
    """A process of one customer: his tickets follow it instead of the general one."""

    _inherit = "cs.process"

    partner_id = fields.Many2one(
        "res.partner",
        string="Only for Customer",
        index="btree_not_null",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        help="A key account with a process of its own. Empty: for all customers.",
    )

    def _fits(self, ticket):
        return super()._fits(ticket) and (
            not self.partner_id or self.partner_id == ticket.commercial_partner_id
        )

    def _rank(self):
        return (not self.partner_id, *super()._rank())
