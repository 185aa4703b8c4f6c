from odoo import api, models

from .cs_masking_mixin import TRUE_VALUES


class MailTrackingValue(models.Model):
    """Old and new values in the chatter, masked as the field itself (REC-06)."""

    _inherit = "mail.tracking.value"

    @api.model
    def _create_tracking_values(
        self, initial_value, new_value, col_name, col_info, record
    ):
        """Keep true labels, whoever makes the change; they are masked when read."""
        initial_value, new_value = (
            value.with_context(**TRUE_VALUES)
            if isinstance(value, models.BaseModel)
            else value
            for value in (initial_value, new_value)
        )
        return super()._create_tracking_values(
            initial_value, new_value, col_name, col_info, record
        )

    def _tracking_value_format_model(self, model):
        rows = super()._tracking_value_format_model(model)
        if not self.env["cs.masking.mixin"]._cs_sees_true_values():
            tracked = self.grouped("id")
            for row in rows:
                tracked[row["id"]]._cs_mask_row(row)
        return rows

    def _cs_mask_row(self, row):
        """Mask one formatted tracking value for the current user.

        Runs as superuser, as the tracking values themselves are read.
        """
        value = self.sudo()
        name, relation = value.field_id.name, value.field_id.relation
        if relation in ("res.partner", "res.users"):
            for key, field in (("oldValue", "old"), ("newValue", "new")):
                record = self.env[relation].browse(value[f"{field}_value_integer"])
                if row[key] and record.exists()._cs_mask_filter():
                    row[key] = record.sudo().display_name
            return
        model = value.field_id.model or value.mail_message_id.model
        record = self.env.get(model, self).browse(value.mail_message_id.res_id)
        if name in getattr(record, "_cs_masked_fields", dict)():
            for hidden in record.exists()._cs_mask_filter():
                row["oldValue"] = hidden._cs_mask_value(name, row["oldValue"])
                row["newValue"] = hidden._cs_mask_value(name, row["newValue"])
