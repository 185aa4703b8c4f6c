from odoo import models
from odoo.exceptions import UserError

from ..engine.process_order import out_of_order


class CsTicketStep(models.Model):
    """Steps in order where the process says so, and what a finished step sets off."""

    _inherit = "cs.ticket.step"

    def write(self, vals):
        if vals.get("state") not in ("done", "skipped"):
            return super().write(vals)
        ending = self.filtered(lambda step: step.state == "open")
        ending._check_order()
        result = super().write(vals)
        if vals["state"] == "done":
            written = ending.filtered(lambda s: s.step_id.purpose == "prevention")
            if written:
                written.ticket_id._cs_prevention_written(written)
        return result

    def _check_order(self):
        """Refuse a step that is finished before an earlier required one."""
        for (ticket, process), steps in self.grouped(
            lambda step: (step.ticket_id, step.process_id)
        ).items():
            if not process.ordered:
                continue
            every = ticket.sudo().cs_step_ids
            every = every.filtered(lambda s, p=process: s.process_id == p)
            early = out_of_order(every._to_steps(), set(steps.ids))
            if early:
                names = {step.id: step.name for step in every}
                raise UserError(
                    self.env._(
                        "Step '%(step)s' of ticket %(ticket)s comes after "
                        "'%(before)s': finish '%(before)s' first.",
                        step=names[early[0]],
                        before=names[early[1]],
                        ticket=ticket.sudo().number,
                    )
                )
