from odoo import models
from odoo.tools import SQL


class HelpdeskTicket(models.Model):
    """What clocks sum up on a ticket is nobody's edit of the ticket (case 45)."""

    _inherit = "helpdesk.ticket"

    def _write_multi(self, vals_list):
        """Keep who wrote the ticket last, and when, while a job moves its clocks.

        The ORM stamps a record also for fields that were only computed again.
        """
        if not self.env.context.get("cs_clocks_only"):
            return super()._write_multi(vals_list)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, write_uid, write_date FROM helpdesk_ticket WHERE id IN %s",
                tuple(self.ids),
            )
        )
        stamps = {
            ticket_id: {"write_uid": user_id, "write_date": at}
            for ticket_id, user_id, at in rows
        }
        return super()._write_multi(
            [
                stamps.get(ticket.id, {}) | vals
                for ticket, vals in zip(self, vals_list, strict=True)
            ]
        )
