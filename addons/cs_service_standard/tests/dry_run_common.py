"""Tickets as a helpdesk without a standard leaves them behind."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tools import SQL

from .common import StandardCase

BEGIN = datetime(2023, 10, 9, 2, 0)  # Monday 10:00 in Shanghai


def after(**delta):
    return BEGIN + timedelta(**delta)


class PastCase(StandardCase):
    """A team without a profile that has worked for a while."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["helpdesk.ticket.stage"]
        cls.stage_new = stages.create({"name": "Open", "sequence": 1})
        cls.stage_wait = stages.create({"name": "Waits", "cs_phase": "waiting"})
        cls.stage_done = stages.create({"name": "Over", "closed": True})
        cls.activity_type = cls.env["mail.activity.type"].create(
            {"name": "Ring up", "category": "phonecall"}
        )
        cls.draft = cls.env["cs.service.profile"].create(
            {"name": "Draft", "code": "DRAFT", "calendar_id": cls.calendar.id}
        )

    @classmethod
    def _draft_target(cls, metric, seconds, **vals):
        return cls._target(metric, seconds, profile_id=cls.draft.id, **vals)

    def _past_ticket(self, at=BEGIN, **vals):
        """A ticket of the plain team, created at an instant."""
        with freeze_time(at):
            ticket = self._create_ticket(
                team_id=self.team_plain.id,
                partner_id=self.customer.id,
                stage_id=self.stage_new.id,
                **vals,
            )
            self._flush_tracking()
        self._backdate(ticket, at)
        return ticket

    def _backdate(self, ticket, at):
        """The creation date is the transaction's, whatever the clock says."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
                at,
                ticket.id,
            )
        )
        ticket.invalidate_recordset(["create_date"])

    def _flush_tracking(self):
        """Post the tracked changes, as the end of a request would."""
        self.env.flush_all()
        self.cr.flush()

    def _say(self, ticket, at, user=None, **vals):
        vals.setdefault("body", "Hello")
        vals.setdefault("message_type", "comment")
        vals.setdefault("subtype_xmlid", "mail.mt_comment")
        with freeze_time(at):
            record = ticket.with_user(user) if user else ticket
            return (
                record.sudo()
                .with_context(mail_notify_force_send=False)
                .message_post(
                    author_id=vals.pop(
                        "author_id", (user or self.env.user).partner_id.id
                    ),
                    **vals,
                )
            )

    def _change(self, ticket, at, user=None, **vals):
        with freeze_time(at):
            (ticket.with_user(user) if user else ticket).write(vals)
            self._flush_tracking()

    def _facts(self, ticket, without=("stage",)):
        events = self.env["cs.ticket.event"].search([("ticket_id", "=", ticket.id)])
        return [(event.at, event.kind) for event in events if event.kind not in without]

    def _read(self, **vals):
        readback = self.env["cs.readback"].create(
            {
                "team_ids": self.team_plain.ids,
                "date_from": "2023-10-01",
                "date_to": "2023-10-31",
                "profile_id": self.draft.id,
                **vals,
            }
        )
        readback.action_start()
        return readback
