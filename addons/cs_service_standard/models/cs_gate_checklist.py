from odoo import models

from ..engine import phases
from ..engine.process import blocking


class CsGate(models.Model):
    """The checklist as a gate: required steps stand before their phase."""

    _inherit = "cs.gate"

    def _gate_fields(self):
        return super()._gate_fields() | {"checklist": ("cs_step_ids.state",)}

    def _check_gate_checklist(self, tickets):
        """Names of the open required steps that belong before this gate's phase."""
        asked = self._phase_asked_before()
        found = {}
        for ticket, sudo_ticket in zip(tickets, tickets.sudo(), strict=True):
            steps = sudo_ticket.cs_step_ids
            keys = blocking(steps._to_steps(), self.phase, after=asked)
            if keys:
                names = {step._origin.id: step.name for step in steps}
                found[ticket.id] = [names[key] for key in keys]
        return found

    def _phase_asked_before(self):
        """Phase of the last earlier checklist gate that asks at least as firmly.

        A ticket passes that one as well: no step is asked for twice.
        """
        self.ensure_one()
        ids = self._ids_of_profile(self.profile_id.id)
        earlier = self.browse(ids).filtered(
            lambda gate: (
                gate.check == "checklist"
                and gate.mode in ("block", self.mode)
                and phases.place(gate.phase) < phases.place(self.phase)
            )
        )
        return max(earlier.mapped("phase"), key=phases.place, default=None)
