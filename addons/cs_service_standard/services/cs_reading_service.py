from datetime import date, datetime

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache


class CsReadingService(models.AbstractModel):
    """Rows of many small tables, read by one statement instead of one for each.

    A ticket with a full life lies in two dozen tables. Its form shows a few rows of
    each, so that asking costs far more than the answer. What is read here lands in
    the cache, as if each list had been read for itself: with the same access rules.
    """

    _name = "cs.reading.service"
    _description = "Rows of Many Tables in One Statement"

    @api.model
    def _read(self, lists=(), others=()):
        """Read one2many fields with their rows, and other records.

        :param lists: pairs of records and the names of one2many fields
        :param others: recordsets; their access is the caller's concern, reads over
            RPC check it again
        """
        asked = [
            (records, records._fields[name])
            for records, names in lists
            for name in names
            if any(records._fields[name]._cache_missing_ids(records))
        ]
        queries = [self._query_of_list(records, field) for records, field in asked]
        queries += [
            (model, columns, query)
            for model, columns, query in map(self._query_of, filter(None, others))
            # a record is read as a whole: one column tells of all
            if any(columns[0]._cache_missing_ids(model))
        ]
        found = self._execute(queries)
        for (records, field), rows in zip(asked, found, strict=False):
            self._keep_list(records, field, rows)

    def _execute(self, queries):
        """Rows of each query as dicts; their values are in the cache afterwards."""
        if not queries:
            return []
        parts = [self._to_sql(*query) for query in queries]
        statement = SQL("SELECT %s", SQL(", ").join(parts))
        [found] = self.env.execute_query(statement)
        found = [rows or [] for rows in found]
        for (model, columns, _query), rows in zip(queries, found, strict=True):
            self._keep_rows(model, columns, rows)
        return found

    @api.model
    def _query_of_list(self, records, field):
        """The search that reading this one2many field would make."""
        model = records.env[field.comodel_name]
        model = model.with_context(active_test=False, **field.context)
        domain = field.get_comodel_domain(records)
        domain &= Domain(field.inverse_name, "in", records.ids)
        query = model._search(domain, order=model._order)
        columns = self._columns(model)
        inverse = model._fields[field.inverse_name]
        return model, columns if inverse in columns else [*columns, inverse], query

    @api.model
    def _query_of(self, records):
        return records, self._columns(records), records._as_query(ordered=False)

    @api.model
    def _columns(self, model):
        """What reading any field of a record would bring along."""
        known = model._fields
        return [
            known[name]
            for name in self._stored_names(model._name)
            if model.env.su or model._has_field_access(known[name], "read")
        ]

    @api.model
    @ormcache("name")
    def _stored_names(self, name):
        """Names of the fields of a model that are columns and read with any other."""
        return tuple(
            field.name
            for field in self.env[name]._fields.values()
            if field.prefetch is True
            and field.store
            and field.column_type
            and field.name != "id"
        )

    @api.model
    def _to_sql(self, model, columns, query):
        names = tuple(field.name for field in columns)
        terms = self._terms(model._name, names, model.env.lang)
        return SQL("(SELECT json_agg(t) FROM (%s) AS t)", query.select(terms))

    @api.model
    @ormcache("name", "names", "lang")
    def _terms(self, name, names, lang):
        """The columns as SQL, remembered: there are hundreds, always the same ones.

        :param name: of a model
        :param names: of its columns
        :param lang: code of the language of their texts
        """
        # what may be read has been decided by who chose the columns
        model = self.env[name].sudo().with_context(lang=lang)
        query = model._as_query(ordered=False)
        terms = [
            SQL(
                "%s AS %s",
                model._field_to_sql(model._table, column, query),
                SQL.identifier(column),
            )
            for column in names
        ]
        return SQL(", ").join([SQL.identifier(model._table, "id"), *terms])

    @api.model
    def _keep_rows(self, model, columns, rows):
        """Changes that wait to be written stay as they are."""
        records = model.browse(row["id"] for row in rows)
        for field in columns:
            convert = CONVERT.get(field.type)
            values = (row[field.name] for row in rows)
            if convert:
                values = (value and convert(value) for value in values)
            field._insert_cache(records, values)

    @api.model
    def _keep_list(self, records, field, rows):
        ids = {record_id: [] for record_id in records.ids}
        for row in rows:
            ids[row[field.inverse_name]].append(row["id"])
        field._insert_cache(records, map(tuple, ids.values()))


CONVERT = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}
