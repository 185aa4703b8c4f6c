import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.exchange import Kind, Move

MAX_BYTES = 5_000_000
SHOWN = 200


class CsExchangeImport(models.TransientModel):
    """A standard from a file: first what would change, then what is ticked of it."""

    _name = "cs.exchange.import"
    _description = "Import of a Standard"

    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("compare", "Compare"), ("done", "Done")],
        default="choose",
        readonly=True,
    )
    area_ids = fields.One2many("cs.exchange.import.area", "import_id")
    line_ids = fields.One2many("cs.exchange.import.line", "import_id")
    missing_ids = fields.One2many("cs.exchange.import.missing", "import_id")
    has_changes = fields.Boolean(compute="_compute_has_changes")
    done_count = fields.Integer(string="Records Written", readonly=True)

    @api.depends("area_ids.added", "area_ids.changed")
    def _compute_has_changes(self):
        for wizard in self:
            areas = wizard.area_ids
            wizard.has_changes = any(a.added or a.changed for a in areas)

    def action_compare(self):
        """List what the file would change; nothing is written yet."""
        self.ensure_one()
        exchange = self.env["cs.exchange"]
        document = self._document()
        changes = exchange._changes(document)
        known = exchange._known_records()
        self.area_ids.unlink()
        self.line_ids.unlink()
        self.missing_ids.unlink()
        self.write(
            {
                "state": "compare",
                "area_ids": [(0, 0, vals) for vals in self._areas(changes)],
                "line_ids": [
                    (0, 0, vals)
                    for change in changes
                    for vals in self._lines(change, document, known)
                ],
                "missing_ids": [
                    (0, 0, self._missing_vals(*missing))
                    for missing in exchange._missing(document)
                ],
            }
        )
        return self._reopen()

    def action_apply(self):
        """Write what is ticked: all of it, or nothing."""
        self.ensure_one()
        areas = self.area_ids.filtered("take").mapped("code")
        if not areas:
            raise UserError(self.env._("Tick at least one part of the standard."))
        ticked = self.missing_ids.filtered("create_it")
        count = self.env["cs.exchange"]._apply(
            self._document(), areas, {(row.model, row.key) for row in ticked}
        )
        self.write({"state": "done", "done_count": count})
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.state = "choose"
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a Standard"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _document(self):
        self.ensure_one()
        try:
            content = base64.b64decode(self.file or b"", validate=False)
            text = content.decode("utf-8-sig")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise UserError(
                self.env._("%s is no text file.", self.filename or self.env._("This"))
            ) from error
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._(
                    "The file has %(size)s MB; a standard has 5 MB at most.",
                    size=round(len(content) / 1_000_000, 1),
                )
            )
        return self.env["cs.exchange"]._parse(text)

    @api.model
    def _areas(self, changes):
        """Numbers for each area that differs; what would change is ticked."""
        exchange = self.env["cs.exchange"]
        area_of = exchange._area_of()
        rows = []
        for code, name in exchange._areas().items():
            moves = [c.move for c in changes if area_of[c.model] == code]
            if not moves:
                continue
            added, changed = moves.count(Move.ADDED), moves.count(Move.CHANGED)
            rows.append(
                {
                    "code": code,
                    "name": name,
                    "added": added,
                    "changed": changed,
                    "kept": moves.count(Move.KEPT),
                    "take": bool(added or changed),
                }
            )
        return rows

    @api.model
    def _lines(self, change, document, known):
        """A line for a record, or one for each field that changes."""
        exchange = self.env["cs.exchange"]
        record = known.get(change.model, {}).get(change.key)
        vals = {
            "area": exchange._areas()[exchange._area_of()[change.model]],
            "name": exchange._record_words(change, document, record),
            "move": change.move.value,
        }
        if change.move is not Move.CHANGED:
            return [vals]
        model = self.env[change.model]
        shape = exchange._shape(change.model)
        return [
            vals
            | {
                "field": model._fields[name]._description_string(self.env),
                "old": self._words(old, shape[name], model._fields[name]),
                "new": self._words(new, shape[name], model._fields[name]),
            }
            for name, old, new in change.fields
        ]

    @api.model
    def _words(self, value, kind, field):
        if value in (None, []):
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if kind is Kind.FLAG:
            return self.env._("Yes") if value else self.env._("No")
        if kind is Kind.TERMS:
            value = " / ".join(value.values())
        elif kind is Kind.LINKS:
            value = ", ".join(self._short(key) for key in value)
        elif kind is Kind.ANY_LINK:
            value = self._short(value[1])
        elif kind is Kind.LINK:
            value = self._short(value)
        return str(value)[:SHOWN]

    @api.model
    def _short(self, key):
        """A key without the addon it comes from."""
        return key.lstrip("=").rsplit(".", 1)[-1]

    @api.model
    def _missing_vals(self, model, key, name):
        kind = self.env["ir.model"].sudo()._get(model).name
        may = model in self.env["cs.exchange"]._creatable()
        return {
            "model": model,
            "key": key,
            "kind": kind or model,
            "name": name,
            "may_create": may,
        }


class CsExchangeImportArea(models.TransientModel):
    """A part of the standard that may be taken from the file, or left."""

    _name = "cs.exchange.import.area"
    _description = "Part of an Import"

    import_id = fields.Many2one("cs.exchange.import", ondelete="cascade")
    code = fields.Char(readonly=True)
    name = fields.Char(string="Part", readonly=True)
    take = fields.Boolean()
    added = fields.Integer(string="New", readonly=True)
    changed = fields.Integer(readonly=True)
    kept = fields.Integer(
        string="Only Here",
        readonly=True,
        help="Not in the file; stays as it is.",
    )


class CsExchangeImportLine(models.TransientModel):
    """One difference between the file and what is here."""

    _name = "cs.exchange.import.line"
    _description = "Difference of an Import"

    import_id = fields.Many2one("cs.exchange.import", ondelete="cascade")
    area = fields.Char(string="Part", readonly=True)
    name = fields.Char(string="Record", readonly=True)
    move = fields.Selection(
        [
            (Move.ADDED.value, "New"),
            (Move.CHANGED.value, "Changes"),
            (Move.KEPT.value, "Only here, stays"),
        ],
        string="What",
        readonly=True,
    )
    field = fields.Char(readonly=True)
    old = fields.Char(string="Now", readonly=True)
    new = fields.Char(string="In the File", readonly=True)


class CsExchangeImportMissing(models.TransientModel):
    """What the file refers to and is not here."""

    _name = "cs.exchange.import.missing"
    _description = "Missing for an Import"

    import_id = fields.Many2one("cs.exchange.import", ondelete="cascade")
    model = fields.Char(readonly=True)
    key = fields.Char(string="Identifier", readonly=True)
    kind = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    may_create = fields.Boolean(readonly=True)
    create_it = fields.Boolean(
        string="Make It", help="Made with this name alone; complete it afterwards."
    )
