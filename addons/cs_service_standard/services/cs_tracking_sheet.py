import io

import xlsxwriter

from odoo import api, fields, models

FREE_TEXTS = ("cs_progress_result", "cs_feedback", "cs_remark")


class CsTrackingSheet(models.AbstractModel):
    """Writes the rapid-response tracking sheet as a workbook (REC-08).

    Reads with the rights of the user and only masked customer data.  Instants are
    written in the user's time zone, as people read them.
    """

    _name = "cs.tracking.sheet"
    _description = "Tracking Sheet"

    @api.model
    def _columns(self):
        """The columns in order: (field of the ticket, heading, width); a hook."""
        return [
            ("number", self.env._("Number"), 15),
            ("cs_name_masked", self.env._("Customer"), 14),
            ("cs_contact_masked", self.env._("Contact"), 18),
            ("type_id", self.env._("Type"), 14),
            ("priority", self.env._("Priority"), 10),
            ("cs_received_at", self.env._("Received"), 17),
            ("cs_first_responder_id", self.env._("First Responder"), 16),
            ("cs_response_due_at", self.env._("Response Limit"), 17),
            ("cs_response_at", self.env._("Actual Response"), 17),
            ("cs_progress_result", self.env._("Progress / Result"), 40),
            ("cs_feedback", self.env._("Customer Feedback"), 30),
            ("closed_date", self.env._("Closed"), 17),
            ("cs_remark", self.env._("Remark"), 24),
        ]

    @api.model
    def _to_xlsx(self, tickets):
        """The workbook of ``tickets``, in their order, as bytes."""
        columns = self._columns()
        stream = io.BytesIO()
        # text stays text: what a customer writes never becomes a formula or a link
        options = {"in_memory": True, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(stream, options | {"strings_to_urls": False})
        sheet = book.add_worksheet(self.env._("Rapid-response tracking")[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for place, (_name, heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        for line, ticket in enumerate(tickets, start=1):
            for place, (name, _heading, _width) in enumerate(columns):
                value = self._cell(ticket, name)
                if tickets._fields[name].type == "datetime" and value:
                    sheet.write_datetime(line, place, value, instant)
                else:
                    sheet.write_string(line, place, value or "")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(tickets), len(columns) - 1)
        book.close()
        return stream.getvalue()

    @api.model
    def _cell(self, ticket, name):
        """One value as the sheet shows it: text, or a local instant without zone."""
        field = ticket._fields[name]
        value = ticket[name]
        if field.type == "datetime":
            local = value and fields.Datetime.context_timestamp(ticket, value)
            return local and local.replace(tzinfo=None)
        if field.type == "selection":
            return dict(field._description_selection(ticket.env)).get(value)
        if field.type == "many2one":
            return value.display_name
        if name in FREE_TEXTS:
            return self.env["cs.masking.mixin"]._cs_mask_text(value)
        return value
