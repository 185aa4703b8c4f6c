from odoo import models

from ...engine.archive import product_key

END = ("quality", "acceptance", "followup")


class HelpdeskTicket(models.Model):
    """The end of a ticket: its card, and what its dossier entry takes from it."""

    _inherit = "helpdesk.ticket"

    def action_cs_open_closing(self):
        """The entry for the dossier; the first look creates it."""
        self.ensure_one()
        self._cs_file_now()
        entry = self._cs_archives().get(self.id, self.env["cs.archive"])
        stale = entry.sealed_at and not self.stage_id._cs_outcome()
        entry = entry.with_user(self.env.user).sudo(False)
        if not entry or stale:
            entry = entry.create({"ticket_id": self.id})
        else:
            entry._sync_documents()
        return self._cs_open_part(entry, "cs.archive", self.env._("Closing"))

    def _cs_archives(self):
        """The latest entry of each ticket that has one, as superuser."""
        entries = self.env["cs.archive"].sudo()
        found = entries.search([("ticket_id", "in", self.ids)], order="id")
        return {entry.ticket_id.id: entry for entry in found}

    def _cs_prepare_archive_vals(self):
        """What the dossier writes down of this ticket."""
        self.ensure_one()
        product = self.cs_product_id
        name = product.display_name if product else self.cs_product_name
        kind = self.type_id
        return {
            "kind": "complaint" if kind.cs_is_complaint else "service",
            "type_id": kind.id,
            "partner_id": self.partner_id.id,
            "product_id": product.id,
            "product_name": name,
            "product_key": product_key(product.id, self.cs_product_name) or False,
            "received_at": self.cs_received_at or self.create_date,
        }

    def _cs_document_not_asked(self, kind):
        """Why a document does not belong into the entry of this ticket; else False."""
        self.ensure_one()
        if self.cs_path == "short":
            return self.env._("short path")
        if not self.cs_profile_id[f"archive_{kind}"]:
            return self.env._("not asked for by the standard")
        return False

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "closing"]

    def _cs_life_closing(self):
        """The card of the end, from the quality check on."""
        ending = self.filtered(lambda ticket: ticket.cs_phase in END)
        entries = ending._cs_archives() if ending else {}
        none = self.env["cs.archive"]
        cards = {
            ticket.id: ticket._cs_closing_card(entries.get(ticket.id, none))
            for ticket in ending
        }
        return {ticket_id: card for ticket_id, card in cards.items() if card}

    def _cs_closing_card(self, entry):
        self.ensure_one()
        asked = self.cs_path != "short"
        if not entry and not asked:
            return None
        if entry.sealed_at and not self.stage_id._cs_outcome():
            entry = entry.browse()
        state, text, order = self._cs_closing_state(entry, asked)
        lines = [
            [self.env._("How it ended"), entry.resolution_id.name],
            [self.env._("Root cause"), entry.cause_id.name],
            [self.env._("Promises kept"), entry.promises_kept],
        ]
        return {
            "title": self.env._("Closing"),
            "phase": "followup",
            "state": state,
            "state_text": text,
            "lines": [line for line in lines if line[1]],
            "action": "action_cs_open_closing",
            "action_label": self.env._("Open the closing"),
            "next": order,
        }

    def _cs_closing_state(self, entry, asked):
        """How far it is, in a code and a word, and what to do."""
        if entry.sealed_at:
            return "done", self.env._("In the dossier"), False
        if entry.state == "archived":
            order = not entry.told_at and self.env._(
                "Give the customer the service summary"
            )
            return "open" if order else "done", self.env._("Archived"), order
        order = asked and self.env._("Enter resolution and root cause, then archive")
        return "open" if entry else "todo", self.env._("To do"), order
