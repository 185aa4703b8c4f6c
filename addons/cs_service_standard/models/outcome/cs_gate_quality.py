from odoo import api, models

DRAWN = ("sample", "targeted")
NOT_REPAIRED = ("open", "corrected")


class CsGate(models.Model):
    """The leader's review as a gate: only for tickets that were drawn (QAC-04)."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        return [
            *super()._selection_check(),
            ("leader_passed", self.env._("The quality review is passed, if drawn")),
        ]

    @api.model
    def _gate_fields(self):
        return super()._gate_fields() | {"leader_passed": ("type_id",)}

    def _check_gate_leader_passed(self, tickets):
        """Drawn tickets that nobody has reviewed yet, and work not put right.

        As superuser: what is still to be reviewed is not shown to agents, but
        whoever moves the ticket has to know that he waits for it.
        """
        asked = tickets.filtered(lambda t: t.cs_path != "short")
        ids = asked._origin.ids
        if not ids:
            return {}
        drawn = self._tickets_of("cs.quality.check", ids, DRAWN, "method", "todo")
        broken = self._tickets_of(
            "cs.nonconformity", ids, [True], "is_rework", *NOT_REPAIRED
        )
        found = {}
        for ticket in asked:
            words = []
            if ticket._origin.id in drawn:
                words.append(self.env._("quality review"))
            if ticket._origin.id in broken:
                words.append(self.env._("correction after the failed review, verified"))
            if words:
                found[ticket.id] = words
        return found

    def _tickets_of(self, model, ticket_ids, values, field, *states):
        """Ids of the tickets that have such a record in one of the states."""
        records = self.env[model].sudo()
        domain = [
            ("ticket_id", "in", ticket_ids),
            (field, "in", list(values)),
            ("state", "in", states),
        ]
        return {ticket.id for (ticket,) in records._read_group(domain, ["ticket_id"])}
