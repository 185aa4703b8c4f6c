from odoo import api, fields, models
from odoo.exceptions import UserError

from ..wording import listed

LETTER = "cs_service_standard.mail_template_solution_unmet"


class CsSolutionResult(models.Model):
    """Whether the need was met; if not, why, and what the customer gets instead."""

    _name = "cs.solution.result"
    _description = "Result for the Customer"
    _rec_name = "result"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="cascade"
    )
    result = fields.Selection(
        [("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met")],
        string="The Need Was",
        required=True,
        default="met",
    )
    reason = fields.Text(
        string="Why Not", help="As the customer reads it: plain words, no excuses."
    )
    alternative = fields.Text(
        string="What We Offer Instead",
        help="E.g. a coupon of equal value. The customer reads it.",
    )
    told_at = fields.Datetime(string="Customer Told", readonly=True, copy=False)

    _ticket_uniq = models.UniqueIndex(
        "(ticket_id)", "The result of this ticket is recorded already: open it."
    )

    @api.depends("ticket_id")
    def _compute_display_name(self):
        for result in self:
            result.display_name = result.ticket_id.sudo().number

    def write(self, vals):
        """Other words are told again."""
        if {"reason", "alternative", "result"} & set(vals) and "told_at" not in vals:
            vals = dict(vals, told_at=False)
        return super().write(vals)

    def action_tell(self):
        """Explain to the customer what is not possible and what he gets instead.

        The letter belongs to managers and is sent as superuser.
        """
        self.ensure_one()
        self.check_access("write")
        missing = self._missing()
        if self.result == "met" or missing:
            raise UserError(
                self.env._(
                    "Nothing can be explained on ticket %(ticket)s yet: %(missing)s.",
                    ticket=self.ticket_id.number,
                    missing=listed(self.env, missing) or self.env._("the need was met"),
                )
            )
        self.ticket_id._cs_send_letters(LETTER, self.sudo(), person=True)
        self.told_at = fields.Datetime.now()

    def _missing(self):
        """What an unmet need lacks, in words."""
        self.ensure_one()
        if self.result == "met":
            return []
        found = []
        if not (self.reason or "").strip():
            found.append(self.env._("why the need was not fully met"))
        if not (self.alternative or "").strip():
            found.append(self.env._("an alternative for the customer"))
        return found
