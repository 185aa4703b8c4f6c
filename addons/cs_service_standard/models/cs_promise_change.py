from odoo import api, fields, models
from odoo.tools import format_date


class CsPromiseChange(models.Model):
    """A date the customer had been told was moved to a later one: why, and when told.

    Counted for EXE-07: in advance when he heard of it before the old date had passed.
    """

    _name = "cs.promise.change"
    _description = "Moved Promise"
    _order = "told_at desc, id desc"
    _rec_name = "content"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    node_id = fields.Many2one(
        "cs.ticket.node", readonly=True, index=True, ondelete="set null"
    )
    content = fields.Char(string="What", required=True, readonly=True)
    old_at = fields.Datetime(string="Promised Until", required=True, readonly=True)
    old_date = fields.Date(string="Promised For", required=True, readonly=True)
    new_date = fields.Date(string="Moved To", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    told_at = fields.Datetime(
        string="Customer Told",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Moved By",
        readonly=True,
        default=lambda self: self.env.user,
    )
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    told = fields.Selection(
        [("advance", "In advance"), ("late", "Too late")],
        compute="_compute_told",
        store=True,
        help="In advance: the customer heard of it before the old date had passed.",
    )
    advance_share = fields.Float(
        string="Told in Advance",
        compute="_compute_told",
        store=True,
        aggregator="avg",
        help="Share of the moved dates of which the customer was told in advance.",
    )

    @api.depends("told_at", "old_at")
    def _compute_told(self):
        for change in self:
            early = change.told_at < change.old_at
            change.told = "advance" if early else "late"
            change.advance_share = 1.0 if early else 0.0

    @api.model
    def _of_nodes(self, nodes, reason):
        """Note that promised nodes were moved.

        As superuser: the rows follow from the move, nobody writes them himself.
        """
        return self.sudo().create(
            [
                {
                    "ticket_id": node.ticket_id.id,
                    "node_id": node.id,
                    "content": node.content,
                    "old_at": node.promised_at,
                    "old_date": node._day_of(node.promised_at),
                    "new_date": node.date,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "team_id": node.ticket_id.sudo().team_id.id,
                }
                for node in nodes
            ]
        )

    def _day_text(self, name):
        """A date of the letter in the reader's words."""
        self.ensure_one()
        return format_date(self.env, self[name], self.env.lang, "full")

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }
