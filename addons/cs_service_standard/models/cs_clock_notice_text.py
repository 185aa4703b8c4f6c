from odoo import fields, models

from ..wording import listed


class CsClockNotice(models.Model):
    """What a notice says: the same sentence in a to-do, a letter and a chat."""

    _inherit = "cs.clock.notice"

    def _to_line(self, user):
        """The notice for one reader, in his language and time zone.

        No name of a customer: letters leave the house.
        """
        ticket = self.ticket_id
        return {
            "number": ticket.number,
            "team": ticket.team_id.name or "",
            "text": self._sentence(user),
            "url": f"{ticket.get_base_url()}/odoo/helpdesk.ticket/{ticket.id}",
        }

    def _reader(self, user):
        """This notice in the environment of a reader."""
        clock = self.clock_id
        zone = user.tz or clock.calendar_id.tz or clock.team_id.cs_calendar_id.tz
        return self.with_context(lang=user.lang, tz=zone)

    def _sentence(self, user):
        self.ensure_one()
        mine = self._reader(user)
        clock, ticket = mine.clock_id, mine.ticket_id
        names = {
            "number": ticket.number,
            "metric": clock.display_name,
            "due": mine._local(clock.due_at),
        }
        if clock.state == "paused":
            text = mine.env._("%(number)s: %(metric)s waits", **names)
        elif clock.state != "running":
            text = mine.env._(
                "%(number)s: %(metric)s is over; please acknowledge", **names
            )
        elif mine._is_at_once():
            text = mine.env._(
                "%(number)s needs you now: %(metric)s is due %(due)s", **names
            )
        elif clock.due_at and clock.due_at >= fields.Datetime.now():
            text = mine.env._("%(number)s: %(metric)s is due %(due)s", **names)
        else:
            text = mine.env._("%(number)s: %(metric)s was due %(due)s", **names)
        cause = mine._cause() if mine.on_attach else ""
        return f"{text}. {cause}" if cause else text

    def _is_at_once(self):
        """Whether this level comes with the start of the clock."""
        level = self.level_id.sudo()
        return bool(level) and not level.percent and not level.offset_seconds

    def _local(self, moment):
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self, moment)
        return local.strftime("%Y-%m-%d %H:%M")

    def _cause(self):
        """Which change brought a promise that was late at once (case 24)."""
        event = self.cause_id
        labels = [
            self.env["helpdesk.ticket"]._fields[name]._description_string(self.env)
            for name in (event.payload or {}).get("cause") or ()
            if name in self.env["helpdesk.ticket"]._fields
        ]
        if not labels:
            return ""
        return self.env._(
            "Late since the change of %(what)s on %(at)s by %(who)s",
            what=listed(self.env, labels),
            at=self._local(event.at),
            who=event.user_id.name or "",
        )
