from odoo import api, models

from ...engine.facts import FactKind

# what was put to the customer no longer holds
BACK = {
    FactKind.REOPENED.value,
    FactKind.REWORK.value,
    FactKind.CLOSED.value,
    FactKind.CANCELLED.value,
}
OVER = {
    FactKind.RESOLVED.value,
    FactKind.CLOSED.value,
    FactKind.CANCELLED.value,
}


class CsTicketEvent(models.Model):
    """However the work goes back or ends, forms and second handling follow."""

    _inherit = "cs.ticket.event"

    @api.model
    def _append(self, vals_list, new=False):
        events = super()._append(vals_list, new=new)
        kinds = {str(vals["kind"]) for vals in vals_list}
        if kinds & BACK:
            tickets = events.filtered(lambda event: event.kind in BACK).ticket_id
            self.env["cs.acceptance"]._open_of(tickets)._withdraw()
        if kinds & OVER:
            tickets = events.filtered(lambda event: event.kind in OVER).ticket_id
            tickets = tickets.filtered("cs_second_handling")
            self.env["cs.second.handling"]._open_of(tickets)._settle()
        return events
