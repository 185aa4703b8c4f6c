from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


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
        columns = model._determine_fields_to_fetch(None)
        return [
            field
            for field in columns
            if field.store and field.column_type and field.name != "id"
        ]

    @api.model
    def _to_sql(self, model, columns, query):
        terms = [SQL.identifier(model._table, "id")]
        terms += [
            SQL(
                "%s AS %s",
                model._field_to_sql(model._table, field.name, query),
                SQL.identifier(field.name),
            )
            for field in columns
        ]
        return SQL("(SELECT json_agg(t) FROM (%s) AS t)", query.select(*terms))

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


def _to_datetime(text):
    """An instant as JSON writes it: fractions of a second come in any length."""
    return datetime.strptime(text, f"%Y-%m-%dT%H:%M:%S{'.%f' if '.' in text else ''}")


CONVERT = {"date": fields.Date.to_date, "datetime": _to_datetime}
