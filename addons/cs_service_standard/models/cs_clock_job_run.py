import logging

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

BATCH = 200
MAX_CONFLICTS = 10
WAITING = ("pending", "running")


class CsClockJob(models.Model):
    """The run of a job: batch by batch, past what fails, again after a conflict."""

    _inherit = "cs.clock.job"

    @api.model
    def _cron_run(self):
        """Put scheduled changes in force, then work off the waiting jobs."""
        self.env["cs.service.profile"]._put_due_in_force()
        cron = self.env["ir.cron"]
        jobs = self.search([("state", "in", WAITING)], order="id")
        cron._commit_progress(remaining=sum(job._remaining() for job in jobs))
        for job_id in jobs.ids:
            if not self.browse(job_id)._run():
                return

    def _remaining(self):
        return max(self.total - self.done, 1)

    def _run(self):
        """Work off one job; tell whether there is time left for the next one."""
        self.ensure_one()
        conflicts = 0
        while True:
            try:
                done = self._run_batch()
            except psycopg2.errors.SerializationFailure:
                # somebody wrote one of these tickets meanwhile: look again, afresh
                self.env.cr.rollback()
                conflicts += 1
                if conflicts == MAX_CONFLICTS:
                    self._trigger()
                    return bool(self.env["ir.cron"]._commit_progress())
                continue
            except Exception as error:
                self.env.cr.rollback()
                _logger.info("Clock job %s stopped", self.id, exc_info=True)
                self.write({"state": "failed", "error": str(error)[:500]})
                return bool(self.env["ir.cron"]._commit_progress())
            conflicts = 0
            if not self.env["ir.cron"]._commit_progress(done):
                return False
            if self.state not in WAITING:
                return True

    def _run_batch(self):
        """Work on the next tickets; return how much was done."""
        self.ensure_one()
        if self.state == "pending":
            self._start()
        domain = self._ticket_domain() & Domain("id", ">", self.last_ticket_id)
        tickets = self._tickets().search(domain, order="id", limit=BATCH)
        if not tickets:
            self._finish()
            # a job that found no ticket is done, too: Odoo warns of runs without any
            return 0 if self.done else 1
        moved, failed = self._work(tickets)
        self.write(
            {
                "last_ticket_id": tickets[-1].id,
                "done": self.done + len(tickets),
                "moved": self.moved + moved,
                "failed": self.failed + failed,
            }
        )
        return len(tickets)

    def _start(self):
        vals = {"state": "running", "started_at": fields.Datetime.now()}
        if not self.total:
            vals["total"] = self._tickets().search_count(self._ticket_domain())
        self.write(vals)

    def _finish(self):
        self.write(
            {
                "state": "failed" if self.failed else "done",
                "finished_at": fields.Datetime.now(),
                "total": self.done,
            }
        )
        if self.kind == "policy" and not self.failed:
            self.profile_id._settle(self.version)

    def _work(self, tickets):
        """Move the clocks of tickets; one bad ticket does not stop the others.

        :return: tuple (clocks moved, tickets failed)
        """
        failed = []

        def keep(ticket, error):
            self._keep_error(ticket, error)
            failed.append(ticket)

        moved = self.env["cs.job.mixin"]._act_on_all(tickets, self._move, keep)
        return sum(moved), len(failed)

    def _keep_error(self, ticket, error):
        self.env["cs.clock.job.line"].create(
            {"job_id": self.id, "ticket_id": ticket.id, "error": str(error)[:500]}
        )
