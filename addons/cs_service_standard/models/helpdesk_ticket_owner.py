from odoo import fields, models
from odoo.exceptions import UserError

LEADERS = "helpdesk_mgmt.group_helpdesk_user"


class HelpdeskTicket(models.Model):
    """A ticket that has had an owner has exactly one at any time (XDP-06).

    Nobody drops it, and whoever passes it on says why: by handing it over, by giving
    it to somebody else with a reason, or by changing its team, whose leader answers
    for what lies in its queue. Jobs and the mail gateway are never refused.
    """

    _inherit = "helpdesk.ticket"

    cs_owner_fixed = fields.Boolean(
        string="Has an Owner",
        compute="_compute_cs_owner_fixed",
        groups="base.group_user",
        help="The owner is changed by handing the ticket over.",
    )

    cs_owner_reason = fields.Char(
        string="Why Another Owner",
        store=False,
        groups="base.group_user",
        help="Needed to give a ticket that has an owner to somebody else; it goes into "
        "the history of the ticket.",
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
        if "cs_owner_reason" not in vals:
            return super().write(vals)
        reason = (vals.get("cs_owner_reason") or "").strip()
        vals = {name: vals[name] for name in vals if name != "cs_owner_reason"}
        result = super().write(vals)
        if reason and vals.get("user_id"):
            self._cs_log_new_owner(reason)
        return result

    def assign_to_me(self):
        """Whoever takes the ticket of a colleague is asked why."""
        me = self.env.user
        taken = self._cs_following().filtered(
            lambda t: t.user_id and t.user_id != me and not t.cs_handover_pending
        )
        if taken and not self.env.su and me.has_group(LEADERS):
            action = taken.action_cs_change_owner()
            return dict(action, context={**action["context"], "default_user_id": me.id})
        return super().assign_to_me()

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
        reason = vals.get("cs_owner_reason") or vals.get("cs_handover_reason") or ""
        return bool(reason.strip())

    def _cs_log_new_owner(self, reason):
        """Who has the tickets now, and why, in the history of each."""
        bodies = {
            ticket.id: self.env._(
                "New owner: %(owner)s. %(reason)s",
                owner=ticket.user_id.name,
                reason=reason,
            )
            for ticket in self
        }
        self._message_log_batch(bodies=bodies)

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
