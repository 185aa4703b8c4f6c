from uuid import uuid4

from odoo import api, models

from ...engine.exchange import LANGUAGE, Document, Kind, render


class CsExchange(models.AbstractModel):
    """From records to the file: keys that stay, values without ids."""

    _inherit = "cs.exchange"

    @api.model
    def _export(self):
        """The whole standard of this company as the text of a file."""
        self._check_manager()
        return render(self._document())

    @api.model
    def _document(self):
        """What is here now, as a file would hold it."""
        known = self._known_records()
        keys = {
            (model, record.id): key
            for model, found in known.items()
            for key, record in found.items()
        }
        named = self._named_keys(known)
        records = {
            model: self._to_records(model, found, keys | named)
            for model, found in known.items()
        }
        references = {}
        for (model, res_id), key in named.items():
            record = self.env[model].browse(res_id)
            references.setdefault(model, {})[key] = self._name_of(record)
        return Document(records, references, tuple(self._languages()))

    @api.model
    def _known_records(self):
        """Everything that belongs to the standard: dict model -> key -> record."""
        known = {}
        for model, parent, _area in self._models():
            records = self.env[model].with_context(active_test=False)
            records = records.search(self._domain_of(model))
            above = known.get(records._fields[parent].comodel_name) if parent else None
            if above is not None:
                kept = {record.id for record in above.values()}
                records = records.filtered(lambda r: r[parent].id in kept)  # noqa: B023
            parents = {r.id: k for k, r in (above or {}).items()}
            known[model] = self._keyed(model, records, parent, parents)
        return known

    @api.model
    def _keyed(self, model, records, parent, parents):
        """Records by their key; who has none gets one that stays.

        A part without a name is called after its place in the whole, so that two
        databases that were set up alike say the same.
        """
        keys = self._given_keys(model, records)
        taken, made = set(keys.values()), {}
        for record in records.filtered(lambda r: r.id not in keys):
            above = parents.get(record[parent].id) if parent else None
            number = 1
            key = f"{above}#{number}" if above else f"own.{uuid4().hex}"
            while key in taken:
                number += 1
                key = f"{above}#{number}"
            taken.add(key)
            made[record.id] = key
        self.env["cs.exchange.key"]._remember(model, made)
        keys |= made
        return {keys[record.id]: record for record in records}

    @api.model
    def _given_keys(self, model, records):
        """Keys that records have already: given out before, or the id of an addon."""
        keys = self._addon_keys(records)
        return keys | self.env["cs.exchange.key"]._known(model, records.ids)

    @api.model
    def _addon_keys(self, records):
        """As superuser: XML ids are no secret, but only administrators read them."""
        found = {}
        for res_id, names in records.sudo()._get_external_ids().items():
            own = sorted(name for name in names if not name.startswith("__"))
            if own:
                found[res_id] = own[0]
        return found

    @api.model
    def _named_keys(self, known):
        """Keys of what the standard only refers to: (model, id) -> XML id or name."""
        ids = {}
        for model, found in known.items():
            records = self.env[model].browse([r.id for r in found.values()])
            for name, kind in self._shape(model).items():
                if kind in (Kind.LINK, Kind.LINKS):
                    linked = records.mapped(name)
                    ids.setdefault(linked._name, set()).update(linked.ids)
                elif kind is Kind.ANY_LINK:
                    for record in filter(None, (row[name] for row in records)):
                        ids.setdefault(record._name, set()).add(record.id)
        keys = {}
        for model in ids.keys() & self._named():
            records = self.env[model].sudo().browse(sorted(ids[model])).exists()
            given = self._addon_keys(records)
            for record in records:
                name = given.get(record.id) or f"={self._name_of(record)}"
                keys[model, record.id] = name
        return keys

    @api.model
    def _name_of(self, record):
        """As superuser: the name alone, in the language of the program."""
        record = record.sudo().with_context(lang=LANGUAGE)
        return (record.display_name or "").strip()[:200]

    @api.model
    def _to_records(self, model, found, keys):
        """Values of all records of a model: dict key -> field -> value."""
        shape = self._shape(model)
        languages = sorted(self._languages())
        values = {key: {} for key in found}
        for name, kind in shape.items():
            if kind is Kind.TERMS:
                terms = self._terms(model, found, name, languages)
                for key, value in terms.items():
                    values[key][name] = value
                continue
            for key, record in found.items():
                record = record.with_context(lang=LANGUAGE)
                values[key][name] = self._to_value(record, name, kind, keys)
        return values

    @api.model
    def _terms(self, model, found, name, languages):
        """A text in all languages; one that says the same as English is left out."""
        ids = [record.id for record in found.values()]
        said = {}
        for language in languages:
            records = self.env[model].with_context(lang=language).browse(ids)
            said[language] = {record.id: record[name] for record in records}
        terms = {}
        for key, record in found.items():
            base = said.get(LANGUAGE, {}).get(record.id)
            terms[key] = {LANGUAGE: base} if base else None
            for language in languages if base else ():
                text = said[language][record.id]
                if text and text != base:
                    terms[key][language] = text
        return terms

    @api.model
    def _to_value(self, record, name, kind, keys):
        value = record[name]
        if kind is Kind.FLAG:
            return bool(value)
        if kind is Kind.NUMBER:
            return value or 0
        if not value:
            return [] if kind is Kind.LINKS else None
        if kind is Kind.LINK:
            return keys.get((value._name, value.id))
        if kind is Kind.ANY_LINK:
            key = keys.get((value._name, value.id))
            return [value._name, key] if key else None
        if kind is Kind.LINKS:
            linked = (keys.get((value._name, res_id)) for res_id in value.ids)
            return sorted(filter(None, linked))
        return value if isinstance(value, str) else str(value)
