from odoo import fields, models
from odoo.exceptions import AccessError

from ..wording import listed

LEADERS = "helpdesk_mgmt.group_helpdesk_user"


class CsClockNotice(models.Model):
    """The answer to an escalation: who took it up, and that the climb stops.

    Notices are written by nobody by hand: the methods here check who may answer and
    then write as superuser.
    """

    _inherit = "cs.clock.notice"

    def action_acknowledge(self):
        """Somebody has taken these up: no reminder, no higher level."""
        self._check_may_answer()
        self.sudo()._acknowledge(self.env.user)

    def action_take_over(self):
        """Acknowledge, and the tickets are mine from now on."""
        self.action_acknowledge()
        others = self.ticket_id.filtered(lambda t: t.user_id != self.env.user)
        handed = others.filtered("cs_handover_pending")
        if handed:
            handed.action_cs_accept()
        reason = self.env._("Taken over because of an escalation.")
        (others - handed).write({"user_id": self.env.uid, "cs_owner_reason": reason})

    def action_hand_over(self):
        """Acknowledge and pass the ticket on to somebody."""
        self.ensure_one()
        self.action_acknowledge()
        return self.ticket_id.action_cs_handover()

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }

    def _check_may_answer(self):
        """Those who were told answer, and team leaders.

        Otherwise the agent who is late could silence what his supervisor was told.
        """
        self.check_access("read")
        if self.env.su or self.env.user.has_group(LEADERS):
            return
        for notice in self.sudo():
            if self.env.user not in notice.recipient_ids.user_id:
                raise AccessError(
                    self.env._(
                        "The escalation of ticket %(number)s was told to %(people)s: "
                        "only they or a team leader acknowledge it.",
                        number=notice.ticket_id.number,
                        people=listed(
                            self.env, notice.recipient_ids.user_id.mapped("name")
                        )
                        or self.env._("nobody yet"),
                    )
                )

    def _acknowledge(self, user):
        """Note who answered; levels below the answered ones are answered, too."""
        below = self.search(
            [
                ("clock_id", "in", self.clock_id.ids),
                ("acknowledged_at", "=", False),
            ]
        )
        reached = {}
        for notice in self:
            order = (notice.level_at or notice.at, notice.id)
            clock_id = notice.clock_id.id
            reached[clock_id] = max(reached.get(clock_id, order), order)
        answered = (self | below).filtered(
            lambda n: (
                not n.acknowledged_at
                and (n.level_at or n.at, n.id) <= reached[n.clock_id.id]
            )
        )
        answered.write(
            {
                "acknowledged_at": fields.Datetime.now(),
                "acknowledged_by": user.id,
                "deliver_at": False,
            }
        )
        self._clear_todos(answered.ticket_id, user)
        self.clock_id._stop_climb(self)

    def _clear_todos(self, tickets, user):
        """The to-dos about them have done their work; the answer is on the notice."""
        todos = tickets._cs_escalation_todos()
        mine = [todo.id for key, todo in todos.items() if key[1] == user.id]
        self.env["mail.activity"].browse(mine).unlink()


class CsTicketClock(models.Model):
    """What an acknowledgement means for a clock."""

    _inherit = "cs.ticket.clock"

    def _stop_climb(self, notices):
        """Only levels that speak always are left to the scheduler."""
        for clock in self:
            fired = clock.fired or []
            mine = {notice.level for notice in notices if notice.clock_id == clock}
            if not fired or fired[-1] not in mine:
                continue
            clock.acked_level = fired[-1]
            clock.next_event_at = clock._next_event(
                clock.ticket_id, clock._climb_vals(), fired
            )

    def _climb_vals(self):
        """What ``_next_event`` asks for, of a stored clock."""
        self.ensure_one()
        names = ("ladder_id", "calendar_id", "team_id", "profile_id", "company_id")
        ids = {name: self[name].id for name in names}
        return ids | {name: self[name] for name in ("levels", "mode", "state")}
