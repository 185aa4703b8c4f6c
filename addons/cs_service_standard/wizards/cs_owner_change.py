from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..wording import listed


class CsOwnerChange(models.TransientModel):
    """Give tickets to somebody else and say why (XDP-06).

    For leaders who spread the work; whoever passes on his own ticket hands it over.
    """

    _name = "cs.owner.change"
    _description = "Change Owner"

    ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Tickets",
        required=True,
        default=lambda self: self._default_ticket_ids(),
    )
    user_id = fields.Many2one(
        "res.users",
        string="New Owner",
        required=True,
        domain="[('share', '=', False)]",
    )
    reason = fields.Text(required=True)

    def _default_ticket_ids(self):
        context = self.env.context
        if context.get("active_model") != "helpdesk.ticket":
            return []
        return [Command.set(context.get("active_ids", []))]

    def action_confirm(self):
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise ValidationError(
                self.env._(
                    "Say why %(tickets)s get a new owner.",
                    tickets=listed(self.env, self.ticket_ids.mapped("number")),
                )
            )
        for ticket in self.ticket_ids:
            team = ticket.sudo().team_id
            if team and self.user_id not in team.user_ids | team.user_id:
                raise UserError(
                    self.env._(
                        "%(person)s is not in the team of ticket %(number)s: hand it "
                        "over to another team instead.",
                        person=self.user_id.name,
                        number=ticket.number,
                    )
                )
        moved = self.ticket_ids.filtered(lambda t: t.user_id != self.user_id)
        moved.write({"user_id": self.user_id.id, "cs_owner_reason": reason})
        return {"type": "ir.actions.act_window_close"}
