"""The border between Odoo's naive UTC datetimes and the engine's epoch seconds."""

from calendar import timegm
from datetime import UTC, datetime


def to_epoch(moment: datetime) -> int:
    """Whole seconds since the epoch of a naive datetime that means UTC."""
    return timegm(moment.timetuple())


def from_epoch(seconds: int) -> datetime:
    """The naive UTC datetime of an instant."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
