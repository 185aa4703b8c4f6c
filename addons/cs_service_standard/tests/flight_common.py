"""Tickets in Madrid, Monday to Friday 9 to 18: calendar A of the cases."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.tests import freeze_time

from .common import StandardCase

MADRID = ZoneInfo("Europe/Madrid")
STAGE = "cs_service_standard.helpdesk_ticket_stage_%s"
REASON = "cs_service_standard.cs_pause_reason_%s"
HOUR = 3600
DAYS = {"mon": 2, "tue": 3, "wed": 4, "thu": 5, "fri": 6}  # of March 2026


def madrid(words, week=0):
    """Naive UTC datetime of 'tue 10:00', of the week of 2 March 2026 or a later one."""
    day, clock = words.split()
    hour, minute = clock.split(":")
    local = datetime(
        2026, 3, DAYS[day] + 7 * week, int(hour), int(minute), tzinfo=MADRID
    )
    return local.astimezone(UTC).replace(tzinfo=None)


def at(words, week=0):
    """It is 'tue 10:00' in Madrid."""
    return freeze_time(madrid(words, week))


class FlightCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar_a = cls.env["resource.calendar"].create(
            {
                "name": "A",
                "tz": "Europe/Madrid",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"Day {day}",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 18,
                            "day_period": "full_day",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        cls.team.cs_calendar_id = cls.calendar_a
        cls.stages = {
            name: cls.env.ref(STAGE % name)
            for name in (
                "intake",
                "analysis",
                "execution",
                "acceptance",
                "waiting",
                "closed",
                "cancelled",
            )
        }
        cls.reasons = {
            name: cls.env.ref(REASON % name)
            for name in ("customer", "absent", "appointment", "parts", "third_party")
        }

    @classmethod
    def _office(cls, metric, hours, **vals):
        """A target counted in working hours, that waiting may pause."""
        return cls._target(
            metric, hours * HOUR, **{"mode": "working_hours", "pausable": True, **vals}
        )

    def _clock(self, ticket, metric="resolution", cycle=1):
        return ticket.cs_clock_ids.filtered(
            lambda clock: clock.metric == metric and clock.cycle == cycle
        )

    def _move(self, ticket, name, moment=None, week=0):
        """Put a ticket into a stage past all gates, as jobs and letters do."""
        if moment:
            with at(moment, week):
                ticket.sudo().with_user(1).stage_id = self.stages[name]
        else:
            ticket.sudo().with_user(1).stage_id = self.stages[name]

    def _todos(self, ticket, user=None):
        """Open to-dos of a ticket."""
        found = ticket.sudo().activity_ids
        return found.filtered(lambda a: a.user_id == user) if user else found

    def _kinds(self, ticket):
        return ticket.sudo().cs_event_ids.sorted("id").mapped("kind")
