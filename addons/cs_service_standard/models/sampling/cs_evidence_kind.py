from odoo import fields, models


class CsEvidenceKind(models.Model):
    """What an executor shows to prove his work: a video, a report (QAC-01)."""

    _name = "cs.evidence.kind"
    _description = "Kind of Evidence"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    medium = fields.Selection(
        [
            ("photo", "Photo"),
            ("video", "Video"),
            ("file", "Document"),
            ("text", "Text"),
        ],
        string="Form",
        default="file",
        required=True,
        help="A file is judged by its contents: a renamed photo is no video. A "
        "document may be photographed.",
    )
    hint = fields.Char(
        translate=True, help="What is to be seen or read; shown to the executor."
    )
    max_mb = fields.Integer(
        string="At Most (MB)", default=100, help="0: as much as the system takes."
    )
    active = fields.Boolean(default=True)

    _max_positive = models.Constraint(
        "CHECK (max_mb >= 0)", "The size of a file must not be negative."
    )
