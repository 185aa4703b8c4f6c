from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.facts import FactKind

SILENT = {"mail_auto_subscribe_no_notify": True}


class HelpdeskTicket(models.Model):
    """What becomes of a hand-over: taken, given back, or not answered in time."""

    _inherit = "helpdesk.ticket"

    cs_handover_ids = fields.One2many(
        "cs.ticket.handover",
        "ticket_id",
        string="Hand-overs",
        copy=False,
        groups="base.group_user",
    )

    def action_cs_refuse(self):
        """Ask for the reason of giving a hand-over back."""
        self.ensure_one()
        self._cs_check_receiver()
        return {
            "name": self.env._("Give Back"),
            "type": "ir.actions.act_window",
            "res_model": "cs.handover.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _cs_refuse(self, reason):
        """Give a hand-over back to who passed it, and say why.

        Runs as sudo after the right to answer is checked: the team it goes back to
        may be one the user cannot see. Who gives it back keeps following.
        """
        self.ensure_one()
        self.check_access("write")
        self._cs_check_receiver()
        handover = self.env["cs.ticket.handover"]._pending_of(self)[:1]
        self._cs_keep_following()
        ticket = self.sudo().with_context(**SILENT)
        vals = {"cs_handover_pending": False, "cs_routed": False}
        if handover:
            vals["team_id"] = handover.from_team_id.id or ticket.team_id.id
            vals["user_id"] = handover.from_user_id.id
        ticket.write(vals)
        handover._answer("refused", reason)
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": self.id,
                    "kind": FactKind.REFUSED,
                    "payload": {"user": self.env.uid},
                }
            ]
        )
        ticket._cs_post_refusal(handover.from_user_id, reason)

    def _cs_post_refusal(self, passer, reason):
        """A note that reaches whoever passed the ticket on."""
        self.with_context(cs_no_contact=True).message_post(
            body=self.env._(
                "%(who)s gives the ticket back: %(reason)s",
                who=self.env.user.name,
                reason=reason,
            ),
            subtype_xmlid="mail.mt_note",
            partner_ids=passer.filtered("active").partner_id.ids,
        )

    def _cs_check_receiver(self):
        """Only who was meant to take the ticket, or a leader, may give it back."""
        self.ensure_one()
        if not self.cs_handover_pending:
            raise UserError(
                self.env._(
                    "Ticket %s has been taken over already: hand it over instead.",
                    self.number,
                )
            )
        handover = self.env["cs.ticket.handover"]._pending_of(self)[:1]
        team = handover.to_team_id or self.sudo().team_id
        receivers = handover.to_user_id | team.user_ids | team.user_id
        leads = self.env.user.has_group("helpdesk_mgmt.group_helpdesk_user")
        if not leads and self.env.user not in receivers:
            raise AccessError(
                self.env._(
                    "Ticket %(number)s was handed to %(team)s: only they may give it "
                    "back.",
                    number=self.number,
                    team=team.name,
                )
            )

    def _cs_return_to_queue(self, reason):
        """Take tickets from an owner who lets them lie; their team may take them.

        For ladders, after the time to accept has run out. Runs as sudo and tells
        nobody: the ladder that calls it does. A clock that waits for acceptance
        goes on until somebody accepts.
        """
        self._cs_move_owner(lambda ticket: ticket.user_id.browse(), reason)

    def _cs_pass_to_leader(self, reason):
        """Give tickets to the leader of their team, else to who stands in for him.

        For ladders, as ``_cs_return_to_queue``.
        """
        self._cs_move_owner(lambda ticket: ticket._cs_supervisor(), reason)

    def _cs_move_owner(self, person_of, reason):
        """Change owners in one write per new owner and log why on each ticket."""
        tickets = self._cs_following().sudo().with_context(**SILENT)
        moved = tickets.filtered(lambda t: t.user_id != person_of(t))
        for person, group in moved.grouped(person_of).items():
            group.write({"user_id": person.id})
        if moved:
            moved._message_log_batch(bodies=dict.fromkeys(moved.ids, reason))
