from odoo import fields, models
from odoo.exceptions import UserError


class CsExecution(models.Model):
    """What came out of it: the effect, and what the customer says to the result."""

    _inherit = "cs.execution"

    phase = fields.Selection(related="ticket_id.stage_id.cs_phase")
    effect = fields.Selection(
        [("open", "Not checked"), ("right", "Solved"), ("wrong", "Not solved")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    effect_at = fields.Datetime(string="Effect Checked", readonly=True, copy=False)
    effect_by = fields.Many2one(
        "res.users", string="Checked By", readonly=True, copy=False
    )
    effect_note = fields.Char(
        string="What Was Found",
        help="For example: machine ran three programmes without an error.",
    )
    told_at = fields.Datetime(string="Result Told", readonly=True, copy=False)
    told_by = fields.Many2one("res.users", readonly=True, copy=False)
    satisfied = fields.Selection(
        [("yes", "Satisfied"), ("no", "Not satisfied"), ("unknown", "Did not say")],
        string="Customer Is",
        readonly=True,
        copy=False,
    )

    def action_effect_right(self):
        """The problem is solved: this opens the way to acceptance (EXE-08)."""
        self._check_effect("right")

    def action_effect_wrong(self):
        """The problem is not solved: back to a new version of the solution."""
        self._check_effect("wrong")
        for sheet in self:
            sheet.ticket_id._cs_adjust_solution(sheet.effect_note)

    def _check_effect(self, result):
        for sheet in self.filtered(lambda s: not (s.effect_note or "").strip()):
            raise UserError(
                self.env._(
                    "Write down what was found when the effect of ticket %(ticket)s "
                    "was checked.",
                    ticket=sheet.ticket_id.number,
                )
            )
        self.write(
            {
                "effect": result,
                "effect_at": fields.Datetime.now(),
                "effect_by": self.env.uid,
            }
        )

    def action_log_contact(self):
        """The call in which the customer hears the result."""
        self.ensure_one()
        action = self.ticket_id.action_cs_log_contact()
        return dict(action, context={**action["context"], "default_purpose": "result"})

    def _note_told(self, at, satisfied):
        """The customer was told the result by a person of ours.

        As superuser: whoever may log a contact may say so.
        """
        self.sudo().write(
            {"told_at": at, "told_by": self.env.uid, "satisfied": satisfied}
        )
