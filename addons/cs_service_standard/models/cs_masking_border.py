from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.mail.tools.discuss import Store


class CsMaskingMixin(models.AbstractModel):
    """The places where masked values leave the server."""

    _inherit = "cs.masking.mixin"

    def _cs_store_fields(self, fields):
        """Fields for the message store, masked; for ``_field_store_repr``."""
        kinds = self._cs_masked_fields()
        hidden = set(self._cs_mask_filter()._ids) if fields else ()
        return [self._cs_store_field(field, kinds, hidden) for field in fields]

    @api.model
    def _cs_store_field(self, field, kinds, hidden):
        name = field if isinstance(field, str) else getattr(field, "field_name", None)
        plain = isinstance(field, str) or (
            type(field) is Store.Attr and field.value is None
        )
        if not hidden or name not in kinds or not plain:
            return field

        def value(record):
            shown = record[name]
            return record._cs_shown(name, shown) if record.id in hidden else shown

        return Store.Attr(name, value, predicate=getattr(field, "predicate", None))

    def _read_format(self, fnames, load="_classic_read"):
        """Mask what every kind of read returns."""
        rows = super()._read_format(fnames, load)
        kinds = self._cs_masked_fields()
        names = [name for name in fnames if name in kinds]
        if self.env.su or not names:
            return rows
        hidden = {record.id: record for record in self._cs_mask_filter()}
        for row in rows:
            if record := hidden.get(row["id"]):
                row.update({name: record._cs_shown(name, row[name]) for name in names})
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Mask contact data and de-identify free text in exports.

        An additional column with the id tells the line of a record from the lines
        of what hangs below it.
        """
        kinds = self._cs_mask_kinds()
        columns = {
            index: path[0]
            for index, path in enumerate(fields)
            if len(path) == 1 and path[0] in kinds
        }
        hidden = {}
        if columns and not self.env.su:
            hidden = {str(record.id): record for record in self._cs_mask_filter()}
        if not hidden:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        lines = super()._export_rows(
            [*fields, [".id"]], _is_toplevel_call=_is_toplevel_call
        )
        for line in lines:
            if record := hidden.get(line.pop()):
                for index, name in columns.items():
                    line[index] = record._cs_mask_value(name, line[index])
        return lines

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Groups of a masked field would show its values."""
        self._cs_check_grouping(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        """So would the smallest value or the list of all values."""
        if not aggregate_spec.endswith((":count", ":count_distinct")):
            self._cs_check_grouping(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _cs_check_grouping(self, spec):
        name = spec.partition(":")[0]
        if self.env.su or name not in self._cs_masked_fields():
            return
        if self._cs_mask_applies():
            raise AccessError(
                self.env._(
                    "'%(field)s' is masked, so records cannot be grouped by it: "
                    "group by the contact instead.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
