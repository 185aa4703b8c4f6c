from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..engine import compensation as rules
from ..engine.compensation import Level, State
from ..wording import listed

ACTIVITY = "cs_service_standard.mail_activity_type_compensation"
GROUPS = {
    Level.AGENT: "helpdesk_mgmt.group_helpdesk_user_own",
    Level.LEADER: "helpdesk_mgmt.group_helpdesk_user",
    Level.MANAGER: "helpdesk_mgmt.group_helpdesk_manager",
}


class CsCompensation(models.Model):
    """Approval of a compensation: asked by one, decided by another."""

    _inherit = "cs.compensation"

    may_decide = fields.Boolean(compute="_compute_may_decide")

    @api.depends("state", "level", "user_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for compensation in self:
            asked = compensation.state == State.TO_APPROVE
            compensation.may_decide = asked and compensation._may_decide(self.env.user)

    def action_request(self):
        """Ask the leader, or above his limit a manager; he is named and reminded."""
        self.ensure_one()
        self._check_complete()
        level = self._level(self._granted_before().get(self.id))
        self._advance(State.TO_APPROVE, user_id=self.env.uid, level=level.value)
        compensation = self.sudo()
        compensation.approver_id = compensation._find_approver()
        compensation.activity_schedule(
            ACTIVITY,
            date_deadline=fields.Date.context_today(self),
            summary=self.env._("Approve: %s", compensation._in_words()),
            note=compensation.reason,
            user_id=compensation.approver_id.id,
        )

    def action_approve(self):
        self._decide(State.APPROVED)

    def action_refuse(self):
        self.ensure_one()
        if not (self.refusal_reason or "").strip():
            raise UserError(
                self.env._(
                    "Write down why %s is refused: the agent has to know what to do.",
                    self.display_name,
                )
            )
        self._decide(State.REFUSED)

    def action_redraft(self):
        """Begin again after a refusal, by us or by the customer."""
        self.ensure_one()
        self._advance(
            State.DRAFT,
            **dict.fromkeys(
                ("user_id", "level", "approver_id", "decided_id", "decided_at"), False
            ),
            **dict.fromkeys(("offered_at", "answered_at", "recorded_id"), False),
        )

    def _decide(self, state):
        self.ensure_one()
        self._check_may_decide()
        self._advance(state, decided_id=self.env.uid, decided_at=fields.Datetime.now())
        compensation = self.sudo()
        compensation.activity_feedback([ACTIVITY], only_automated=False)
        words = compensation._in_words()
        body = (
            self.env._("Approved: %s", words)
            if state == State.APPROVED
            else self.env._(
                "Refused: %(what)s. %(why)s", what=words, why=self.refusal_reason
            )
        )
        compensation.message_post(
            body=body,
            author_id=self.env.user.partner_id.id,
            partner_ids=compensation.user_id.partner_id.ids,
        )

    def _advance(self, state, **vals):
        """Take the next step of the course, once.

        As superuser beyond the check of access: people do not write these fields.
        """
        self.check_access("write")
        compensation = self.sudo()
        compensation.lock_for_update()
        if not rules.may_follow(State(compensation.state), state):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(what)s is '%(state)s': it cannot become '%(next)s' now.",
                    what=self.display_name,
                    state=labels[compensation.state],
                    next=labels[state],
                )
            )
        compensation.write({"state": state.value, **vals})

    def _check_complete(self):
        """Nothing is asked for or offered before it says what, why and who."""
        self.ensure_one()
        lacks = []
        if self.kind_id.needs_amount and not self.amount:
            lacks.append(self.env._("the amount"))
        if not (self.reason or "").strip():
            lacks.append(self.env._("what it is for"))
        if not (self.department_id or self.responsible_id):
            lacks.append(self.env._("who accepts the responsibility"))
        if lacks:
            raise UserError(
                self.env._(
                    "%(what)s lacks something: enter %(lacks)s.",
                    what=self.display_name,
                    lacks=listed(self.env, lacks),
                )
            )

    def _may_decide(self, user):
        """Whether a person may decide: of the level asked, and not who asked."""
        self.ensure_one()
        group = GROUPS[Level(self.level or Level.LEADER)]
        return user != self.user_id and user.has_group(group)

    def _check_may_decide(self):
        if self._may_decide(self.env.user):
            return
        if self.env.user == self.user_id:
            raise UserError(
                self.env._(
                    "You asked for %s yourself: somebody else has to decide.",
                    self.display_name,
                )
            )
        levels = dict(self._fields["level"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(what)s is decided by: %(level)s. Ask %(person)s.",
                what=self.display_name,
                level=levels[self.level or Level.LEADER],
                person=self.sudo().approver_id.name or "",
            )
        )

    def _find_approver(self):
        """Who is asked: the team's leader, else the service manager, else anybody.

        Called as superuser; only people who may decide are asked.
        """
        self.ensure_one()
        ticket = self.ticket_id
        near = ticket.team_id.user_id | ticket.cs_profile_id.manager_id
        group = self.env.ref(GROUPS[Level(self.level)])
        domain = Domain("all_group_ids", "in", group.ids) & Domain("share", "=", False)
        if self.company_id:
            domain &= Domain("company_ids", "in", self.company_id.ids)
        for users in (near.filtered("active"), near.search(domain, order="id")):
            for user in users:
                if self._may_decide(user):
                    return user
        raise UserError(
            self.env._(
                "Nobody may approve %(what)s: name a leader of team %(team)s who did "
                "not ask for it.",
                what=self.display_name,
                team=ticket.team_id.name or "",
            )
        )

    def _in_words(self):
        """Kind and amount, as colleagues and the customer read them."""
        self.ensure_one()
        if not self.amount:
            return self.kind_id.name
        amount = formatLang(self.env, self.amount, currency_obj=self.currency_id)
        return f"{self.kind_id.name}, {amount}"
