import logging

import psycopg2

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

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
        try:
            with self.env.cr.savepoint():
                self._create_notices()
        except psycopg2.errors.SerializationFailure:
            raise
        except Exception as error:
            if len(self) > 1:
                for task in self:
                    task._issue_notices()
                return
            _logger.info("Task %s: no notice could be issued", self.id, exc_info=True)
            self.write({"error": str(error)[:250]})

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
