from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsSolutionReply(models.TransientModel):
    """What the customer said about a solution by telephone, mail or in person."""

    _name = "cs.solution.reply"
    _description = "Answer of the Customer"

    solution_id = fields.Many2one("cs.solution", required=True, readonly=True)
    answer = fields.Selection(
        [("accepted", "Agrees"), ("rejected", "Rejects")],
        string="The Customer",
        required=True,
        default="accepted",
    )
    option_id = fields.Many2one(
        "cs.solution.option",
        string="Chosen Option",
        compute="_compute_option_id",
        store=True,
        readonly=False,
        domain="[('solution_id', '=', solution_id)]",
    )
    reason_id = fields.Many2one("cs.solution.reason")
    words = fields.Text(string="In the Customer's Words")
    medium = fields.Selection(
        [
            ("phone", "Telephone"),
            ("mail", "E-mail"),
            ("visit", "Visit"),
            ("paper", "Paper"),
        ],
        string="Answered By",
        required=True,
        default="phone",
    )
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)

    @api.depends("solution_id")
    def _compute_option_id(self):
        """Where there is one option only, it is that one."""
        for reply in self:
            options = reply.solution_id.option_ids
            reply.option_id = len(options) == 1 and options

    @api.constrains("at")
    def _check_at(self):
        for reply in self:
            presented = reply.solution_id.presented_at or reply.at
            early = reply.at < presented.replace(second=0)
            if early or reply.at > fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "The answer to solution %s came after it was presented and "
                        "not in the future: correct the time.",
                        reply.solution_id.display_name,
                    )
                )

    def action_record(self):
        """Write the answer down; consent opens the way into execution."""
        self.ensure_one()
        solution = self.solution_id
        solution.check_access("write")
        if self.answer == "accepted":
            if not self.option_id:
                raise UserError(self.env._("Choose the option the customer agreed to."))
            solution._accept(self.option_id, self.medium, self.at)
            text = self.env._("The customer agrees to: %s", self.option_id.name)
        else:
            solution._reject(self.reason_id, self.words, self.medium, self.at)
            text = self.env._(
                "The customer rejects the solution. %(reason)s: %(words)s",
                reason=self.reason_id.name,
                words=self.words,
            )
        mediums = dict(self._fields["medium"]._description_selection(self.env))
        solution.ticket_id.message_post(
            body=Markup("<b>%s</b> %s") % (mediums[self.medium], text),
            subtype_xmlid="mail.mt_note",
        )
        current = solution.ticket_id._cs_current_solutions()[solution.ticket_id.id]
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.solution",
            "view_mode": "form",
            "res_id": current.id,
        }
