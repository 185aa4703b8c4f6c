from odoo import fields, models
from odoo.exceptions import UserError

from ...wording import listed

LETTER = "cs_service_standard.mail_template_service_summary"


class CsArchive(models.Model):
    """The way into the dossier: summary to the customer, archive, close."""

    _inherit = "cs.archive"

    phase = fields.Selection(related="ticket_id.stage_id.cs_phase")
    has_email = fields.Boolean(compute="_compute_has_email", compute_sudo=True)

    def _compute_has_email(self):
        for entry in self:
            ticket = entry.ticket_id
            entry.has_email = bool(ticket.partner_id.email or ticket.partner_email)

    def action_send_summary(self):
        """Send the customer the summary with warranty and a way to answer (ACC-01).

        As superuser beyond the check of access: the letter belongs to managers, and
        an archived entry is closed to people.
        """
        for entry in self:
            entry._check_tellable()
            if not entry.has_email:
                raise UserError(
                    self.env._(
                        "Ticket %s has no e-mail address of the customer: give the "
                        "summary by telephone and press 'Given in Person'.",
                        entry.display_name,
                    )
                )
            entry.ticket_id._cs_send_letters(LETTER, entry.sudo())
        self._set_told("mail")

    def action_told(self):
        """The customer heard the summary from a person."""
        for entry in self:
            entry._check_tellable()
        self._set_told("person")

    def action_archive_entry(self):
        """Make the entry part of the dossier; it is read-only from now on (ACC-02)."""
        self.check_access("write")
        self._sync_documents()
        for entry in self.filtered(lambda e: e.state == "open"):
            lacks = entry._lacks()
            if lacks:
                raise UserError(
                    self.env._(
                        "Ticket %(ticket)s cannot be archived yet, still missing: "
                        "%(missing)s.",
                        ticket=entry.display_name,
                        missing=listed(self.env, lacks),
                    )
                )
            entry._set_archived()

    def action_finish(self):
        """All that is left in one go: summary, archive, close."""
        self.ensure_one()
        if not self.told_at:
            self.action_send_summary()
        self.action_archive_entry()
        self.ticket_id.action_cs_close()
        return self.ticket_id._get_records_action()

    def action_correct(self):
        """Take an entry back that is not sealed yet, to put it right.

        As superuser beyond the check of access: an archived entry is closed to people.
        """
        self.check_access("write")
        self.ticket_id._cs_file_now()
        for entry in self.filtered("sealed_at"):
            raise UserError(
                self.env._(
                    "The dossier entry of ticket %s is sealed: write an amendment.",
                    entry.display_name,
                )
            )
        self.sudo().write({"state": "open", "archived_at": False, "archived_by": False})
        self._sync_documents()

    def _check_tellable(self):
        """What the customer is told has to be known."""
        self.ensure_one()
        self.check_access("write")
        self.ticket_id._cs_file_now()
        if self.sealed_at:
            raise UserError(
                self.env._(
                    "Ticket %s is closed and its entry sealed: write to the customer "
                    "on the ticket.",
                    self.display_name,
                )
            )
        if self.needs_warranty and not self.warranty_months:
            raise UserError(
                self.env._(
                    "Enter the months of warranty of ticket %s: the summary tells "
                    "the customer.",
                    self.display_name,
                )
            )
        if not self.resolution_id:
            raise UserError(
                self.env._(
                    "Choose the resolution of ticket %s: the summary tells the "
                    "customer how it ended.",
                    self.display_name,
                )
            )

    def _set_told(self, medium):
        self.sudo().write({"told_at": fields.Datetime.now(), "told_by": medium})

    def _set_archived(self):
        """As superuser: nobody else writes an archived entry."""
        now = fields.Datetime.now()
        entries = self.sudo()
        entries._take_over()
        for slot in entries.document_ids:
            slot.checksum = slot._digest()
        entries.write(
            {"state": "archived", "archived_at": now, "archived_by": self.env.uid}
        )

    def _feedback_link(self):
        """Address of the customer's page where he may answer, for the letter."""
        self.ensure_one()
        return self.ticket_id.sudo()._cs_page_link("cs_feedback")
