import logging

import psycopg2

from odoo import api, models

_logger = logging.getLogger(__name__)

MAX_CONFLICTS = 10
CONFLICTS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)


class CsJobMixin(models.AbstractModel):
    """What every scheduled job does: go on past a conflict, and past what fails.

    ``_repeat_step`` is the loop around a batch, ``_act_on_all`` what it does to one.
    """

    _name = "cs.job.mixin"
    _description = "Scheduled Job"

    @api.model
    def _repeat_step(self, step):
        """Do a step of any job until nothing is left.

        :return: whether there is time to go on
        """
        conflicts = 0
        while conflicts < MAX_CONFLICTS:
            try:
                done = step()
            except CONFLICTS:
                # somebody wrote one of these records meanwhile: look again, afresh
                self.env.cr.rollback()
                conflicts += 1
                continue
            if not done:
                return True
            if not self.env["ir.cron"]._commit_progress(done):
                return False
        return True

    @api.model
    def _act_on_all(
        self, items, act, keep, passing=psycopg2.errors.SerializationFailure
    ):
        """Act on all items at once; if that fails, on parts, down to the one to blame.

        :param items: records, or a list
        :param act: function of some of the items; one that fails spoils them all
        :param keep: function (item, error): keeps the error where somebody sees it
        :param passing: errors that are nobody's fault, for the caller to try again
        :return: list of what ``act`` returned, for each part it succeeded with
        """
        if not items:
            return []
        try:
            with self.env.cr.savepoint():
                return [act(items)]
        except passing:
            raise
        except Exception as error:
            if len(items) == 1:
                _logger.info("%s: passed over", items, exc_info=True)
                keep(items[0], error)
                return []
        middle = len(items) // 2
        return [
            result
            for part in (items[:middle], items[middle:])
            for result in self._act_on_all(part, act, keep, passing)
        ]
