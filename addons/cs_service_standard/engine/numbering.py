"""Ticket numbers: date + serial, restarting each local day (REC-05).

A number is the local day of the desk that takes the request, ``YYYYMMDD``, and a
serial of at least three digits: 20231001001.  The serial grows past its width
rather than starting again: the 1000th request of a day is 202310011000.  The day
ends at local midnight, also on the days of 23 and 25 hours.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo


def local_day(at: datetime, zone: tzinfo) -> date:
    """Local calendar day of an aware instant.

    >>> from datetime import timedelta, timezone
    >>> shanghai = timezone(timedelta(hours=8))
    >>> local_day(datetime(2023, 9, 30, 16, 30, tzinfo=timezone.utc), shanghai)
    datetime.date(2023, 10, 1)
    """
    if at.tzinfo is None:
        raise ValueError("an instant without time zone has no local day")
    return at.astimezone(zone).date()


def numbers(
    serials: Iterable[int], prefix: str, width: int, suffix: str = ""
) -> list[str]:
    """Write serials between prefix and suffix, padded to at least ``width`` digits.

    >>> numbers([1, 999, 1000], "20231001", 3)
    ['20231001001', '20231001999', '202310011000']
    """
    return [f"{prefix}{serial:0{width}d}{suffix}" for serial in serials]
