import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

BATCH = 500
AT_ONCE = 500
MAX_CONFLICTS = 10


class CsBatchJobMixin(models.AbstractModel):
    """Work through many tickets, a batch at a time, whatever happens meanwhile.

    Few are done at once, many in the background. The place reached is saved with
    each batch, so that a killed worker goes on where it stood; a ticket that fails
    is noted and passed over.
    """

    _name = "cs.batch.job.mixin"
    _description = "Batch Job"

    state = fields.Selection(
        [
            ("draft", "Not started"),
            ("running", "Running"),
            ("stopped", "Stopped"),
            ("done", "Done"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    cursor = fields.Integer(
        readonly=True, copy=False, help="Id of the last ticket that was looked at."
    )
    total = fields.Integer(string="Tickets to Read", readonly=True, copy=False)
    done = fields.Integer(string="Tickets Read", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    as_of = fields.Datetime(
        readonly=True,
        copy=False,
        help="What still ran at this instant counts as open.",
    )

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for job in self:
            share = 100.0 * job.done / job.total if job.total else 0.0
            job.progress = 100.0 if job.state == "done" else min(share, 100.0)

    def action_start(self):
        """Begin anew; few tickets are ready when the screen comes back."""
        for job in self:
            job.check_access("write")
            job._prepare_start()
            job.write(
                {
                    "state": "running",
                    "cursor": 0,
                    "done": 0,
                    "as_of": fields.Datetime.now(),
                }
            )
            job.total = job._count_tickets()
            job._go_on()

    def action_stop(self):
        self.filtered(lambda job: job.state == "running").state = "stopped"

    def action_resume(self):
        """Go on behind the last ticket that was looked at."""
        for job in self.filtered(lambda job: job.state == "stopped"):
            job.state = "running"
            job._go_on()

    def _go_on(self):
        self.ensure_one()
        if self.total - self.done > AT_ONCE:
            self._job_cron()._trigger()
            return
        while self._run_batch():
            pass

    def _prepare_start(self):
        """Hook: forget the result of an earlier run."""

    def _job_cron(self):
        """Hook: the scheduled action that works on these jobs, as superuser."""
        raise NotImplementedError

    def _count_tickets(self):
        """Hook: how many tickets there are to look at."""
        raise NotImplementedError

    def _next_ticket_ids(self, limit):
        """Hook: ids of the next tickets behind ``cursor``, ascending."""
        raise NotImplementedError

    def _process(self, ticket_ids):
        """Hook: do the work for these tickets; one failure spoils the batch."""
        raise NotImplementedError

    def _note_failure(self, ticket_id, error):
        """Hook: remember that a ticket was passed over, and why."""

    def _conclude(self):
        """Hook: what is left to do once behind the last ticket."""

    @api.model
    def _cron_run(self):
        """Work on what was started; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        jobs = self.search([("state", "=", "running")], order="id")
        cron._commit_progress(remaining=sum(job.total - job.done for job in jobs))
        for job in jobs:
            if not job._run_in_background(cron):
                return

    def _run_in_background(self, cron):
        """Batches until nothing is left.

        :return: whether there is time for another job
        """
        conflicts = 0
        while conflicts < MAX_CONFLICTS:
            try:
                if not self.try_lock_for_update() or self.state != "running":
                    return True
                found = self._run_batch()
                left = cron._commit_progress(found)
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()  # a ticket was written meanwhile: once more
                conflicts += 1
                continue
            if not found or not left:
                return bool(left)
        return True

    def _run_batch(self):
        """The next batch; return how many tickets it had, 0: all done."""
        self.ensure_one()
        ticket_ids = self._next_ticket_ids(BATCH)
        if not ticket_ids:
            self._conclude()
            self.state = "done"
            return 0
        self._process_safely(ticket_ids)
        self.write({"cursor": ticket_ids[-1], "done": self.done + len(ticket_ids)})
        return len(ticket_ids)

    def _process_safely(self, ticket_ids):
        """Pass over a ticket that fails, and do the others."""
        self.env["cs.job.mixin"]._act_on_all(
            ticket_ids,
            self._process,
            lambda ticket_id, error: self._note_failure(ticket_id, str(error)[:250]),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_running(self):
        if any(job.state == "running" for job in self):
            raise UserError(self.env._("Stop the run before you delete it."))
