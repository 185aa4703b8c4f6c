"""Working time of ours against resource.calendar: calls a second, and building.

Calendars of 40 hours a week with 0, 20 and 200 leaves; horizons of 4 hours, 3 days
and 30 days.  Each side is fed what its callers hold: datetimes there, epoch seconds
here.  Rounds are interleaved and their medians compared, because a shared machine
moves single figures threefold.  All records are taken back.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from statistics import median

from odoo.fields import Command

from benchmarks.measure import Row
from benchmarks.sides import OURS

ROUNDS = 5
PEER_CALLS, OUR_CALLS = 8, 400
HORIZONS = {"4 h": 4, "3 d": 72, "30 d": 720}
LEAVES = (0, 20, 200)
YEAR = 2026
HOUR = 3600


LIMITS = {
    ("plan_hours", "4 h"): 300,
    ("get_work_hours_count", "4 h"): 200,
    ("plan_hours", "30 d"): 1000,
    ("get_work_hours_count", "30 d"): 1000,
}


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    found = sides.call(OURS, measure)
    for name in ("plan_hours", "get_work_hours_count"):
        for horizon in HORIZONS:
            low = min(row[name] for row in found if row.get("horizon") == horizon)
            limit = LIMITS.get((name, horizon))
            yield Row(
                "D",
                f"working time beside {name}, {horizon} ahead",
                f"{low:,} x",
                f">= {limit:,} x" if limit else "",
                low >= limit if limit else None,
            )
    slowest = max(row["build"] for row in found if "build" in row)
    yield Row(
        "D", "a year of a calendar", f"{slowest:.0f} ms", "<= 100", slowest <= 100
    )


def measure(env):
    """The rows as dicts: how many times as fast, by calendar and horizon."""
    env = env(su=True)
    return [row for number in LEAVES for row in _measure(env, number)]


def _measure(env, number):
    calendar = _create_calendar(env, number)
    build = _build(calendar)
    print(f"\n{number} leaves, building a year: {build:.1f} ms")
    yield {"build": build}
    for label, hours in HORIZONS.items():
        # a promise of 40 h a week takes about the horizon to use up
        promised = hours if hours == 4 else hours * 40 / 168
        starts = _random_starts(OUR_CALLS)
        row = {"leaves": number, "horizon": label}
        print(f" {label}")
        row |= _ratio("plan_hours", *_plans(calendar, promised), starts)
        row |= _ratio("get_work_hours_count", *_counts(calendar, hours), starts)
        yield row


def _create_calendar(env, number):
    lines = [
        {"name": f"{day} {start}", "dayofweek": str(day), "hour_from": start}
        | {"hour_to": start + 4, "day_period": period}
        for day in range(5)
        for start, period in ((8, "morning"), (13, "afternoon"))
    ]
    calendar = env["resource.calendar"].create(
        {
            "name": f"{number} leaves",
            "tz": "Europe/Brussels",
            "attendance_ids": [Command.clear(), *map(Command.create, lines)],
        }
    )
    rng = random.Random(number)
    begin = datetime(YEAR, 1, 1)
    starts = [begin + timedelta(hours=rng.randrange(365 * 24)) for _ in range(number)]
    env["resource.calendar.leaves"].create(
        [
            {
                "name": "Leave",
                "calendar_id": calendar.id,
                "date_from": start,
                "date_to": start + timedelta(hours=6),
            }
            for start in starts
        ]
    )
    env.flush_all()
    return calendar


def _random_starts(number):
    rng = random.Random(7)
    begin = datetime(YEAR, 1, 5)
    return [
        begin + timedelta(seconds=rng.randrange(300 * 86400)) for _ in range(number)
    ]


def _build(calendar):
    took = []
    for _ in range(ROUNDS):
        calendar.env.registry.clear_cache("stable")
        calendar.env.invalidate_all()
        took.append(_timed(lambda _: calendar._cs_year_spans(YEAR, False), [None]))
    return median(took) * 1000


def _plans(calendar, hours):
    worktime, seconds = calendar._cs_worktime("working_hours"), int(hours * HOUR)

    def ours(instant):
        return worktime.advance(instant, seconds)

    def peer(start):
        return calendar.plan_hours(seconds / HOUR, start, compute_leaves=True)

    return ours, peer


def _counts(calendar, hours):
    worktime, seconds = calendar._cs_worktime("working_hours"), hours * HOUR

    def ours(instant):
        return worktime.elapsed(instant, instant + seconds)

    def peer(start):
        return calendar.get_work_hours_count(start, start + timedelta(hours=hours))

    return ours, peer


def _ratio(label, ours, peer, starts):
    """Calls a second of both, in turn; the first call of each only warms up."""
    instants = [int(start.replace(tzinfo=UTC).timestamp()) for start in starts]
    _timed(ours, instants[:1]), _timed(peer, starts[:1])
    mine, theirs = [], []
    for turn in range(ROUNDS):
        some = starts[turn * PEER_CALLS : (turn + 1) * PEER_CALLS]
        theirs.append(_timed(peer, some))
        mine.append(_timed(ours, instants))
    ratio = median(theirs) / median(mine)
    print(
        f"  {label:22} peer {1 / median(theirs):9,.0f}/s"
        f"  ours {1 / median(mine):9,.0f}/s  ratio {ratio:8,.0f}"
    )
    return {label: round(ratio)}


def _timed(function, arguments):
    """Seconds a call."""
    begin = time.perf_counter()
    for argument in arguments:
        function(argument)
    return (time.perf_counter() - begin) / len(arguments)
