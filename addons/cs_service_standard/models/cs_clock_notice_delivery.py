from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.escalation import BREACH, PLAIN, Reassign, opening, recipients
from ..engine.instants import from_epoch, to_epoch
from .cs_job_mixin import CONFLICTS
from .cs_ticket_clock_sweep import RETRY

BATCH = 500


class CsClockNotice(models.Model):
    """Phase two of the scheduler: does what a level asks for, exactly once.

    A notice is marked as delivered in the transaction that delivers it; letters and
    chat messages wait for the end of the run (``cs.clock.notice.recipient``).
    """

    _inherit = "cs.clock.notice"

    @api.model
    def _deliver_domain(self):
        """Notices to deliver now: new ones, failed ones, reminders."""
        return [
            ("deliver_at", "<=", fields.Datetime.now()),
            ("ticket_id.active", "=", True),
        ]

    @api.model
    def _deliver_batch(self):
        """Deliver the next notices nobody else is working on; return how many."""
        due = self.search(self._deliver_domain(), limit=BATCH, order="deliver_at, id")
        due = due.try_lock_for_update()
        due._postpone_in_quiet_hours()._deliver()
        return len(due)

    def _postpone_in_quiet_hours(self):
        """Put reminders off to the opening; return what may be told now."""
        now, quiet = to_epoch(fields.Datetime.now()), self.browse()
        for notice in self.filtered("times"):
            begin = notice._opening(now, leeway=90)
            if begin > now:
                notice.deliver_at = from_epoch(begin)
                quiet += notice
        return self - quiet

    def _opening(self, at, leeway=0):
        """When the ladder of this notice speaks at the earliest."""
        ladder, clock = self._ladder(), self.clock_id
        if not ladder.quiet:
            return at
        place = {
            name: clock[name].id
            for name in ("calendar_id", "team_id", "profile_id", "company_id")
        }
        return opening(clock._quiet_time(place, ladder), at, leeway)

    def _deliver(self):
        """Deliver; one notice that fails does not stop the others."""

        def wait(notice, error):
            notice.error = notice.clock_id.error = str(error)[:250]
            notice.deliver_at = from_epoch(to_epoch(fields.Datetime.now()) + RETRY)

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda notices: notices._act(), wait, CONFLICTS
        )

    def _ladder(self):
        return self.env["cs.sla.ladder"]._compiled(self.ladder_id.id or 0)

    def _step(self):
        """What the level asks for; a level that is gone counts as a breach."""
        return self._ladder().step(self.level) or PLAIN.step(
            self.level if self.level in PLAIN.keys else BREACH
        )

    def _act(self):
        """Everything the levels of these notices ask for, few writes for many."""
        self._find_causes()
        told = self._choose_people()
        self._note_people(told)
        self._give_todos(told)
        self._add_followers(told)
        self._raise_priority()
        self._reassign()
        self._mark_delivered(told)

    def _find_causes(self):
        """The change behind each promise that was late when it came (case 24)."""
        late = self.filtered(lambda notice: notice.on_attach and not notice.cause_id)
        if not late:
            return
        groups = self.env["cs.ticket.event"]._read_group(
            [("ticket_id", "in", late.ticket_id.ids), ("kind", "=", "matched")],
            ["ticket_id"],
            ["id:max"],
        )
        latest = {ticket.id: event_id for ticket, event_id in groups}
        for notice in late:
            notice.cause_id = latest.get(notice.ticket_id.id)

    def _choose_people(self):
        """Users to tell, by notice."""
        people = self.env["res.users"]
        told = {}
        for notice in self:
            ticket, step = notice.ticket_id, notice._step()
            ids = recipients(
                step,
                ticket._cs_chain(),
                lambda user_id, t=ticket, s=step: t._cs_is_reachable(
                    people.browse(user_id), s.needs_address
                ),
            )
            told[notice] = people.browse(ids)
        return told

    def _note_people(self, told):
        """Remember who is told, and what is to be sent to them."""
        rows = []
        for notice, people in told.items():
            step = notice._step()
            rows += [
                (notice.id, user.id, step.mail and bool(user.email), step.chat)
                for user in people
            ]
        if not rows:
            return
        self.env["cs.clock.notice.recipient"].flush_model()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_clock_notice_recipient
                    (notice_id, user_id, mail_due, chat_due)
                VALUES %s
                ON CONFLICT (notice_id, user_id) DO UPDATE
                SET mail_due = EXCLUDED.mail_due, chat_due = EXCLUDED.chat_due
                RETURNING id
                """,
                SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )
        self.env["cs.clock.notice.recipient"].invalidate_model()
        self.invalidate_recordset(["recipient_ids"])

    def _give_todos(self, told):
        """One open to-do per person and ticket: the highest level writes it anew."""
        wanted = {}
        for notice, people in told.items():
            if notice._step().activity:
                wanted |= {(notice.ticket_id.id, user.id): notice for user in people}
        open_todos = self.ticket_id._cs_escalation_todos()
        vals_list = []
        for (ticket_id, user_id), notice in wanted.items():
            user = self.env["res.users"].browse(user_id)
            vals = notice._prepare_activity_vals(user)
            todo = open_todos.get((ticket_id, user_id))
            if todo:
                todo.with_context(mail_activity_quick_update=True).write(
                    {name: vals[name] for name in ("summary", "date_deadline")}
                )
            else:
                vals_list.append(vals)
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        quiet.create(vals_list)

    def _prepare_activity_vals(self, user):
        reader = self._reader(user)
        return reader.ticket_id._cs_prepare_escalation_vals(user, self._sentence(user))

    def _add_followers(self, told):
        groups = defaultdict(self.env["helpdesk.ticket"].browse)
        for notice, people in told.items():
            if notice._step().follow:
                groups[people] += notice.ticket_id
        for people, tickets in groups.items():
            tickets.message_subscribe(partner_ids=people.partner_id.ids)

    def _open_tickets(self, wanted):
        """Tickets of the notices whose step is wanted, while there is work to do.

        Only the first time: a reminder does not move a ticket again.
        """
        chosen = self.filtered(lambda n: not n.times and wanted(n._step()))
        return chosen.ticket_id.filtered(lambda ticket: not ticket.closed)

    def _raise_priority(self):
        tickets = self._open_tickets(lambda step: step.priority)
        levels = [key for key, _label in tickets._fields["priority"].selection]
        for level, group in tickets.grouped("priority").items():
            place = levels.index(level or levels[0])
            if place + 1 < len(levels):
                group.write({"priority": levels[place + 1]})

    def _reassign(self):
        """Take tickets from owners who let them lie; the people told hear of it."""
        queue = self._open_tickets(lambda step: step.reassign == Reassign.QUEUE)
        queue.filtered("user_id")._cs_return_to_queue(
            self.env._("Nobody acted in time: back in the queue of the team.")
        )
        tickets = self._open_tickets(lambda step: step.reassign == Reassign.LEADER)
        tickets._cs_pass_to_leader(
            self.env._("Nobody acted in time: passed to the team leader.")
        )

    def _mark_delivered(self, told):
        """Delivered now; when it is told again, if nobody answers."""
        now = to_epoch(fields.Datetime.now())
        for notice, people in told.items():
            repeat = notice._ladder().repeat if notice.needs_ack else 0
            again = notice._opening(now + repeat) if repeat else None
            notice.write(
                {
                    "user_id": people[:1].id,
                    "delivered_at": from_epoch(now),
                    "times": notice.times + 1,
                    "deliver_at": from_epoch(again) if again else False,
                    "error": False,
                }
            )
        failed = self.clock_id.filtered("error")
        failed.write({"error": False})
