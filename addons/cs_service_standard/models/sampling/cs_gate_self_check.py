from odoo import api, models
from odoo.tools import format_list

from ...engine.facts import FactKind


class CsGate(models.Model):
    """Nobody asks the customer to accept what nobody has checked (QAC-01)."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        return [
            *super()._selection_check(),
            ("self_check", self.env._("The executor has checked the work")),
        ]

    @api.model
    def _gate_fields(self):
        return super()._gate_fields() | {
            "self_check": ("type_id", "cs_self_check_ids.state")
        }

    def _check_gate_self_check(self, tickets):
        """Tickets of the full path whose type asks for evidence that is not there."""
        asked = tickets.filtered(
            lambda t: (
                t.sudo().cs_path != "short" and t.type_id.sudo().cs_evidence_kind_ids
            )
        )
        checks = asked._cs_self_checks()
        found = {}
        for ticket in asked:
            check = checks.get(ticket._origin.id)
            if check and check.state == "done":
                continue
            kinds = ticket.type_id.sudo().cs_evidence_kind_ids
            if check:
                kinds -= check.evidence_ids.filtered("is_given").kind_id
            found[ticket.id] = [self._self_check_words(kinds)]
        return found

    def _self_check_words(self, missing):
        names = format_list(self.env, missing.mapped("name"))
        if not names:
            return self.env._("finishing the self-check")
        return self.env._("self-check: %s missing", names)

    @api.model
    def _work_went_back(self, ticket_ids):
        """When the work on tickets last went back: dict of instants by ticket id.

        Reopened, sent back by a failed check, or moved back to the execution.
        """
        if not ticket_ids:
            return {}
        again = self._again_kinds()
        kinds = (*again, FactKind.STAGE.value)
        events = self.env["cs.ticket.event"].sudo()
        found = events.search_fetch(
            [("ticket_id", "in", ticket_ids), ("kind", "in", kinds)],
            ["ticket_id", "kind", "at", "payload"],
            order="at, id",
        )
        return {
            event.ticket_id.id: event.at
            for event in found
            if event.kind in again or (event.payload or {}).get("phase") == "execution"
        }
