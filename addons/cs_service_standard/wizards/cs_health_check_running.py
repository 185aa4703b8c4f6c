from datetime import timedelta

from odoo import fields, models

GRACE = timedelta(minutes=10)  # the scheduler may be a little late
STANDSTILL = timedelta(hours=1)
FORGOTTEN = timedelta(days=7)
OPEN = ("running", "paused")


class CsHealthCheck(models.TransientModel):
    """Tickets, clocks and jobs that went wrong while running."""

    _inherit = "cs.health.check"

    def _counted(self, severity, model, domain, message):
        """One finding for all records of a domain; none when there are none.

        :param message: callable that makes the sentence from the count
        """
        count = self.env[model].search_count(domain)
        if not count:
            return []
        sentence = message(count)
        return [self._finding(severity, sentence, res_model=model, domain=domain)]

    def _ours(self):
        return [("company_id", "in", self.env.companies.ids)]

    def _check_tickets(self):
        domain = [
            *self._ours(),
            ("cs_profile_id", "in", self._profiles().ids),
            ("stage_id.closed", "=", False),
            ("cs_sla_state", "in", [False, "none"]),
        ]
        return self._counted(
            "warning",
            "helpdesk.ticket",
            domain,
            lambda count: self.env._(
                "Open tickets without any promise: %(count)s. No target matches them: "
                "add one, or choose their type and channel.",
                count=count,
            ),
        )

    def _check_pauses(self):
        now = fields.Datetime.now()
        paused = [*self._ours(), ("state", "=", "paused")]
        overdue = [*paused, ("pause_until", "<", self._text(now - GRACE))]
        forgotten = [
            *paused,
            ("pause_until", "=", False),
            ("paused_at", "<", self._text(now - FORGOTTEN)),
        ]
        return self._counted(
            "warning",
            "cs.ticket.clock",
            overdue,
            lambda count: self.env._(
                "Clocks paused beyond the maximum of their reason: %(count)s. The job "
                "that ends pauses has not run; see the jobs below.",
                count=count,
            ),
        ) + self._counted(
            "hint",
            "cs.ticket.clock",
            forgotten,
            lambda count: self.env._(
                "Clocks that stand still for more than a week without a latest end: "
                "%(count)s. Give the pause reason a maximum.",
                count=count,
            ),
        )

    def _text(self, moment):
        return fields.Datetime.to_string(moment)

    def _check_clocks(self):
        return self._counted(
            "serious",
            "cs.ticket.clock",
            [*self._ours(), ("error", "!=", False)],
            lambda count: self.env._(
                "Clocks the scheduler could not handle: %(count)s. Open them: each "
                "tells why.",
                count=count,
            ),
        )

    def _check_notices(self):
        return self._counted(
            "serious",
            "cs.clock.notice",
            [*self._ours(), ("error", "!=", False)],
            lambda count: self.env._(
                "Escalations that could not be told: %(count)s. Open them: each tells "
                "why.",
                count=count,
            ),
        )

    def _check_filing(self):
        return self._counted(
            "serious",
            "helpdesk.ticket",
            [*self._ours(), ("cs_filing_error", "!=", False)],
            lambda count: self.env._(
                "Closed tickets without a line in the dossier: %(count)s. Open them: "
                "each tells why, and tries again.",
                count=count,
            ),
        )

    def _check_jobs(self):
        """Scheduled actions of our addons: off, failing, or standing still."""
        data = self.env["ir.model.data"].search_fetch(
            [("model", "=", "ir.cron"), ("module", "=like", "cs\\_%")], ["res_id"]
        )
        crons = self.env["ir.cron"].with_context(active_test=False)
        jobs = crons.search([("id", "in", data.mapped("res_id"))])
        off = jobs.filtered(lambda job: not job.active)
        on = jobs - off
        failing = on.filtered("failure_count")
        late = fields.Datetime.now() - STANDSTILL
        idle = on.filtered(lambda job: job.nextcall < late) - failing
        sentences = (
            (
                off,
                self.env._("Scheduled actions are switched off: %(jobs)s."),
            ),
            (
                failing,
                self.env._("Scheduled actions fail again and again: %(jobs)s."),
            ),
            (
                idle,
                self.env._(
                    "Scheduled actions stand still for more than an hour: %(jobs)s. Is "
                    "the server running with its scheduler (max-cron-threads)?"
                ),
            ),
        )
        return [
            self._finding("serious", sentence % {"jobs": self._named(found)}, found)
            for found, sentence in sentences
            if found
        ]
