from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from ..engine.coordination import Word, word
from ..engine.instants import to_epoch

BATCH = 100


class CsUntoldMixin(models.AbstractModel):
    """Something the customer should hear of soon; if not, somebody is reminded once.

    The records have a ``ticket_id``. The instant since when there is something to tell
    is kept until the customer has heard or somebody was reminded.
    """

    _name = "cs.untold.mixin"
    _description = "News for the Customer"

    untold_since = fields.Datetime(
        string="Customer Waits Since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Since when there is something the customer has not been told.",
    )
    untold_error = fields.Char(
        string="Reminder Failed",
        readonly=True,
        copy=False,
        help="Why nobody could be reminded to tell the customer; tried again every "
        "hour.",
    )

    def _untold_seconds(self):
        """Hook: within how many seconds the customer should hear of this record."""
        raise NotImplementedError

    def _untold_summary(self, reader):
        """Hook: what the to-do of the owner says.

        :param reader: this record in the language of who is reminded
        """
        raise NotImplementedError

    def _untold_cron(self):
        """Hook: XML id of the job that reminds."""
        raise NotImplementedError

    def _heard_at(self):
        """When the customer last heard from a person: dict by ticket id; a hook."""
        return {}

    def _mark_untold(self):
        """From now on the customer waits; who waits already goes on waiting."""
        following = self.ticket_id._cs_following()
        fresh = self.filtered(lambda r: not r.untold_since and r.ticket_id in following)
        if not fresh:
            return
        now = fields.Datetime.now()
        fresh.write({"untold_since": now, "untold_error": False})
        # as superuser: jobs belong to the administrator
        limits = {record._untold_seconds() for record in fresh.sudo()}
        self.env.ref(self._untold_cron()).sudo()._trigger(
            at=[now + timedelta(seconds=limit + 1) for limit in limits]
        )

    @api.model
    def _untold_domain(self):
        in_force = self.env["cs.service.profile"]._in_force_ids()
        return [
            ("untold_since", "!=", False),
            ("ticket_id.cs_profile_id", "in", list(in_force)),
            ("ticket_id.stage_id.closed", "=", False),
        ]

    @api.model
    def _cron_remind(self):
        """Remind of what is due; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        records = self.search(self._untold_domain(), order="id")
        cron._commit_progress(remaining=len(records))
        for ids in split_every(BATCH, records.ids):
            chunk = self.browse(ids).try_lock_for_update()
            chunk.filtered("untold_since")._remind_safely()
            if not cron._commit_progress(len(ids)):
                return

    def _remind_safely(self):
        """One record that cannot be reminded of does not stop the others."""

        def keep(record, error):
            record.write({"untold_error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda records: records._remind(), keep
        )

    def _remind(self):
        now, heard = to_epoch(fields.Datetime.now()), self._heard_at()
        words = {word: self.browse() for word in Word}
        for record in self:
            at = heard.get(record.ticket_id.id)
            limit = record._untold_seconds()
            since = to_epoch(record.untold_since)
            words[word(since, at and to_epoch(at), limit, now)] |= record
        self.env["mail.activity"].create(
            [record._prepare_reminder_vals() for record in words[Word.REMIND]]
        )
        over = words[Word.REMIND] | words[Word.TOLD]
        over.write({"untold_since": False, "untold_error": False})

    def _prepare_reminder_vals(self):
        self.ensure_one()
        ticket = self.ticket_id
        person = ticket._cs_first_reachable(ticket.user_id, ticket.team_id.user_id)
        reader = self.with_context(lang=person.lang, tz=person.tz)
        summary = self._untold_summary(reader)
        return reader.ticket_id._cs_prepare_todo_vals(person, summary)
