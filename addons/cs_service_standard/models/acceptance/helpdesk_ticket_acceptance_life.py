from odoo import models

from ...engine.phases import place


class HelpdeskTicket(models.Model):
    """The card of the acceptance in the course of a ticket."""

    _inherit = "helpdesk.ticket"

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "acceptance"]

    def _cs_life_acceptance(self):
        forms = self._cs_last_forms()
        over = any(form.signed_at for form in forms.values())
        since = self._cs_work_since() if over else {}
        parts = {}
        for ticket in self:
            form = forms.get(ticket.id)
            here = place(ticket.cs_phase) >= place("acceptance")
            asked = ticket.cs_path != "short" and here
            if not (form or asked):
                continue
            over = form and form.signed_at and since.get(ticket.id)
            stale = over and form.signed_at < since[ticket.id]
            part = ticket._cs_acceptance_state(form, asked, stale)
            parts[ticket.id] = {
                "title": self.env._("Acceptance"),
                "phase": "acceptance",
                "lines": ticket._cs_acceptance_lines(form),
                "action": "action_cs_open_acceptance",
                **part,
            }
        return parts

    def _cs_acceptance_state(self, form, asked, stale):
        """State, words and order of the card.

        :param asked: the ticket stands where its customer is asked
        :param stale: the answer is older than the work
        """
        ask = self.env._("Ask for acceptance")
        to_do = {
            "state": "todo",
            "state_text": self.env._("To do"),
            "next": asked and ask,
            "action_label": ask,
        }
        if not form:
            return to_do
        labels = dict(form._fields["state"]._description_selection(self.env))
        words = {
            "state_text": labels[form.state],
            "action_label": self.env._("Open"),
        }
        match form.state:
            case "draft":
                order = self.env._("Send the acceptance form to the customer")
                return words | {"state": "open", "next": order}
            case "sent":
                waits = self.env._("The customer: to accept the result")
                return words | {"state": "waiting", "waits_for": waits}
            case "rejected" if not asked:
                return words | {"state": "problem"}
            case "accepted" | "tacit" if not stale:
                return words | {"state": "done"}
        return to_do

    def _cs_acceptance_lines(self, form):
        if not form:
            return []
        zone = self._cs_reader_zone()
        lines = []
        if form.state == "sent":
            lines.append([self.env._("Sent"), self._cs_when(form.sent_at, zone)])
            if form.tacit_at:
                day = self._cs_when(form.tacit_at, zone)
                lines.append([self.env._("Silence accepts"), day])
        elif form.signed_at:
            lines.append([self.env._("Answered"), self._cs_when(form.signed_at, zone)])
        if form.score:
            stars = self.env._("%s of 5", form.score)
            lines.append([self.env._("Satisfaction"), stars])
        if form.state == "rejected":
            lines.append([self.env._("Says"), form.comment])
        if form.error:
            lines.append([self.env._("Note"), form.error])
        return lines
