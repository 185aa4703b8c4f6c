from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

BATCH = 100


class CsCoordinationTask(models.Model):
    """The scheduler of overdue tasks: one notice per broken promise."""

    _inherit = "cs.coordination.task"

    @api.model
    def _get_overdue_domain(self):
        """Overdue tasks of tickets with a standard whose date has no notice yet."""
        return (
            Domain("state", "in", ["overdue"])
            & Domain("is_rectified", "=", False)
            & Domain("ticket_id.cs_profile_id.state", "=", "in_force")
        )

    @api.model
    def _cron_overdue(self):
        """Issue the notices that are due; harmless to run twice or to kill (CLS-09)."""
        cron = self.env["ir.cron"]
        tasks = self.search(self._get_overdue_domain())
        cron._commit_progress(remaining=len(tasks))
        for ids in split_every(BATCH, tasks.ids):
            self.browse(ids).try_lock_for_update()._issue_notices()
            if not cron._commit_progress(len(ids)):
                return

    def _issue_notices(self):
        """Notices for the tasks; one that fails does not stop the others."""

        def keep(task, error):
            task.write({"error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda tasks: tasks._create_notices(), keep
        )

    def _create_notices(self):
        notices = self.env["cs.rectification"].create(
            [task._prepare_notice_vals() for task in self]
        )
        notices._put_to_manager()
        self.filtered("error").write({"error": False})

    def _prepare_notice_vals(self):
        self.ensure_one()
        return {
            "task_id": self.id,
            "deadline": self.deadline,
            "manager_id": self._manager_in_charge().id,
        }

    def _manager_in_charge(self):
        """Leader of the ticket's team, else the profile's manager, never nobody.

        Nobody is asked to rectify his own delay while somebody else is there.
        """
        ticket = self.ticket_id
        people = (
            ticket.team_id.user_id,
            ticket.cs_profile_id.manager_id,
            self.env.ref("base.user_admin"),
        )
        able = [user for user in people if user.active and not user.share]
        others = [user for user in able if user != self.user_id]
        return next(iter(others or able), self.env.user)
