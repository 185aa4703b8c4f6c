import hashlib

from odoo import fields, models

REPORT = "cs_service_standard.report_cs_acceptance"


class CsAcceptance(models.Model):
    """The signed form as a document, and the proof that nobody changed it since."""

    _inherit = "cs.acceptance"

    document_id = fields.Many2one("ir.attachment", readonly=True, copy=False)
    document_name = fields.Char(related="document_id.name", string="Document Filed")
    document_hash = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Fingerprint of the document as it was filed.",
    )

    def action_document(self):
        """Open the document; file it if that was not possible before."""
        self.ensure_one()
        if not self.document_id.exists():
            self.check_access("read")
            self.sudo()._file_document()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.document_id.id}",
            "target": "new",
        }

    def action_check_document(self):
        """Compare the document with its fingerprint and say what came of it."""
        self.ensure_one()
        self.check_access("read")
        is_same = self._is_document_unchanged()
        if is_same:
            text = self.env._("The document is unchanged since it was filed.")
        else:
            text = self.env._(
                "The document of %s is NOT the one that was filed: it was changed or "
                "deleted since.",
                self.display_name,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "success" if is_same else "danger",
                "sticky": not is_same,
            },
        }

    def _is_document_unchanged(self):
        """Whether what is filed has the fingerprint it had; as superuser."""
        self.ensure_one()
        form = self.sudo()
        document = form.document_id.exists()
        return bool(document) and _fingerprint(document) == form.document_hash

    def _file_document(self):
        """Keep the answered form as a document of the ticket, with its fingerprint.

        As superuser: whoever signs, the customer by his link included, files it.
        """
        self.ensure_one()
        form = self.sudo()
        ticket = form.ticket_id
        theirs = form.with_context(lang=ticket.partner_id.lang or self.env.lang)
        title = theirs.env._("Acceptance %s", ticket.number)
        document = ticket._cs_file_report(REPORT, form, title)
        form.write(
            {
                "document_id": document.id,
                "document_hash": document and _fingerprint(document.sudo()),
            }
        )


def _fingerprint(document):
    return hashlib.sha256(document.raw or b"").hexdigest()
