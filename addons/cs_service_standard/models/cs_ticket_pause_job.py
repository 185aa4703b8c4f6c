from datetime import timedelta

from odoo import api, fields, models

BATCH = 100
RETRY = timedelta(minutes=10)


class CsTicketPause(models.Model):
    """The scheduler of pauses: no ticket is forgotten in a waiting stage."""

    _inherit = "cs.ticket.pause"

    @api.model
    def _cron_resume(self):
        """Resume what has waited long enough; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(self._due_domain()))
        self.env["cs.job.mixin"]._repeat_step(self._resume_batch)

    @api.model
    def _due_domain(self):
        """Pauses to end now; those of an archived ticket wait until it returns."""
        return [
            ("resume_at", "<=", fields.Datetime.now()),
            ("ticket_id.active", "=", True),
        ]

    @api.model
    def _resume_batch(self):
        """End the next pauses nobody else is working on; return how many."""
        due = self.search(self._due_domain(), limit=BATCH, order="resume_at, id")
        due = due.try_lock_for_update()
        due._resume_due()
        return len(due)

    def _resume_due(self):
        """One ticket that cannot be resumed does not stop the others."""

        def keep(pause, error):
            pause.write(
                {
                    "error": str(error)[:250],
                    "resume_at": fields.Datetime.now() + RETRY,
                }
            )

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda pauses: pauses._resume_all(), keep
        )

    def _resume_all(self):
        """Send the tickets back to work and tell who has to know.

        A ticket that follows no standard any longer stays where it is.
        """
        tickets = self.ticket_id._cs_following()
        tickets._cs_resume("automatic")
        self._end(fields.Datetime.now(), "automatic")
        pauses = self.filtered(lambda pause: pause.ticket_id in tickets)
        self.env["mail.activity"].create(
            [
                pause._prepare_activity_vals(person)
                for pause in pauses
                for person in pause._who_is_told()
            ]
        )

    def _who_is_told(self):
        """The owner and his supervisor, each once."""
        self.ensure_one()
        ticket = self.ticket_id
        owner = ticket._cs_first_reachable(ticket.user_id, ticket.team_id.user_id)
        return owner | ticket._cs_supervisor()

    def _prepare_activity_vals(self, person):
        self.ensure_one()
        ticket = self.ticket_id.with_context(lang=person.lang, tz=person.tz)
        summary = ticket.env._(
            "%(number)s has waited the longest time allowed (%(reason)s): its clocks "
            "run again",
            number=ticket.number,
            reason=self.with_env(ticket.env).reason_id.name,
        )
        return ticket._cs_prepare_todo_vals(person, summary)
