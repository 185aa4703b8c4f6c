from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine import evidence as rules
from ...engine import upload

# base64 of the first bytes, more than either rule looks at
HEAD = upload.HEAD_BYTES * 4 // 3 // 4 * 4
MB = 1024 * 1024


class CsSelfCheckEvidence(models.Model):
    """One piece of evidence: a file taken on the spot, or a few words."""

    _name = "cs.self.check.evidence"
    _description = "Evidence of a Self-Check"
    _order = "self_check_id, sequence, id"

    self_check_id = fields.Many2one(
        "cs.self.check", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="self_check_id.ticket_id", store=True)
    kind_id = fields.Many2one("cs.evidence.kind", required=True, ondelete="restrict")
    sequence = fields.Integer(related="kind_id.sequence", store=True)
    medium = fields.Selection(related="kind_id.medium")
    hint = fields.Char(related="kind_id.hint")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    text = fields.Text()
    is_given = fields.Boolean(
        string="Provided", compute="_compute_is_given", store=True, compute_sudo=True
    )

    _kind_uniq = models.UniqueIndex(
        "(self_check_id, kind_id)", "This evidence stands in the list already."
    )

    @api.depends("file", "text", "kind_id.medium")
    def _compute_is_given(self):
        for evidence in self.with_context(bin_size=True):
            words = (evidence.text or "").strip()
            is_text = evidence.kind_id.medium == "text"
            evidence.is_given = bool(words if is_text else evidence.file)

    @api.constrains("file", "kind_id")
    def _check_file(self):
        """A video is a video, and nothing that a computer would run."""
        for evidence in self.with_context(bin_size=False):
            if evidence.file and (problem := evidence._file_problem()):
                raise ValidationError(problem)

    @api.model_create_multi
    def create(self, vals_list):
        found = super().create([self._without_verdict(vals) for vals in vals_list])
        found.self_check_id._check_is_draft()
        found._name_files()
        return found

    def write(self, vals):
        self.self_check_id._check_is_draft()
        result = super().write(self._without_verdict(vals))
        if vals.keys() & {"file", "file_name"}:
            self._name_files()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self.self_check_id._check_is_draft()

    def _files(self):
        """The stored files, as superuser: they follow the evidence."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    def _name_files(self):
        """Reviewers and archives see the names people gave their files."""
        names = {evidence.id: evidence.file_name for evidence in self}
        for name, files in self._files().grouped(lambda f: names[f.res_id]).items():
            if name:
                files.write({"name": name})

    @api.model
    def _without_verdict(self, vals):
        """Whether evidence is there is seen, never claimed."""
        return {key: value for key, value in vals.items() if key != "is_given"}

    def _file_problem(self):
        """Why the file cannot be taken, as one sentence, or nothing."""
        self.ensure_one()
        names = {
            "file": self.file_name or self.kind_id.name,
            "kind": self.kind_id.name,
            "size": self.kind_id.max_mb,
        }
        head = b64decode(self.file[:HEAD])
        limit = self.kind_id.max_mb * MB
        if limit and rules.decoded_size(len(self.file)) > limit:
            return self.env._(
                '"%(file)s" is too big for "%(kind)s": at most %(size)s MB.', **names
            )
        if not upload.accepts_file(self.file_name or "", head, ()):
            return self.env._('"%(file)s" is a kind of file we do not take.', **names)
        if not rules.suits(self.kind_id.medium, head):
            return self.env._(
                '"%(file)s" does not suit "%(kind)s": take another file.', **names
            )
        return None
