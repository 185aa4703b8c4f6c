import base64
import hashlib

from odoo import api, fields, models

from ...engine.archive import ACCEPTANCE, NEED, SLOTS, SOLUTION

REPORTS = {
    NEED: "cs.need.analysis",
    SOLUTION: "cs.solution",
    ACCEPTANCE: "cs.acceptance",
}


class CsArchiveDocument(models.Model):
    """One of the three documents of a dossier entry (ACC-02).

    Filled with what the analysis, the solution or the acceptance has filed; a paper
    that was signed elsewhere is uploaded.
    """

    _name = "cs.archive.document"
    _description = "Document of a Dossier Entry"
    _order = "archive_id, sequence"
    _rec_name = "kind"

    archive_id = fields.Many2one(
        "cs.archive", required=True, readonly=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="archive_id.ticket_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(
        [
            (NEED, "Need confirmation letter"),
            (SOLUTION, "Solution description"),
            (ACCEPTANCE, "Acceptance report"),
        ],
        string="Document",
        required=True,
        readonly=True,
    )
    asked = fields.Boolean(readonly=True, default=True)
    reason = fields.Char(string="Why It Is Not There", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="Filed Document", readonly=True, ondelete="set null"
    )
    file = fields.Binary(
        string="Upload", attachment=True, help="For a paper signed elsewhere."
    )
    file_name = fields.Char()
    title = fields.Char(string="File", compute="_compute_title", compute_sudo=True)
    checksum = fields.Char(
        string="SHA-256", readonly=True, copy=False, help="As it was when archived."
    )
    state = fields.Selection(
        [
            ("filed", "Filed"),
            ("missing", "Missing"),
            ("not_asked", "Not applicable"),
            ("erased", "Erased on request"),
        ],
        string="Status",
        compute="_compute_state",
    )

    _once_uniq = models.UniqueIndex(
        "(archive_id, kind)", "A dossier entry has each document once."
    )

    @api.depends("attachment_id", "file_name")
    def _compute_title(self):
        """As superuser: the name of a filed document is no secret of its own."""
        for slot in self:
            slot.title = slot.file_name or slot.attachment_id.name

    @api.depends("attachment_id", "file", "asked", "checksum")
    def _compute_state(self):
        for slot in self.with_context(bin_size=True):
            if slot.attachment_id or slot.file:
                slot.state = "filed"
            elif slot.checksum:
                slot.state = "erased"
            else:
                slot.state = "missing" if slot.asked else "not_asked"

    def write(self, vals):
        self.archive_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_entry(self):
        self.archive_id._check_open()

    def action_open(self):
        """Read the document."""
        self.ensure_one()
        url = f"/web/content/{self.attachment_id.id}"
        if self.file:
            url = f"/web/content/{self._name}/{self.id}/file?filename_field=file_name"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def _title(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _as_vals(self):
        """What ``_sync_documents`` looks after."""
        self.ensure_one()
        return {
            "attachment_id": self.attachment_id.id,
            "asked": self.asked,
            "reason": self.reason,
        }

    def _digest(self):
        """SHA-256 of the document as it is now, empty for none.

        As superuser: whoever archives a ticket need not own its documents.
        """
        self.ensure_one()
        slot = self.sudo().with_context(bin_size=False)
        content = slot.attachment_id.raw
        if slot.file:
            content = base64.b64decode(slot.file)
        return hashlib.sha256(content).hexdigest() if content else ""


class CsArchive(models.Model):
    """The three slots of an entry follow what has been filed."""

    _inherit = "cs.archive"

    def _sync_documents(self):
        """Make the slots, and fill them with the newest documents.

        As superuser: documents belong to the parts of the ticket.
        """
        entries = self.sudo().filtered(lambda entry: entry.state == "open")
        filed = entries._filed_documents()
        vals_list = []
        for entry in entries:
            slots = {slot.kind: slot for slot in entry.document_ids}
            for number, kind in enumerate(SLOTS):
                reason = entry.ticket_id._cs_document_not_asked(kind)
                vals = {
                    "attachment_id": filed.get((kind, entry.ticket_id.id), False),
                    "asked": not reason,
                    "reason": reason,
                }
                if kind not in slots:
                    own = {"archive_id": entry.id, "kind": kind, "sequence": number}
                    vals_list.append(own | vals)
                elif vals != slots[kind]._as_vals():
                    slots[kind].write(vals)
        self.env["cs.archive.document"].sudo().create(vals_list)

    def _filed_documents(self):
        """Newest document of each part: attachment id by (slot, ticket id)."""
        found = {}
        tickets = self.ticket_id
        attachments = self.env["ir.attachment"].sudo()
        owners = {}
        for kind, model in REPORTS.items():
            rows = self.env[model].sudo()
            rows = rows.search_fetch(self._filing_domain(kind, tickets), ["ticket_id"])
            owners |= {(model, row.id): (kind, row.ticket_id.id) for row in rows}
        domain = [
            ("res_model", "in", list(REPORTS.values())),
            ("res_id", "in", [res_id for _model, res_id in owners]),
            ("res_field", "=", False),
        ]
        names = ["res_model", "res_id"]
        for one in attachments.search_fetch(domain, names, order="id"):
            place = owners.get((one.res_model, one.res_id))
            if place:
                found[place] = one.id
        return found

    def _filing_domain(self, kind, tickets):
        """Records of a part whose document counts: confirmed, agreed, accepted."""
        states = {
            NEED: ["confirmed"],
            SOLUTION: ["accepted"],
            ACCEPTANCE: ["accepted", "tacit"],
        }
        return [("ticket_id", "in", tickets.ids), ("state", "in", states[kind])]
