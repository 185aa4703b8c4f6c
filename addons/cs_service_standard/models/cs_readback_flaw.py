from odoo import api, fields, models
from odoo.fields import Command

from ..engine.readback import Flaw


class CsReadbackFlaw(models.Model):
    """What of the past could not be read, by reason, so that nobody has to guess."""

    _name = "cs.readback.flaw"
    _description = "Not Read"
    _order = "ticket_count desc, id"

    readback_id = fields.Many2one(
        "cs.readback", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="readback_id.company_id", store=True)
    reason = fields.Selection(
        [
            (Flaw.LIVE.value, "Followed a standard already: recorded as it happened"),
            (Flaw.STAGE_GONE.value, "A stage it passed through no longer exists"),
            (Flaw.PRIORITY_UNKNOWN.value, "A former priority has an unknown name"),
            (Flaw.FUTURE.value, "A message lies in the future"),
            (Flaw.NO_END.value, "It is closed, but nothing says since when"),
            (Flaw.BROKEN.value, "It could not be read"),
        ],
        required=True,
    )
    ticket_ids = fields.Many2many("helpdesk.ticket", string="Tickets")
    ticket_count = fields.Integer(string="Number of Tickets")
    example = fields.Char(help="What went wrong with the last of them.")

    _reason_uniq = models.UniqueIndex(
        "(readback_id, reason)", "A reason is listed once per read-back."
    )

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        for flaw in self:
            flaw.display_name = labels.get(flaw.reason, "")

    def action_open_tickets(self):
        return self._action_open_tickets()

    def _action_open_tickets(self):
        """The tickets behind these reasons."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not read"),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": [("id", "in", self.ticket_ids.ids)],
            "context": {"active_test": False},
        }

    def _add(self, ticket_ids, example=False):
        self.ensure_one()
        self.write(
            {
                "ticket_ids": [Command.link(ticket_id) for ticket_id in ticket_ids],
                "ticket_count": self.ticket_count + len(ticket_ids),
                "example": example or self.example,
            }
        )
