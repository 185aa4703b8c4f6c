from odoo import models


class IrBinary(models.AbstractModel):
    """Downloads take their file name from a field of the record."""

    _inherit = "ir.binary"

    def _get_stream_from(
        self,
        record,
        field_name="raw",
        filename=None,
        filename_field="name",
        *args,
        **kwargs,
    ):
        """Do not name the picture of a masked contact after the contact."""
        if (
            hasattr(record, "_cs_mask_filter")
            and filename_field in record._cs_masked_fields()
            and record._cs_mask_filter()
        ):
            filename = filename or f"{record._table}-{record.id}-{field_name}"
        return super()._get_stream_from(
            record, field_name, filename, filename_field, *args, **kwargs
        )
