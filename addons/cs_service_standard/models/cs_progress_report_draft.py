from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine.cadence import latest_due
from ..engine.facts import FactKind

BATCH = 50
DAY = timedelta(days=1)


class CsExecution(models.Model):
    """The scheduler of regular reports: a draft from what happened, and a to-do."""

    _inherit = "cs.execution"

    @api.model
    def _report_domain(self):
        """Sheets whose report may be due somewhere on earth, of tickets at work."""
        return (
            Domain("next_report_date", "<=", fields.Datetime.now().date() + DAY)
            & Domain("has_draft", "=", False)
            & Domain("ticket_id.active", "=", True)
            & Domain("ticket_id.stage_id.closed", "=", False)
            & Domain("ticket_id.stage_id.cs_phase", "not in", ("closed", "cancelled"))
            & Domain("ticket_id.cs_profile_id.state", "=", "in_force")
        )

    @api.model
    def _cron_draft_reports(self):
        """Prepare the reports that are due; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        due = self.search(self._report_domain()).filtered(lambda s: s._report_day())
        cron._commit_progress(remaining=len(due))
        for ids in split_every(BATCH, due.ids):
            sheets = self.browse(ids).try_lock_for_update()
            sheets.filtered(lambda s: not s.has_draft)._draft_safely()
            if not cron._commit_progress(len(ids)):
                return

    def _report_day(self):
        """The latest day a report is due on that has come, at the service desk."""
        self.ensure_one()
        today = self.ticket_id._cs_local(fields.Datetime.now()).date()
        due = self.next_report_date
        return due and latest_due(due, self.cadence, today, self._anchor())

    def _draft_safely(self):
        """One sheet that fails does not stop the others."""

        def draft(sheets):
            sheets._draft_reports({sheet: sheet._report_day() for sheet in sheets})

        def keep(sheet, error):
            sheet.write({"error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(self, draft, keep)

    def action_write_report(self):
        """A report out of turn, or the draft there is."""
        self.ensure_one()
        draft = self.report_ids.filtered(lambda report: report.state == "draft")[:1]
        if not draft:
            today = self.ticket_id._cs_local(fields.Datetime.now()).date()
            draft = self._draft_reports({self: today})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Progress Report"),
            "res_model": "cs.progress.report",
            "res_id": draft.id,
            "view_mode": "form",
        }

    def _draft_reports(self, days):
        """Draft one report per sheet and ask its person in charge to look at it.

        :param days: dict from sheet to the day the report is about
        """
        since = {sheet: sheet._last_report_day() for sheet in days}
        facts = self._facts_since(since)
        tasks = self._tasks_since(since)
        reports = self.env["cs.progress.report"].create(
            [
                {
                    "execution_id": sheet.id,
                    "date": day,
                    "date_from": since[sheet],
                    "developed": sheet._developed_text(since[sheet]),
                    "happened": sheet._happened_text(facts[sheet], tasks[sheet]),
                }
                for sheet, day in days.items()
            ]
        )
        reports._ask_to_send()
        self.filtered("error").write({"error": False})
        return reports

    def _last_report_day(self):
        days = [day for day in self.report_ids.mapped("date") if day]
        return max(days, default=self.cadence_from or fields.Date.context_today(self))

    def _begin_of(self, day):
        """The instant (naive UTC) at which a day that was reported on is over."""
        zone = ZoneInfo(self.ticket_id._cs_desk_zone())
        local = datetime.combine(day + DAY, time()).replace(tzinfo=zone)
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _facts_since(self, since):
        """How often people talked in the period of each sheet, by kind of fact."""
        kinds = [FactKind.CONTACT.value, FactKind.CUSTOMER.value]
        begins = {sheet: sheet._begin_of(day) for sheet, day in since.items()}
        events = self.env["cs.ticket.event"].search_fetch(
            [
                ("ticket_id", "in", self.ticket_id.ids),
                ("kind", "in", kinds),
                ("at", ">=", min(begins.values())),
            ],
            ["ticket_id", "kind", "at"],
        )
        of_ticket = events.grouped("ticket_id")
        return {
            sheet: Counter(
                event.kind
                for event in of_ticket.get(sheet.ticket_id, events.browse())
                if event.at >= begin
            )
            for sheet, begin in begins.items()
        }

    def _tasks_since(self, since):
        """The tasks of others that were finished in the period of each sheet."""
        begins = {sheet: sheet._begin_of(day) for sheet, day in since.items()}
        tasks = self.env["cs.coordination.task"].search(
            [
                ("ticket_id", "in", self.ticket_id.ids),
                ("done_at", ">=", min(begins.values())),
            ]
        )
        return {
            sheet: tasks.filtered(
                lambda task, sheet=sheet, begin=begin: (
                    task.ticket_id == sheet.ticket_id and task.done_at >= begin
                )
            )
            for sheet, begin in begins.items()
        }
