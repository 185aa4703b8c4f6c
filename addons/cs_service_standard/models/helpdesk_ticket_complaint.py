from odoo import api, fields, models

from ..engine.facts import FactKind
from ..wording import listed

APOLOGY = "cs_service_standard.mail_template_complaint_apology"
DAY = 86400


class HelpdeskTicket(models.Model):
    """A complaint on the course of a ticket: apology, contacts, and who takes part."""

    _inherit = "helpdesk.ticket"

    def action_cs_apologise(self):
        """Write to the customer, beginning with the sentences of the apology."""
        self.ensure_one()
        template = self.env.ref(APOLOGY, raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apologise"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id if template else False,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
            },
        }

    def action_cs_involve_partner(self):
        """Ask a carrier, supplier or other partner to settle it together with us.

        The task names him on the ticket and tells the customer the date.
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Involve a Partner"),
            "res_model": "cs.coordination.task",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_ticket_id": self.id,
                "default_name": self.env._("Settle it together: %s", self.name),
                "default_deadline": self._cs_working_after(fields.Datetime.now(), DAY),
            },
        }

    def _cs_prevention_written(self, steps):
        """What prevents a repetition was written down; a hook of improvements.

        :param steps: ``cs.ticket.step`` of these tickets, with the measure as evidence
        """

    @api.model
    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "complaint", "partners"]

    @api.model
    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_step_ids"]

    def _cs_life_complaint(self):
        """Card of a complaint: the apology, and how often we were in touch."""
        complaints = self.filtered("type_id.cs_is_complaint")
        if not complaints:
            return {}
        contacts = complaints._cs_contact_counts()
        letters = complaints._cs_letter_counts()
        parts = {}
        for ticket in complaints:
            apology = ticket.cs_step_ids.filtered(
                lambda step: step.step_id.purpose == "apology"
            )[:1]
            parts[ticket.id] = {
                "title": ticket.type_id.name,
                "phase": "classified",
                "action": "action_cs_apologise",
                "action_label": self.env._("Apologise in a letter"),
                **ticket._cs_apology_state(apology),
            }
            parts[ticket.id]["lines"] += [
                [self.env._("Contacts"), str(contacts.get(ticket.id, 0))],
                [self.env._("Letters"), str(letters.get(ticket.id, 0))],
            ]
        return parts

    def _cs_apology_state(self, step):
        """State and first line of the card.

        :param step: the step of the apology, empty where the process has none
        """
        self.ensure_one()
        title = self.env._("Apology")
        if not step:
            text = self.env._("In work")
            return {"state": "quiet", "state_text": text, "lines": []}
        if step.state == "open":
            text = self.env._("Apology open")
            return {
                "state": "todo",
                "state_text": text,
                "lines": [[title, self.env._("Not yet: step '%s'", step.name)]],
            }
        if step.state == "skipped":
            text = self.env._("Skipped")
            return {"state": "quiet", "state_text": text, "lines": [[title, text]]}
        when = self._cs_when(step.done_at, self._cs_reader_zone())
        text = self.env._("Apologised")
        line = f"{when}, {step.done_by.name}"
        return {"state": "done", "state_text": text, "lines": [[title, line]]}

    def _cs_contact_counts(self):
        """How often a person was in touch with the customer: dict by ticket id."""
        groups = self.env["cs.ticket.event"]._read_group(
            [("ticket_id", "in", self.ids), ("kind", "=", FactKind.CONTACT.value)],
            ["ticket_id"],
            ["__count"],
        )
        return {ticket.id: count for ticket, count in groups}

    def _cs_letter_counts(self):
        """Letters from us to the customer, written or sent for us: by ticket id."""
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        groups = self.env["mail.message"]._read_group(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("message_type", "=", "comment"),
                ("subtype_id", "=", comment),
                ("author_id.partner_share", "=", False),
            ],
            ["res_id"],
            ["__count"],
        )
        return dict(groups)

    def _cs_life_partners(self):
        """Card of the partners who settle a complaint with us."""
        quiet = {"state": "quiet", "state_text": self.env._("Nobody involved")}
        busy = {"state": "open", "state_text": self.env._("Taking part")}
        late = {"state": "problem", "state_text": self.env._("Late")}
        parts = {}
        for ticket in self.filtered("type_id.cs_is_complaint"):
            names = ticket._cs_vendor_names()
            look = quiet
            if names:
                look = late if ticket.cs_late_task_count else busy
            parts[ticket.id] = {
                "title": self.env._("Partners"),
                "phase": "analysis",
                "lines": [[self.env._("With"), names]] if names else [],
                "action": "action_cs_involve_partner",
                "action_label": self.env._("Involve a partner"),
                **look,
            }
        return parts

    def _cs_vendor_names(self):
        """Companies that take part by name; of a person nothing is told here."""
        self.ensure_one()
        somebody = self.env._("an external partner")
        companies = self.cs_vendor_ids.commercial_partner_id
        names = [c.name if c.is_company else somebody for c in companies]
        return listed(self.env, dict.fromkeys(names))
