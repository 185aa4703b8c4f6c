from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

BATCH = 100


class CsNonconformity(models.Model):
    """The scheduler of overdue corrections: the leader hears of each date once."""

    _inherit = "cs.nonconformity"

    reminded_for = fields.Date(
        readonly=True, copy=False, help="The broken date the leader was told of."
    )
    error = fields.Char(
        string="Leader Not Told",
        readonly=True,
        copy=False,
        help="Why the leader could not be told; tried again with every run.",
    )

    _overdue_idx = models.Index("(due_date) WHERE state = 'open'")

    @api.model
    def _overdue_domain(self):
        """Open ones past their date, of which nobody was told."""
        return (
            Domain("state", "=", "open")
            & Domain("due_date", "<", fields.Date.context_today(self))
            & Domain("company_id.active", "=", True)
        )

    @api.model
    def _cron_overdue(self):
        """Tell the leaders; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        late = self.search(self._overdue_domain()).filtered(
            lambda record: record.reminded_for != record.due_date
        )
        cron._commit_progress(remaining=len(late))
        for ids in split_every(BATCH, late.ids):
            self.browse(ids).try_lock_for_update()._remind()
            if not cron._commit_progress(len(ids)):
                return

    def _remind(self):
        """One that fails does not stop the others."""

        def keep(record, error):
            record.write({"error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda records: records._tell_leaders(), keep
        )

    def _tell_leaders(self):
        self.env["mail.activity"].create(
            [record._prepare_overdue_vals() for record in self]
        )
        for record in self:
            record.write({"reminded_for": record.due_date, "error": False})

    def _prepare_overdue_vals(self):
        self.ensure_one()
        person = self._leader_to_tell()
        reader = self.with_context(tz=person.tz, lang=person.lang)
        vals = self._prepare_activity_vals(person)
        return vals | {
            "summary": reader.env._(
                "%s: not put right by its date", reader.display_name
            ),
            "date_deadline": fields.Date.context_today(reader),
        }

    def _leader_to_tell(self):
        """The team's leader, else the service manager, else the administrator.

        Nobody is told of his own delay while somebody else is there.
        """
        self.ensure_one()
        team = self.team_id.sudo()
        people = (
            team.user_id,
            team.cs_profile_id.manager_id,
            self.env.ref("base.user_admin"),
        )
        able = [user for user in people if user.active and not user.share]
        others = [user for user in able if user != self.responsible_id]
        return next(iter(others or able), self.env.user)
