import logging

import psycopg2

from odoo import models

from ..engine.facts import FactKind
from .cs_ticket_pause import ENDING

_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    """What begins and ends a pause besides its button: moves and answers."""

    _inherit = "helpdesk.ticket"

    def _cs_prepare_change_facts(self, old, changed):
        vals_list = super()._cs_prepare_change_facts(old, changed)
        if "stage_id" not in changed:
            return vals_list
        return self._cs_pause_facts(vals_list, (old["stage_id"] or [False])[0])

    def _cs_pause_facts(self, vals_list, stage_id):
        """Facts of a move, with where a pause came from and when another one ends.

        A ticket paused where it stands goes on when it is moved; one that moves from
        one waiting stage to another waits for something else from then on.
        """
        pause = self.sudo().cs_pause_id
        kinds = {vals["kind"] for vals in vals_list}
        if pause and kinds.isdisjoint(ENDING):
            waits = self.stage_id.sudo().cs_phase == "waiting"
            if waits and self.sudo()._cs_chosen_reason() == pause.reason_id:
                return [v for v in vals_list if v["kind"] != FactKind.PAUSED]
            vals_list = [v for v in vals_list if v["kind"] != FactKind.PAUSED]
            more = [FactKind.RESUMED, FactKind.PAUSED][: 2 if waits else 1]
            vals_list += [
                {"ticket_id": self.id, "kind": kind.value, "payload": {}}
                for kind in more
            ]
            stage_id = pause.from_stage_id.id or stage_id
        return [
            dict(vals, payload={**vals["payload"], "from": stage_id})
            if vals["kind"] == FactKind.PAUSED
            else vals
            for vals in vals_list
        ]

    def _cs_record_message(self, message):
        """The customer answers what was waited for: work goes on."""
        result = super()._cs_record_message(message)
        reason = self.sudo().cs_pause_id.reason_id
        answered = reason.resume_on_answer and (
            self._cs_message_kind(message) == FactKind.CUSTOMER
        )
        if answered:
            self._cs_safely(lambda: self._cs_resume("answer"))
        return result

    def _cs_safely(self, action):
        """Do something a message sets off: whatever fails, the message is kept.

        :return: whether it was done; the action itself may say ``False``
        """
        try:
            with self.env.cr.savepoint():
                return action() is not False
        except psycopg2.errors.SerializationFailure:
            raise
        except Exception:
            _logger.exception("A message could not be acted upon: tickets %s", self.ids)
            return False
