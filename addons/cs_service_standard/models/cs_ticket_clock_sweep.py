import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

BATCH = 200
RETRY = timedelta(minutes=5)
MAX_CONFLICTS = 10


class CsTicketClock(models.Model):
    """The scheduler: takes what is due, tells each person once, moves on."""

    _inherit = "cs.ticket.clock"

    @api.model
    def _cron_sweep(self):
        """Give the notices that are due; harmless to run twice or to kill (RSP-23)."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(self._due_domain()))
        conflicts = 0
        while conflicts < MAX_CONFLICTS:
            try:
                done = self._sweep_batch()
            except psycopg2.errors.SerializationFailure:
                # somebody wrote one of these clocks meanwhile: look again, afresh
                self.env.cr.rollback()
                conflicts += 1
                continue
            if not done or not cron._commit_progress(done):
                return

    @api.model
    def _due_domain(self):
        """Clocks to look at now; those of an archived ticket wait until it returns."""
        return [
            ("next_event_at", "<=", fields.Datetime.now()),
            ("ticket_id.active", "=", True),
        ]

    @api.model
    def _sweep_batch(self):
        """Act on the next clocks nobody else is working on; return how many."""
        due = self.search(self._due_domain(), limit=BATCH, order="next_event_at, id")
        due = due.try_lock_for_update()
        due._sweep()
        return len(due)

    def _sweep(self):
        """Act on the due levels; one clock that fails does not stop the others."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._give_notices()
        except psycopg2.errors.SerializationFailure:
            raise
        except Exception as error:
            if len(self) > 1:
                for clock in self:
                    clock._sweep()
                return
            _logger.info("Clock %s could not be swept", self.id, exc_info=True)
            self.write(
                {
                    "error": str(error)[:250],
                    "next_event_at": fields.Datetime.now() + RETRY,
                }
            )

    def _give_notices(self):
        """Notices and activities of the highest due level of each clock."""
        now = fields.Datetime.now()
        notices, activities = [], []
        for clock in self:
            fired = list(clock.fired or [])
            due = [
                level
                for level, at in clock._levels(clock._level_vals())
                if at <= now and level not in fired
            ]
            if due:
                person = clock._who_is_told(due[-1])
                notices.append(clock._prepare_notice_vals(due[-1], person, now))
                activities.append(clock._prepare_activity_vals(due[-1], person))
            fired += due
            clock.write(
                {
                    "fired": fired,
                    "next_event_at": clock._next_event(clock._level_vals(), fired),
                    "error": False,
                }
            )
        self.env["cs.clock.notice"].create(notices)
        self.env["mail.activity"].create(activities)

    def _level_vals(self):
        return {"levels": self.levels}

    def _who_is_told(self, level):
        """Owner for a warning, leader for a breach, never nobody.

        A hook for ladders: return one ``res.users`` record.
        """
        self.ensure_one()
        ticket = self.ticket_id
        owner, leader = ticket.user_id, ticket.team_id.user_id
        people = (owner, leader) if level == "warn" else (leader, owner)
        return ticket._cs_first_reachable(*people)

    def _prepare_notice_vals(self, level, person, now):
        return {
            "clock_id": self.id,
            "ticket_id": self.ticket_id.id,
            "company_id": self.company_id.id,
            "level": level,
            "at": now,
            "user_id": person.id,
        }

    def _prepare_activity_vals(self, level, person):
        zone = person.tz or self.calendar_id.tz or self.team_id.cs_calendar_id.tz
        user_env = self.with_context(lang=person.lang, tz=zone).env
        due = fields.Datetime.context_timestamp(
            self.with_env(user_env), self.due_at
        ).strftime("%Y-%m-%d %H:%M")
        ticket = self.ticket_id
        names = {
            "metric": self.with_env(user_env).display_name,
            "number": ticket.number,
            "due": due,
        }
        if level == "warn":
            summary = user_env._("%(number)s: %(metric)s is due %(due)s", **names)
        else:
            summary = user_env._("%(number)s: %(metric)s was due %(due)s", **names)
        return ticket.with_env(user_env)._cs_prepare_todo_vals(person, summary)
