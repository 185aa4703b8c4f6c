from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .cs_row_mixin import CopiedLink


class CsTicketEvent(models.Model):
    """One fact about a ticket: append-only, without personal data.

    Clocks are folds over these rows and can be rebuilt from them at any time.
    """

    _name = "cs.ticket.event"
    _description = "Ticket Fact"
    _inherit = ["cs.row.mixin"]
    _order = "at, id"
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = CopiedLink("res.company", required=True)
    kind = fields.Char(required=True)
    at = fields.Datetime(required=True, help="When it happened (UTC).")
    user_id = fields.Many2one("res.users", ondelete="set null", string="Actor")
    payload = fields.Json()
    source_key = fields.Char(
        help="Where the fact was read from: reading twice adds it once."
    )

    _source_uniq = models.UniqueIndex(
        "(ticket_id, source_key) WHERE source_key IS NOT NULL",
        "This fact has been recorded already.",
    )

    @api.model
    def _record(self, vals_list):
        """Append facts and bring the clocks of their tickets up to date.

        The one public way to say that something happened.

        :param vals_list: dicts with ``ticket_id``, ``kind`` (see ``FactKind``) and
            optionally ``at`` (naive UTC, default now), ``user_id`` (default: the
            current user), ``payload`` (ids and codes only), ``source_key``
        :return: the new ``cs.ticket.event`` records
        """
        events = self._append(vals_list)
        events.ticket_id._cs_refresh_clocks()
        return events

    @api.model
    def _append(self, vals_list, new=False):
        """Append facts as ``_record`` does, leaving the clocks alone.

        :param new: whether these tickets are this transaction's already: nobody
            else can see them yet, or their rows change with it anyway
        """
        if not vals_list:
            return self
        now = fields.Datetime.now()
        tickets = self.env["helpdesk.ticket"].browse(
            {vals["ticket_id"] for vals in vals_list}
        )
        if not new:
            self._take_turns(tickets)
        company = {ticket.id: ticket.company_id.id for ticket in tickets.sudo()}
        return self.sudo()._insert_rows(
            [
                {
                    "at": now,
                    "user_id": self.env.uid,
                    **vals,
                    "kind": str(vals["kind"]),
                    "company_id": company[vals["ticket_id"]],
                }
                for vals in vals_list
            ]
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("Facts are append-only: record a new one instead of editing.")
        )

    @api.model
    def _take_turns(self, tickets):
        """Let one transaction at a time add facts to a ticket.

        Each folds the facts it can see. A lock alone would let the second go on
        without those of the first; a new version of the row makes the database
        refuse the second, and the request is tried again.
        """
        if tickets:
            self.env.cr.execute(
                SQL(
                    "UPDATE helpdesk_ticket SET id = id WHERE id IN %s",
                    tuple(tickets.ids),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Facts are append-only: they go only with their ticket.")
        )
