from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_coordination_task import ACTIVITY_TASK

LEADERS = "helpdesk_mgmt.group_helpdesk_user"


class CsCoordinationTask(models.Model):
    """Whoever gets a task says whether he takes it: nobody shirks, nobody is surprised.

    A task that was refused stays with its date until somebody else is named.
    """

    _inherit = "cs.coordination.task"

    acceptance = fields.Selection(
        [
            ("asked", "Not yet accepted"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
        help="Whether the responsible person takes the task. Empty: nobody was asked.",
    )
    refusal_reason = fields.Text(string="Why Refused", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Who gives a task to himself has accepted it."""
        tasks = super().create(vals_list)
        tasks._ask_others()
        return tasks

    def write(self, vals):
        passed = self.browse()
        if vals.get("user_id"):
            passed = self.filtered(lambda t: t.user_id.id != vals["user_id"])
        result = super().write(vals)
        if passed:
            passed._ask_others()
            passed.activity_reschedule(
                [ACTIVITY_TASK], new_user_id=vals["user_id"], only_automated=False
            )
        return result

    def action_accept(self):
        self._check_receiver()
        self.write({"acceptance": "accepted", "refusal_reason": False})

    def action_refuse(self):
        """Ask for the reason of the refusal."""
        self.ensure_one()
        self._check_receiver()
        return {
            "name": self.env._("Refuse the Task"),
            "type": "ir.actions.act_window",
            "res_model": "cs.coordination.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_task_id": self.id},
        }

    def action_done(self):
        result = super().action_done()
        asked = self.filtered(lambda task: task.acceptance == "asked")
        if asked:
            asked.acceptance = "accepted"
        return result

    def _ask_others(self):
        """Ask those who were given a task by somebody else."""
        me = self.env.user
        asked = self.filtered(lambda t: t.user_id and t.user_id != me and not t.done_at)
        own = self.filtered(lambda t: t.user_id == me and t.acceptance)
        if asked:
            asked.write({"acceptance": "asked", "refusal_reason": False})
        if own:
            own.write({"acceptance": "accepted", "refusal_reason": False})

    def _refuse(self, reason):
        """Say no and why; whoever leads the coordination finds somebody else."""
        self.ensure_one()
        self._check_receiver()
        self.write({"acceptance": "refused", "refusal_reason": reason})
        self._tell_refused(reason)

    def _tell_refused(self, reason):
        """A to-do on the ticket for the leader, else for its owner.

        As superuser: whoever refuses need not read tickets.
        """
        ticket = self.ticket_id.sudo()
        person = ticket._cs_first_reachable(
            self.sudo().coordination_id.leader_id,
            ticket.user_id,
            ticket.team_id.user_id,
        )
        reader = ticket.with_context(lang=person.lang, tz=person.tz)
        who, task = self.env.user.name, self.name
        summary = reader.env._(
            "%(ticket)s: %(who)s refuses '%(task)s', find somebody else",
            ticket=ticket.number,
            who=who,
            task=task,
        )
        self.env["mail.activity"].sudo().create(
            reader._cs_prepare_todo_vals(person, summary)
        )
        ticket.with_context(cs_no_contact=True).message_post(
            body=self.env._(
                "%(who)s refuses the task '%(task)s': %(reason)s",
                who=who,
                task=task,
                reason=reason,
            ),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )

    def _check_receiver(self):
        """Only who was given the task, or a leader, may answer."""
        leads = self.env.user.has_group(LEADERS)
        for task in self:
            if task.acceptance not in ("asked", "refused") or task.done_at:
                raise UserError(
                    self.env._(
                        "Task '%s' waits for no answer: change its responsible person "
                        "to ask somebody else.",
                        task.name,
                    )
                )
            if not leads and task.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Task '%(task)s' was given to %(person)s: only they may "
                        "accept or refuse it.",
                        task=task.name,
                        person=task.user_id.name,
                    )
                )
