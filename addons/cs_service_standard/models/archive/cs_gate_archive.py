from odoo import api, models


class CsGate(models.Model):
    """The end of a ticket as gates: coded, the customer informed, archived."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        return [
            *super()._selection_check(),
            ("coded", self.env._("Resolution and root cause are entered")),
            ("summary_sent", self.env._("The customer has the service summary")),
            ("archived", self.env._("The documents are archived")),
        ]

    def _check_gate_coded(self, tickets):
        """Full path: how it ended and why, before it is closed (ACC-05)."""
        return self._missing_in_archive(tickets, lambda entry: entry._lacks_codes())

    def _check_gate_summary_sent(self, tickets):
        """Full path: the first of two core actions before closing (ACC-07)."""
        words = [self.env._("the service summary to the customer")]
        return self._missing_in_archive(tickets, lambda e: [] if e.told_at else words)

    def _check_gate_archived(self, tickets):
        """Full path: the second of two core actions before closing (ACC-07)."""
        words = [self.env._("archiving of the documents")]
        return self._missing_in_archive(
            tickets, lambda entry: [] if entry.state == "archived" else words
        )

    def _missing_in_archive(self, tickets, lacks):
        """What the entries of tickets of the full path lack: dict by ticket id.

        An entry sealed before the ticket was reopened says nothing about now.
        """
        asked = tickets.filtered(lambda t: t.cs_path != "short")
        entries = asked._origin._cs_archives()
        sealed = [key for key, entry in entries.items() if entry.sealed_at]
        begun = self._work_since(sealed)
        none = self.env["cs.archive"]
        found = {}
        for ticket in asked:
            key = ticket._origin.id
            entry = entries.get(key, none)
            since = begun.get(key)
            if entry.sealed_at and since and entry.archived_at < since:
                entry = none
            words = lacks(entry.ensure_one() if entry else none.new({}))
            if words:
                found[ticket.id] = words
        return found
