from odoo import api, fields, models

from ...engine.assignment import Request, assign
from ...wording import listed

LETTER = "cs_service_standard.mail_template_second_handling"


class CsSecondHandling(models.Model):
    """A customer who is not satisfied gets other hands and a final plan (ACC-04).

    Who handled the request first does not handle it again. When nobody else is there,
    the record says so and a manager is asked; the request stays where it is.
    """

    _name = "cs.second.handling"
    _description = "Second Handling"
    _order = "id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="cascade", index=True
    )
    acceptance_id = fields.Many2one(
        "cs.acceptance", string="Acceptance Form", readonly=True, ondelete="set null"
    )
    state = fields.Selection(
        [("open", "In Second Handling"), ("done", "Solved")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
    )
    reason = fields.Text(string="Customer Says", required=True, readonly=True)
    begun_at = fields.Datetime(string="Since", required=True, readonly=True)
    due_at = fields.Datetime(
        string="Final Plan Due", compute="_compute_due_at", compute_sudo=True
    )
    settled_at = fields.Datetime(string="Solved On", readonly=True)
    first_user_id = fields.Many2one("res.users", string="First Handler", readonly=True)
    first_team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Second Handler", readonly=True)
    error = fields.Char(
        string="Not Handed On",
        readonly=True,
        help="Why nobody else took the request over. Mend it and try again.",
    )

    _open_uniq = models.UniqueIndex(
        "(ticket_id) WHERE state = 'open'",
        "This ticket is in second handling already.",
    )

    def _compute_due_at(self):
        """When the final plan is owed: by the clock, so nowhere a second figure."""
        clocks = self.env["cs.ticket.clock"].search_fetch(
            [
                ("ticket_id", "in", self.ticket_id.ids),
                ("metric", "=", "final_solution"),
            ],
            ["ticket_id", "due_at"],
            order="id",
        )
        dues = {clock.ticket_id.id: clock.due_at for clock in clocks}
        for handling in self:
            handling.due_at = dues.get(handling.ticket_id.id)

    def action_retry(self):
        """Somebody can take it over now: hand it on."""
        self.ensure_one()
        self.ticket_id.check_access("write")
        handling = self.sudo()
        if handling.state == "open" and handling.error:
            handling._hand_on()

    def action_plan(self):
        """The final plan is the next version of the solution; presented, it is given.

        The customer's words stand on it, for whoever writes it.
        """
        self.ensure_one()
        ticket = self.ticket_id
        ticket.check_access("write")
        solution = ticket._cs_current_solutions().get(ticket.id)
        if solution and solution.state != "draft":
            ticket._cs_adjust_solution(self.reason)
        return ticket.action_cs_open_solution()

    def action_ticket(self):
        self.ensure_one()
        return self.ticket_id._get_records_action()

    @api.model
    def _open_of(self, tickets):
        """The open ones of some tickets, as superuser."""
        if not tickets:
            return self.sudo().browse()
        domain = [("ticket_id", "in", tickets.ids), ("state", "=", "open")]
        return self.sudo().search(domain)

    def _settle(self):
        self.write({"state": "done", "settled_at": fields.Datetime.now()})
        self.ticket_id.cs_second_handling = False
        # the next one may begin at once
        self.flush_recordset(["state"])

    def _hand_on(self):
        """Give the ticket to the second-handling team and to other hands.

        As superuser: the customer's answer does so, too.
        """
        self.ensure_one()
        ticket = self.ticket_id
        team = ticket._cs_second_handling_team()
        user = self._choose(team)
        if not user:
            self._tell_nobody_is_there(team)
            return
        self.write({"team_id": team.id, "user_id": user.id, "error": False})
        ticket.write(
            {
                "team_id": team.id,
                "user_id": user.id,
                "cs_handover_pending": False,
                "cs_routed": False,
            }
        )

    def _choose(self, team):
        """Whoever of the team has least to do, of those qualified if there are any."""
        self.ensure_one()
        ticket = self.ticket_id
        able = team.user_ids.filtered(
            lambda user: (
                user != self.first_user_id
                and user != ticket.user_id
                and ticket._cs_is_reachable(user)
            )
        )
        able = able._cs_qualified_for(ticket.type_id) or able
        loads = ticket._cs_agent_loads(able.ids) if able else {}
        chosen = assign([Request(ticket.id, able.ids)], loads)
        return able.browse(chosen.get(ticket.id))

    def _tell_nobody_is_there(self, team):
        """Nothing is lost: the record says so, and a manager has it to do."""
        ticket = self.ticket_id
        if team:
            error = self.env._(
                "Team %(team)s has nobody who could take ticket %(number)s over from "
                "%(owner)s: add a member, then try again.",
                team=team.name,
                number=ticket.number,
                owner=self.first_user_id.name or self.first_team_id.name or "",
            )
        else:
            error = self.env._(
                "There is no team for second handling: choose it on profile "
                "%(profile)s, then try again with ticket %(number)s.",
                profile=ticket.cs_profile_id.name,
                number=ticket.number,
            )
        self.write({"error": error, "team_id": team.id, "user_id": False})
        manager = ticket._cs_first_reachable(ticket.cs_profile_id.manager_id)
        ticket._cs_give_todos(manager, lambda reader: error)

    def _escalate(self):
        """Leaders and supervisor hear of it at once."""
        self.ensure_one()
        ticket = self.ticket_id
        people = self.first_team_id.user_id | self.team_id.user_id
        people |= ticket._cs_supervisor()
        people = people.filtered(ticket._cs_is_reachable)
        ticket._cs_give_todos(
            people or ticket._cs_first_reachable(),
            lambda reader: reader.env._(
                "%s: the customer is not satisfied, the final plan is due.",
                ticket.number,
            ),
        )

    def _tell(self):
        """The note for colleagues, and the letter to the customer."""
        self.ensure_one()
        ticket = self.ticket_id
        names = [self.team_id.name, self.user_id.name]
        ticket._message_log(
            body=self.env._(
                "Second handling: %(who)s. The customer says: %(reason)s",
                who=listed(self.env, filter(None, names)) or self.error,
                reason=self.reason,
            ),
            author_id=ticket._cs_note_author(),
        )
        ticket._cs_send_letters(LETTER, self)

    def _due_words(self):
        """When the final plan is there, in the customer's words, for the letter."""
        self.ensure_one()
        ticket = self.ticket_id
        return self.due_at and ticket._cs_when(self.due_at, ticket._cs_reader_zone())
