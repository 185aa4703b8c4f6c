from odoo import fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """A ticket that has had an owner has exactly one at any time (XDP-06).

    Nobody drops it, and whoever passes it on says why: by handing it over, by giving
    it to somebody else with a reason, or by changing its team, whose leader answers
    for what lies in its queue. Jobs and the mail gateway are never refused.
    """

    _inherit = "helpdesk.ticket"

    cs_owner_fixed = fields.Boolean(
        compute="_compute_cs_owner_fixed",
        groups="base.group_user",
        help="The owner is changed by handing the ticket over.",
    )

    def _compute_cs_owner_fixed(self):
        """By what is stored, so that an owner who is being chosen can be corrected."""
        following = self._origin._cs_following()
        for ticket in self:
            origin = ticket._origin
            ticket.cs_owner_fixed = origin in following and bool(origin.user_id)

    def write(self, vals):
        if "user_id" in vals and not self.env.su:
            self._cs_check_owner_change(vals)
        return super().write(vals)

    def _cs_check_owner_change(self, vals):
        """Refuse to drop a ticket, and to pass it on without a word."""
        if not self.env.user._is_internal() or self.env.context.get("import_file"):
            return
        owned = self._cs_following().filtered("user_id")
        changed = owned.filtered(lambda t: t.user_id.id != vals["user_id"])
        for ticket in changed:
            if not vals["user_id"] and not ticket._cs_leaves_team(vals):
                raise UserError(
                    self.env._(
                        "Ticket %(number)s would be left without an owner: hand it "
                        "over to a colleague or a team instead of clearing %(owner)s.",
                        number=ticket.number,
                        owner=ticket.sudo().user_id.name,
                    )
                )
            if vals["user_id"] and not ticket._cs_owner_reason(vals):
                raise UserError(
                    self.env._(
                        "Ticket %(number)s belongs to %(owner)s: use Hand over or "
                        "Change owner, which ask for the reason.",
                        number=ticket.number,
                        owner=ticket.sudo().user_id.name,
                    )
                )

    def _cs_leaves_team(self, vals):
        """Whether the ticket goes to the queue of another team by the same stroke."""
        self.ensure_one()
        return bool(vals.get("team_id")) and vals["team_id"] != self.team_id.id

    def _cs_owner_reason(self, vals):
        """Why the owner changes, or that a hand-over is being answered."""
        self.ensure_one()
        if self.cs_handover_pending and vals["user_id"] == self.env.uid:
            return True
        reason = vals.get("cs_handover_reason") or self.env.context.get(
            "cs_owner_reason"
        )
        return bool((reason or "").strip()) if isinstance(reason, str) else False

    def _cs_change_owner(self, user, reason):
        """Give tickets to somebody else and say why, on each of them."""
        self.with_context(cs_owner_reason=reason).write({"user_id": user.id})
        body = self.env._(
            "New owner: %(owner)s. %(reason)s", owner=user.name, reason=reason
        )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

    def action_cs_change_owner(self):
        """Ask who takes these tickets, and why."""
        return {
            "name": self.env._("Change Owner"),
            "type": "ir.actions.act_window",
            "res_model": "cs.owner.change",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_ids": self.ids},
        }
