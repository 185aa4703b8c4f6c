import json
from collections import defaultdict
from functools import lru_cache

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

CHUNK = 1000


class CopiedLink(fields.Many2one):
    """A link to a record that is there for certain, without a key of its own.

    It is copied from a record that guards it already, or the statement that writes it
    holds the other record.

    A foreign key is looked up for each new row; three of them cost more than the row.
    """

    def update_db_foreign_key(self, model, column):
        """None: the key of the record this was copied from holds for both."""


class CsRowMixin(models.AbstractModel):
    """Rows that follow from something else and that only the engine writes.

    They are written with every ticket, so the way of records that people edit would
    cost more than the ticket itself: no defaults, no access checks, no constraints
    in Python. What computes on these fields hears of each change as usual.
    """

    _name = "cs.row.mixin"
    _description = "Rows of the Engine"

    @api.model
    def _insert_rows(self, vals_list, beside=None):
        """Insert rows, a thousand in a statement; return them in the same order.

        :param vals_list: dicts of stored fields; what is false or missing is empty
        :param beside: an ``SQL`` that changes other rows in the first statement
        """
        if self._log_access:
            vals_list = [vals | self._prepare_log_vals() for vals in vals_list]
        names = sorted({name for vals in vals_list for name in vals})
        fields_ = [self._fields[name] for name in names]
        columns = {
            field: [_to_cache(field, vals.get(field.name)) for vals in vals_list]
            for field in fields_
        }
        # most columns of a new clock are empty: PostgreSQL need not be told
        columns = {
            field: values
            for field, values in columns.items()
            if any(value is not None for value in values)
        }
        into = _insert_into(self._table, tuple(field.name for field in columns))
        ids = []
        for arrays in _to_arrays(columns, len(vals_list)):
            insert = SQL("%s SELECT * FROM unnest(%s) RETURNING id", into, arrays)
            if beside:
                insert, beside = SQL("WITH beside AS (%s) %s", beside, insert), None
            ids += [row_id for (row_id,) in self.env.execute_query(insert)]
        records = self.browse(ids)
        given = [field for field in fields_ if field.compute]
        with self.env.protecting(given, records):
            records._remember_rows(columns)
        return records

    @api.model
    def _prepare_log_vals(self):
        now, uid = self.env.cr.now(), self.env.uid
        return dict.fromkeys(("create_date", "write_date"), now) | dict.fromkeys(
            ("create_uid", "write_uid"), uid
        )

    def _remember_rows(self, columns):
        """Tell the cache about new rows, and whatever depends on them.

        :param columns: dict from field to its values, one for each row
        """
        empty = [None] * len(self)
        for field in self._fields.values():
            if field.store and field.column_type and field.name != "id":
                field._insert_cache(self, columns.get(field, empty))
            elif field.store:
                field._insert_cache(self, [()] * len(self))
        for field, values in columns.items():
            for inverse in self.pool.field_inverses[field]:
                self._remember_inverse(inverse, values)
        self.modified(self._heard_names(), create=True)

    @api.model
    @ormcache()
    def _heard_names(self):
        """Names of the fields from which something is computed."""
        heard = self.pool.get_dependent_fields
        return tuple(name for name, f in self._fields.items() if any(heard(f)))

    def _remember_inverse(self, inverse, values):
        """Add new rows to the lists that are in the cache."""
        known = inverse._get_cache(self.env)
        lists = defaultdict(list)
        for row_id, value in zip(self._ids, values, strict=True):
            if value in known:
                lists[value].append(row_id)
        for value, ids in lists.items():
            rows = self.browse(ids)
            owner = self.env[inverse.model_name].browse(value)
            if inverse.domain:
                rows = rows.filtered_domain(inverse.get_comodel_domain(owner))
            known[value] = (*known[value], *rows._ids)

    @api.model
    def _update_rows(self, changes):
        """Change rows, a thousand in a statement; a row keeps what is not named.

        Links whose other end is a list are left to the usual way.

        :param changes: dict from record to its new values, as for ``write``; records
            have been read
        """
        if not changes:
            return
        if self._log_access:
            log = self._prepare_log_vals()
            log = {name: log[name] for name in ("write_date", "write_uid")}
            changes = {record: vals | log for record, vals in changes.items()}
        names = sorted({name for vals in changes.values() for name in vals})
        linked = [n for n in names if self.pool.field_inverses[self._fields[n]]]
        plain = [name for name in names if name not in linked]
        records = self.browse([record.id for record in changes])
        self.flush_model(plain)
        if plain:
            fields_ = [self._fields[name] for name in plain]
            columns = {
                field: [
                    _to_cache(field, vals[field.name])
                    if field.name in vals
                    else field._get_cache(self.env)[record.id]
                    for record, vals in changes.items()
                ]
                for field in fields_
            }
            records._write_columns(columns)
            given = [field for field in fields_ if field.compute]
            with self.env.protecting(given, records):
                records.modified(plain)
        for name in linked:
            for record, vals in changes.items():
                if name in vals:
                    record.write({name: vals[name]})

    def _write_columns(self, columns):
        """Write columns of these records, and remember them.

        :param columns: dict from field to its values, one for each record
        """
        assign = SQL(", ").join(
            SQL(
                "%(name)s = new.%(name)s",
                name=SQL.identifier(field.name),
            )
            for field in columns
        )
        rows = {self._fields["id"]: self._ids} | columns
        names = SQL(", ").join(SQL.identifier(field.name) for field in rows)
        for arrays in _to_arrays(rows, len(self)):
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(assign)s "
                    "FROM unnest(%(arrays)s) AS new(%(names)s) "
                    "WHERE %(table)s.id = new.id",
                    table=SQL.identifier(self._table),
                    assign=assign,
                    arrays=arrays,
                    names=names,
                )
            )
        for field, values in columns.items():
            field._get_cache(self.env).update(zip(self._ids, values, strict=True))


@lru_cache(maxsize=64)
def _insert_into(table, names):
    """The same few words again and again: put together once."""
    columns = SQL(", ").join(map(SQL.identifier, names))
    return SQL("INSERT INTO %s (%s)", SQL.identifier(table), columns)


def _to_cache(field, value):
    """How the cache says it: false is nothing, and so is JSON without content."""
    if (value is False and field.type != "boolean") or value in ([], {}):
        return None
    if field.type == "datetime":
        return fields.Datetime.to_datetime(value)
    return value


def _to_arrays(columns, count):
    """Columns as arguments of ``unnest``, a thousand rows at a time.

    :param columns: dict from field to its values, one for each of ``count`` rows
    """
    for start in range(0, count, CHUNK):
        yield SQL(", ").join(
            SQL(
                "%s::%s[]",
                to_array(values[start : start + CHUNK], _TEXT.get(field.type, _quoted)),
                SQL(field.column_type[0]),
            )
            for field, values in columns.items()
        )


def to_array(values, to_text=str):
    """An array as PostgreSQL writes it: one constant, read in no time.

    :param to_text: function of a value that is not empty
    """
    texts = ("NULL" if value is None else to_text(value) for value in values)
    return f"{{{','.join(texts)}}}"


def _quoted(value):
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_TEXT = dict.fromkeys(("integer", "many2one", "float", "boolean"), str) | {
    "json": lambda value: _quoted(json.dumps(value))
}
