from odoo import api, fields, models


class CsExecutionPart(models.AbstractModel):
    """A row of a ticket that also stands on the sheet of its execution."""

    _name = "cs.execution.part"
    _description = "Part of an Execution"

    _begins_execution = False  # whether a ticket gets its sheet with the first row

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    execution_id = fields.Many2one(
        "cs.execution", index="btree_not_null", ondelete="cascade", copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Rows typed on the sheet know their ticket, others find their sheet."""
        sheets = self.env["cs.execution"]
        completed = []
        for vals in vals_list:
            if vals.get("execution_id") and not vals.get("ticket_id"):
                sheet = sheets.browse(vals["execution_id"])
                vals = dict(vals, ticket_id=sheet.ticket_id.id)
            completed.append(vals)
        rows = super().create(completed)
        rows.filtered(lambda row: not row.execution_id)._find_execution()
        return rows

    def _find_execution(self):
        """Put the rows on the sheet of their ticket, where there is one."""
        if not self:
            return
        tickets = self.ticket_id
        found = tickets._cs_executions(create=self._begins_execution)
        for sheet, rows in self.grouped(lambda row: found.get(row.ticket_id.id)).items():
            if sheet:
                rows.execution_id = sheet
