"""Promised days: when a day is over, and when to remind of it.

A promised day lasts until its end in the time zone of the service desk; with an hour,
until that hour.  Whoever is told of a delay before that instant is told in advance.
The reminder goes out a number of calendar days before, at a fixed hour of the day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """A day, an hour of it (0: the whole day) and the zone both are meant in."""

    day: date
    hour: float = 0
    zone: str = "UTC"

    @property
    def over(self) -> datetime:
        """The instant (aware, UTC) at which the promise is broken.

        >>> PromisedDay(date(2023, 10, 13), 0, "Asia/Shanghai").over.isoformat()
        '2023-10-13T16:00:00+00:00'
        """
        return self._at(self.day, round(self.hour * 60) or MINUTES_A_DAY)

    def reminder(self, days: int, hour: float) -> datetime:
        """The instant to remind of it, ``days`` before at ``hour``.

        >>> day = PromisedDay(date(2023, 10, 13), 0, "Asia/Shanghai")
        >>> day.reminder(3, 9).isoformat()
        '2023-10-10T01:00:00+00:00'
        """
        return self._at(self.day - timedelta(days=days), round(hour * 60))

    def _at(self, day: date, minutes: int) -> datetime:
        """Minutes of the day as its clocks show them, also when clocks change."""
        if minutes >= MINUTES_A_DAY:
            day, minutes = day + timedelta(days=1), 0
        local = datetime.combine(day, time(minutes // 60, minutes % 60))
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
