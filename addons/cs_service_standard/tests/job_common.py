"""Builders for clocks that move because of something outside their tickets."""

from freezegun import freeze_time

from .common import StandardCase

MONDAY = "2023-10-09 01:00:00"  # 09:00 in Shanghai
NOON = "2023-10-09 04:00:00"


class JobCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls.env["cs.clock.job"]
        cls.cron = cls.env.ref("cs_service_standard.ir_cron_clock_job")
        cls._commit_figures()

    @classmethod
    def _commit_figures(cls):
        """What the end of a transaction does: the next change is a new version."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.invalidate_all()

    def _run_jobs(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _sweep(self, moment):
        sweep = self.env.ref("cs_service_standard.ir_cron_clock_sweep")
        with freeze_time(moment), self.enter_registry_test_mode():
            sweep.method_direct_trigger()
        self.env.invalidate_all()

    def _at(self, moment, **vals):
        """A ticket received at a moment."""
        with freeze_time(moment):
            return self._create_ticket(**vals)

    def _clock(self, ticket, metric="first_contact"):
        return ticket.cs_clock_ids.filtered(lambda c: c.metric == metric)

    def _due(self, ticket, metric="first_contact"):
        return str(self._clock(ticket, metric).due_at)

    def _preview(self, moment, profile=None):
        with freeze_time(moment):
            action = (profile or self.profile).action_cs_preview_change()
        return self.env["cs.policy.apply"].browse(action["res_id"])

    def _queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
