from odoo import models
from odoo.exceptions import UserError

from ..engine.facts import FactKind
from ..engine.timeline import REMOVED


class CsCoordination(models.Model):
    """A coordination begun by mistake goes away, and its clock counts nowhere."""

    _inherit = "cs.coordination"

    def unlink(self):
        """Nobody waits for a meeting that is not wanted: its clock is cancelled."""
        self.filtered(lambda c: not c.held_at)._record_removed()
        return super().unlink()

    def _record_removed(self):
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": coordination.ticket_id.id,
                    "kind": FactKind.MEETING.value,
                    "payload": {"coordination": coordination.id, "reason": REMOVED},
                }
                for coordination in self
            ]
        )

    def action_withdraw(self):
        """Take back a coordination that nobody has worked on yet.

        As superuser: agents may take back what they began, and delete nothing else.

        :raises UserError: when people have met, got a duty or were told already
        """
        self.ensure_one()
        self.check_access("write")
        ticket = self.ticket_id
        if self._is_worked_on():
            raise UserError(
                self.env._(
                    "%s is under way: people have met, got a task or were told. Finish "
                    "it instead.",
                    self.display_name,
                )
            )
        ticket.message_post(
            body=self.env._("Coordination taken back: begun by mistake."),
            subtype_xmlid="mail.mt_note",
        )
        self.sudo().unlink()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": ticket.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _is_worked_on(self):
        self.ensure_one()
        given = self.state != "meeting" or self.task_ids
        return bool(given or self.held_at or self.told_at or self.report_id)
