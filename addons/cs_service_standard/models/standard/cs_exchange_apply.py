import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ...engine.exchange import LANGUAGE, Kind, Move
from .cs_exchange_import import IMPORTING

_logger = logging.getLogger(__name__)


class CsExchange(models.AbstractModel):
    """Write what a file brings: in one transaction, all of it or nothing."""

    _inherit = "cs.exchange"

    @api.model
    def _apply(self, document, areas, create=()):
        """Make the changes of these areas.

        :param areas: codes of areas to take
        :param create: (model, key) of missing things that may be made by name
        :return: number of records that were made or changed
        """
        self._check_manager()
        with self.env.cr.savepoint():
            self._create_missing(document, areas, create)
            changes = [c for c in self._changes(document, areas) if self._is_news(c)]
            course = {
                "document": document,
                "known": self._targets(document, areas)["known"],
                "later": [],
                "waiting": {},
            }
            for model, _parent, _area in self._models():
                self._apply_model(
                    model, [c for c in changes if c.model == model], course
                )
            for change, record, names in course["later"]:
                vals = self._to_vals(change, names, course)[0]
                self._try(change, course, record.write, vals)
            return len(changes)

    @api.model
    def _create_missing(self, document, areas, create):
        """Make what somebody ticked; whatever else is missing stops everything."""
        for model, key, name in self._missing(document, areas):
            if (model, key) not in create or model not in self._creatable():
                kind = self.env["ir.model"].sudo()._get(model).name
                raise UserError(
                    self.env._(
                        "Nothing was changed: %(kind)s '%(name)s' is missing here. "
                        "Make it first, or tick it if the list offers that.",
                        kind=kind or model,
                        name=name,
                    )
                )
            vals = {"name": name}
            if "company_id" in self.env[model]._fields:
                vals["company_id"] = self.env.company.id
            self.env[model].create(vals)

    @api.model
    def _apply_model(self, model, changes, course):
        if not changes:
            return
        known = course["known"][model]
        added = [change for change in changes if change.move is Move.ADDED]
        prepared = [self._prepare(change, course) for change in added]
        records = self._create_all(model, added, prepared, course)
        for change, record in zip(added, records, strict=True):
            known[change.key] = record
            self._finish(change, record, course)
        keys = {record.id: c.key for c, record in zip(added, records, strict=True)}
        self.env["cs.exchange.key"]._remember(model, keys)
        for change in changes:
            if change.move is Move.CHANGED:
                record = known[change.key].with_context(**IMPORTING)
                vals = self._prepare(change, course)
                self._try(change, course, record.write, vals)
                self._finish(change, record, course)

    @api.model
    def _prepare(self, change, course):
        """Values that can be written now; what refers ahead waits."""
        vals, later = self._to_vals(change, [n for n, *_rest in change.fields], course)
        course["waiting"][change.model, change.key] = later
        return vals

    @api.model
    def _finish(self, change, record, course):
        """Texts in other languages; what waits for records that come later."""
        shape = self._shape(change.model)
        for name, _old, value in change.fields:
            if shape[name] is Kind.TERMS and value:
                languages = self._languages() & set(course["document"].languages)
                texts = {c: value.get(c, False) for c in languages - {LANGUAGE}}
                if texts:
                    record.update_field_translations(name, texts)
        later = course["waiting"].pop((change.model, change.key))
        if later:
            course["later"].append((change, record.with_context(**IMPORTING), later))

    @api.model
    def _create_all(self, model, changes, vals_list, course):
        """Records of a model in one go; one after the other to find who is to blame."""
        if not changes:
            return self.env[model]
        more = self._vals_of_new(model)
        vals_list = [more | vals for vals in vals_list]
        records = self.env[model].with_context(**IMPORTING)
        try:
            with self.env.cr.savepoint():
                made = records.create(vals_list)
                self.env.flush_all()
                return made
        except Exception:
            _logger.info("%s: one after the other", model, exc_info=True)
            for change, vals in zip(changes, vals_list, strict=True):
                records |= self._try(change, course, records.create, vals)
            return records

    @api.model
    def _vals_of_new(self, model):
        """Whose a new record is; no parts by default, the file brings them."""
        known = {name for name, *_rest in self._models()}
        vals = {}
        for name, field in self.env[model]._fields.items():
            if name == "company_id" and not field.related:
                vals[name] = self.env.company.id
            elif (
                field.type == "one2many"
                and field.comodel_name in known
                and field.store
                and (field.default or field.compute)
            ):
                vals[name] = []
        return vals

    @api.model
    def _try(self, change, course, act, vals):
        """Do one thing; if it fails, say for which record of the file and why."""
        try:
            with self.env.cr.savepoint():
                result = act(vals)
                self.env.flush_all()
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # nobody's fault: the whole request is tried again
            raise
        except Exception as error:
            raise UserError(
                self.env._(
                    "Nothing was changed. %(record)s: %(why)s",
                    record=self._record_words(change, course["document"]),
                    why=self._why(error),
                )
            ) from error
        return result

    @api.model
    def _why(self, error):
        """The reason in words; a broken constraint of the database by its message."""
        if isinstance(error, psycopg2.IntegrityError):
            for model in (self.env[m] for m, *_rest in self._models()):
                if model._table == error.diag.table_name:
                    return model._sql_error_to_message(error)
        return str(error)

    @api.model
    def _to_vals(self, change, names, course):
        """:return: values, and names of fields that refer to what is not made yet"""
        shape = self._shape(change.model)
        values = {n: value for n, _old, value in change.fields if n in names}
        vals, later = {}, []
        for name, value in values.items():
            kind = shape[name]
            if kind not in (Kind.LINK, Kind.LINKS, Kind.ANY_LINK):
                vals[name] = self._plain(kind, value)
                continue
            comodel = self._comodel(change.model, name, values) if value else None
            keys = value if kind is Kind.LINKS else [value] if value else []
            if kind is Kind.ANY_LINK and value:
                keys = [value[1]]
            found = [course["known"].get(comodel, {}).get(key) for key in keys]
            if None in found:
                later.append(name)
            else:
                vals[name] = self._linked(kind, [r.id for r in found], comodel)
        return vals, later

    @api.model
    def _plain(self, kind, value):
        if value is None:
            return 0 if kind is Kind.NUMBER else False
        return value[LANGUAGE] if kind is Kind.TERMS else value

    @api.model
    def _linked(self, kind, ids, comodel):
        if kind is Kind.LINKS:
            return [(6, 0, ids)]
        if not ids:
            return False
        return f"{comodel},{ids[0]}" if kind is Kind.ANY_LINK else ids[0]
