from odoo import api, fields, models
from odoo.tools import split_every

BATCH = 10


class CsQualityPlan(models.Model):
    """The scheduler of draws: each period of each plan once, also after an outage."""

    _inherit = "cs.quality.plan"

    @api.model
    def _cron_draw(self):
        """Draw what is due; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        plans = self.search([("begins_on", "<=", fields.Datetime.now().date())])
        plans._prepare_samples()
        due = self.env["cs.quality.sample"].search([("state", "=", "new")])
        # the seeds are on record before anybody looks at the tickets
        cron._commit_progress(remaining=len(due))
        for ids in split_every(BATCH, due.ids):
            due.browse(ids).try_lock_for_update()._draw_safely()
            if not cron._commit_progress(len(ids)):
                return

    def _prepare_samples(self):
        """A row, with its seed, for each period that is due and has none."""
        now = fields.Datetime.now()
        samples = self.env["cs.quality.sample"]
        groups = samples._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["end:max"]
        )
        last = {plan.id: end for plan, end in groups}
        return samples.create(
            [
                {"plan_id": plan.id, "start": start, "end": end}
                for plan in self
                for start, end in plan._due_windows(last.get(plan.id), now)
            ]
        )

    def _due_windows(self, last_end, now):
        """Periods after the last one: those that are over, or begun for errands."""
        self.ensure_one()
        since = last_end or fields.Datetime.to_datetime(self.begins_on)
        is_draw = self.method == "sample"
        # after a change of the period the first one is shorter, nothing is lost
        return [
            (max(start, last_end or start), end)
            for start, end in self._windows(since, max(since, now))
            if (end if is_draw else start) <= now
        ]

    def action_draw_now(self):
        """Draw the periods that are over, without waiting for the scheduler.

        As superuser, for managers: nobody chooses what is drawn.
        """
        self.check_access("write")
        self.sudo()._prepare_samples()
        due = self.env["cs.quality.sample"].sudo()
        due.search([("plan_id", "in", self.ids), ("state", "=", "new")])._draw()
        return self[:1].action_open_samples()
