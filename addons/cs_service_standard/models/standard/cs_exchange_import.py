from odoo import api, models
from odoo.exceptions import UserError

from ...engine.exchange import (
    LANGUAGE,
    Change,
    ExchangeError,
    Flaw,
    Kind,
    Move,
    compare,
    links,
    parse,
)

# what tells records without a name apart
TELLING = ("metric", "limit_value", "limit_unit", "phase", "check", "moment", "share")
IMPORTING = {"cs_importing": True, "lang": LANGUAGE, "active_test": False}


class CsExchange(models.AbstractModel):
    """From the file to records: what would change first, then all of it or nothing.

    Everything is written with the rights of the manager who imports, through the
    same constraints as by hand.
    """

    _inherit = "cs.exchange"

    @api.model
    def _parse(self, text):
        """The content of a file, or an error that says what is wrong with it."""
        self._check_manager()
        try:
            return parse(text, self._shapes())
        except ExchangeError as error:
            raise UserError(self._flaw_words(error)) from error

    @api.model
    def _flaw_words(self, error):
        if error.flaw is Flaw.NOT_JSON:
            return self.env._("This is no exchange file: it cannot be read as JSON.")
        if error.flaw is Flaw.NOT_A_STANDARD:
            return self.env._(
                "This file is no service standard: export one from another database."
            )
        if error.flaw is Flaw.VERSION:
            return self.env._(
                "The file has format version %s, which this program does not know: "
                "export it again with the same release.",
                error.detail,
            )
        if error.flaw is Flaw.MODEL:
            return self.env._(
                "The file holds records of '%s', which are no part of a standard.",
                error.where,
            )
        if error.flaw is Flaw.FIELD:
            return self.env._(
                "%(record)s of the file has a field '%(field)s' that is unknown here.",
                record=error.where,
                field=error.detail,
            )
        return self.env._(
            "%(record)s of the file has a wrong value: %(field)s.",
            record=error.where,
            field=error.detail,
        )

    @api.model
    def _changes(self, document, areas=None):
        """What the file would change, in the order of the models.

        :param areas: codes of areas to take; ``None``: all
        """
        area_of = self._area_of()
        taken = [m for m in area_of if areas is None or area_of[m] in areas]
        here = self._in_languages(self._document().records, document)
        there = self._in_languages(document.records, document)
        changes = compare(
            {model: here[model] for model in taken if model in there},
            {model: there[model] for model in taken if model in there},
        )
        return sorted(changes, key=lambda change: taken.index(change.model))

    @api.model
    def _in_languages(self, records, document):
        """The records, with texts in languages that both sides have."""
        shared = self._languages() & set(document.languages) | {LANGUAGE}
        shapes = self._shapes()
        return {
            model: {
                key: {
                    name: {c: t for c, t in value.items() if c in shared}
                    if value and shapes[model][name] is Kind.TERMS
                    else value
                    for name, value in record.items()
                }
                for key, record in found.items()
            }
            for model, found in records.items()
        }

    @api.model
    def _missing(self, document, areas=None):
        """What the file refers to and is not here: list of (model, key, name)."""
        targets = self._targets(document, areas)
        found = {}
        for _model, key, comodel in targets["wanted"]:
            if key not in targets["known"].get(comodel, {}):
                names = document.references.get(comodel, {})
                found[comodel, key] = names.get(key, key.lstrip("="))
        return [(model, key, name) for (model, key), name in sorted(found.items())]

    @api.model
    def _targets(self, document, areas=None):
        """Everything the file refers to, and the records it can be resolved to."""
        shapes, area_of = self._shapes(), self._area_of()
        known = {model: dict(found) for model, found in self._known_records().items()}
        wanted = []
        for model, found in document.records.items():
            if areas is not None and area_of[model] not in areas:
                continue
            known.setdefault(model, {})
            known[model] |= {k: None for k in found if k not in known[model]}
            for record in found.values():
                for name, key in links(record, shapes[model]):
                    comodel = self._comodel(model, name, record)
                    wanted.append((model, key, comodel))
        for comodel in {comodel for *_rest, comodel in wanted}:
            if comodel in self._named():
                keys = {key for _model, key, other in wanted if other == comodel}
                known[comodel] = self._named_records(comodel, keys, document)
        return {"wanted": wanted, "known": known}

    @api.model
    def _comodel(self, model, name, record):
        field = self.env[model]._fields[name]
        return record[name][0] if field.type == "reference" else field.comodel_name

    @api.model
    def _named_records(self, model, keys, document):
        """Records found by XML id, else by the name the file gives them."""
        found = {}
        names = document.references.get(model, {})
        by_name = self._by_name(model)
        for key in keys:
            record = None
            if not key.startswith("="):
                record = self.env.ref(key, raise_if_not_found=False)
                if record is not None and record._name != model:
                    record = None
            record = record or by_name.get(names.get(key, key.lstrip("=")))
            if record:
                found[key] = self.env[model].browse(record.id)
        return found

    @api.model
    def _by_name(self, model):
        """Records of this company or of all, by name; as superuser: names alone."""
        fields_ = self.env[model]._fields
        company = self.env.company.id
        domain = (
            [("company_id", "in", [company, False])]
            if "company_id" in fields_
            else [("id", "!=", False)]
        )
        records = self.env[model].sudo().with_context(**IMPORTING).search(domain)
        return {self._name_of(record): record for record in reversed(records)}

    @api.model
    def _label(self, change, document):
        """What a record is called in the file: its name, or what tells it apart."""
        record = document.records[change.model].get(change.key)
        if record is None:
            record = {name: value for name, value, _new in change.fields}
        for name in ("code", "name", "function"):
            value = record.get(name)
            if value:
                return value.get(LANGUAGE, "") if isinstance(value, dict) else value
        told = [str(record[name]) for name in TELLING if record.get(name)]
        return " ".join(told) or change.key

    @api.model
    def _record_words(self, change: Change, document, record=None):
        """A record as an error or the list of differences names it.

        :param record: the record itself, where it is here already
        """
        model = self.env["ir.model"].sudo()._get(change.model).name
        if record:
            name = record.with_context(cs_with_condition=True).display_name
        return f"{model}: {name if record else self._label(change, document)}"

    @api.model
    def _is_news(self, change):
        return change.move in (Move.ADDED, Move.CHANGED)
