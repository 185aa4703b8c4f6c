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
        lone = {v["ticket_id"] for v in vals_list if not v.get("execution_id")}
        tickets = self.env["helpdesk.ticket"].browse(lone)
        found = tickets._cs_executions(create=self._begins_execution) if lone else {}
        completed = []
        for vals in vals_list:
            sheet = sheets.browse(vals.get("execution_id"))
            ticket = vals.get("ticket_id") or sheet.ticket_id.id
            sheet = sheet or found.get(ticket, sheets)
            completed.append(dict(vals, ticket_id=ticket, execution_id=sheet.id))
        return super().create(completed)
