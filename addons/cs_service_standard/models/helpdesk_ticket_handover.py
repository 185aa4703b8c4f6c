from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.facts import FactKind

LETTER = "cs_service_standard.mail_template_handover"


class HelpdeskTicket(models.Model):
    """Passing a ticket on without losing the customer."""

    _inherit = "helpdesk.ticket"

    cs_handover_reason = fields.Text(
        string="Reason of Hand-over", copy=False, groups="base.group_user"
    )
    cs_handover_pending = fields.Boolean(
        string="Waits for the Receiver",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    def action_cs_handover(self):
        return self._cs_handover_action(self.env._("Hand Over"), {})

    def action_cs_escalate(self):
        """Same wizard, with the second-handling team filled in."""
        team = self._cs_second_team()
        if not team:
            raise UserError(
                self.env._(
                    "There is no tier 2 team that follows a profile: set the tier of a "
                    "team to 2 first."
                )
            )
        return self._cs_handover_action(
            self.env._("Escalate to Tier 2"),
            {"default_team_id": team.id, "default_is_escalation": True},
        )

    def assign_to_me(self):
        """Whoever takes a ticket that was handed over has accepted it."""
        result = super().assign_to_me()
        self._cs_accept()
        return result

    def action_cs_accept(self):
        """Take over what was handed to my team or to me."""
        self.write({"user_id": self.env.uid})
        self._cs_accept()

    def _cs_accept(self):
        pending = self.filtered("cs_handover_pending")
        if not pending:
            return
        pending.sudo().cs_handover_pending = False
        self.env["cs.ticket.handover"]._pending_of(pending)._answer("accepted")
        pending._cs_record_fact(FactKind.ACCEPTED, payload={"user": self.env.uid})

    def _cs_handover_action(self, name, context):
        self.ensure_one()
        return {
            "name": name,
            "type": "ir.actions.act_window",
            "res_model": "cs.handover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id, **context},
        }

    def _cs_hand_over(self, team, user, reason, wait_minutes, tell_customer=True):
        """Pass a ticket on, say why, and tell the customer how long it takes.

        Runs as sudo after the right to write the ticket is checked: the receiving
        team may be one the user cannot see. He keeps following what he passed on.

        :param team: the receiving team, may be the present one
        :param user: the receiving agent, may be empty
        """
        self.ensure_one()
        self.check_access("write")
        self._cs_check_record_complete()
        before = {"from_team": self.team_id.id, "from_user": self.user_id.id}
        self._cs_keep_following()
        ticket = self.sudo()
        self.env["cs.ticket.handover"]._pending_of(self)._answer("passed_on")
        ticket.write(
            {
                "team_id": team.id,
                "user_id": user.id,
                "cs_handover_reason": reason,
                "cs_handover_pending": True,
                "cs_routed": False,
            }
        )
        after = {"to_team": team.id, "to_user": ticket.user_id.id}
        handover = self._cs_record_handover(before | after, reason, wait_minutes)
        ticket._cs_post_handover(handover, tell_customer)

    def _cs_record_handover(self, places, reason, wait_minutes):
        """The fact that clocks follow, and the row that keeps how long it took.

        :param places: ids ``from_team``, ``from_user``, ``to_team``, ``to_user``
        :return: the row
        """
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": self.id,
                    "kind": FactKind.HANDOVER,
                    "payload": {**places, "wait_minutes": wait_minutes},
                }
            ]
        )
        handovers = self.env["cs.ticket.handover"].sudo()
        return handovers.create(
            {
                "ticket_id": self.id,
                "company_id": self.sudo().company_id.id,
                "handed_at": fields.Datetime.now(),
                "handed_by_id": self.env.uid,
                "reason": reason,
                "wait_minutes": wait_minutes,
                **{f"{name}_id": value for name, value in places.items()},
            }
        )

    def _cs_check_record_complete(self):
        """The receiver must not have to ask the customer again (CLS-06)."""
        self.ensure_one()
        if not self.cs_record_complete:
            raise ValidationError(
                self.env._(
                    "Complete ticket %(number)s before you hand it over. Missing: "
                    "%(missing)s.",
                    number=self.number,
                    missing=self.cs_missing,
                )
            )

    def _cs_post_handover(self, handover, tell_customer):
        """A note for colleagues, a message for the customer; neither is a reply."""
        silent = self.with_context(cs_no_contact=True)
        silent.message_post(
            body=self.env._(
                "Handed over to %(receiver)s, expected wait %(minutes)s min. "
                "%(reason)s",
                receiver=self.user_id.name or self.team_id.name,
                minutes=handover.wait_minutes,
                reason=handover.reason,
            ),
            subtype_xmlid="mail.mt_note",
        )
        if tell_customer and (self.partner_id or self.partner_email):
            self._cs_send_letters(LETTER, handover)
