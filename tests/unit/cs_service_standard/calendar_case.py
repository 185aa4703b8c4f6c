"""Calendars of the working-time tests, and local times in and out of them.

A is Monday to Friday 9-18, B the same with lunch 13-14, D round the clock, CAL40
Monday to Friday 8-12 and 13-17 in Shanghai.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from cs_service_standard.engine.calendar_spec import (
    Attendance,
    CalendarSpec,
    Leave,
    build_year,
)
from cs_service_standard.engine.worktime import Worktime

HOUR = 3600
DAY = 24 * HOUR
MADRID = "Europe/Madrid"
WORKWEEK = range(5)


def calendar(*hours, tz=MADRID, days=WORKWEEK, **kwargs):
    lines = tuple(Attendance(day, *part) for day in days for part in hours)
    return CalendarSpec(tz, lines, **kwargs)


def at(text, tz=MADRID, fold=0):
    """Epoch seconds of a local time, e.g. at("2026-03-06 17:50")."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz), fold=fold)
    return int(local.timestamp())


def local(instant, tz=MADRID):
    return f"{datetime.fromtimestamp(instant, ZoneInfo(tz)):%a %d %H:%M:%S}"


def leave(start, end, label=0, tz=MADRID):
    return Leave(at(start, tz), at(end, tz), label)


@cache
def counting(spec, whole_days=False):
    return Worktime(lambda year: build_year(spec, year, whole_days))


A = calendar((9, 18))
A_HOLIDAY = replace(A, leaves=(leave("2026-03-09", "2026-03-10", 7),))
B = calendar((9, 13), (14, 18))
D = calendar((0, 24), days=range(7))
CAL40 = calendar((8, 12), (13, 17), tz="Asia/Shanghai")
EMPTY = calendar()
TWO_WEEKS = CalendarSpec(
    "Europe/Brussels",
    (*(Attendance(d, 8, 16, 0) for d in range(4)), Attendance(4, 10, 14.5, 1)),
    two_weeks=True,
)


def assert_due(spec, opened, seconds, due):
    found = counting(spec).advance(at(opened, spec.tz), seconds)
    assert local(found, spec.tz) == due
