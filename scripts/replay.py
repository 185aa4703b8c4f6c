"""./dev replay: load a recorded history, compute its clocks, print what they say.

The log is read to its end first, so that a broken file leaves no database behind;
then a fresh database is filled through the addon's services.  data/README.md tells
how to bring a log of one's own.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from replaying import ROOT, Refused, measure, show, source
from replaying.database import Database

SAMPLE = ROOT / "data" / "sample_log.csv"
SHOWN_FLAWS = 20
BATCH = 500


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./dev replay", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE, metavar="FILE")
    parser.add_argument(
        "--mapping",
        type=Path,
        help="what its columns mean (default: FILE's name with .mapping.toml, else "
        "the one in data/ that fits)",
    )
    parser.add_argument(
        "--fit",
        action="store_true",
        help="find the limits that agree best with the log's own verdicts",
    )
    parser.add_argument(
        "--limit", type=positive, metavar="N", help="only the first N requests"
    )
    parser.add_argument("--database", default="cs_replay", metavar="NAME")
    parser.add_argument(
        "--no-database",
        action="store_true",
        help="only the engine, in memory: seconds instead of minutes",
    )
    parser.add_argument(
        "--malformed", type=Path, help="where to list all malformed rows"
    )
    return parser.parse_args(arguments)


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main(arguments=None):
    options = parse(arguments)
    try:
        return run(options)
    except Refused as refused:
        print(f"replay: {refused}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nreplay: stopped; no database was left behind.", file=sys.stderr)
        return 130


def run(options):
    log = source.read_log(options.file, options.mapping, options.limit)
    if options.fit and not log.judged:
        raise Refused(
            f"{options.file} has no verdicts to fit: map its column as 'label'."
        )
    print_reading(log, options)
    checks = Checks()
    clocks = run_engine(log, checks)
    if not options.no_database:
        load(log, options.database, clocks, checks)
    elif log.plan.targets:
        print_figures(log, measure.verdicts(clocks, log.plan.metric))
    else:
        print("\nNo clocks: the mapping holds no [[targets]].")
    if options.fit:
        print_fit(log)
    return checks.print()


class Checks:
    """Statements that must hold whatever the log says."""

    def __init__(self):
        self.found = []

    def add(self, name, holds, figures):
        self.found.append((holds, name, figures))

    def print(self):
        print("\nInvariants")
        for holds, name, figures in self.found:
            print(f"  {'ok    ' if holds else 'BROKEN'}  {name}: {figures}")
        return 0 if all(holds for holds, *_ in self.found) else 1


def print_reading(log, options):
    print(f"{log.plan.name or 'History'}: {options.file}")
    print(
        f"{show.spaced(log.rows)} rows: {show.spaced(log.used)} used, "
        f"{show.spaced(len(log.dropped))} malformed; "
        f"{show.spaced(len(log.incidents))} incidents, {len(log.unusable)} without a "
        "usable row"
    )
    if not log.flaws:
        return
    path = options.malformed or flaws_path()
    path.write_text("".join(f"{source.say(flaw)}\n" for flaw in log.flaws))
    print(f"\nNot used as they stand ({len(log.flaws)}; all of them in {path})")
    for flaw in log.flaws[:SHOWN_FLAWS]:
        print(f"  {source.say(flaw)}")
    if len(log.flaws) > SHOWN_FLAWS:
        print(f"  and {len(log.flaws) - SHOWN_FLAWS} more")


def flaws_path():
    """Among the logs of ./dev; without it, where temporary files are."""
    conf = os.environ.get("CS_CONF")
    folder = Path(conf).parent / "logs" if conf else Path(tempfile.gettempdir())
    return folder / "replay-malformed.txt"


def run_engine(log, checks):
    """Clocks without a database, and how fast; nothing where no limits are given."""
    dropped = len(log.dropped)
    checks.add(
        "nothing skipped silently",
        log.used + dropped == log.rows,
        f"{show.spaced(log.used)} used + {dropped} listed = {show.spaced(log.rows)} "
        "rows",
    )
    if not log.plan.targets:
        return {}
    bar = show.Bar("Engine: clocks", len(log.incidents))
    clocks = measure.engine_clocks(log.incidents, log.plan, bar.to)
    bar.close()
    print(
        f"\nEngine alone: {bar.seconds:.1f} s, "
        f"{show.spaced(round(log.used / bar.seconds))} events per second"
    )
    return clocks


def load(log, name, clocks, checks):
    """Fill a fresh database; whatever goes wrong, none is left."""
    from odoo.exceptions import UserError

    database = Database(name)
    try:
        database.create()
        with database.environment() as env:
            fill(env, log, clocks, checks)
    except UserError as error:
        database.drop()
        raise Refused(str(error)) from error
    except BaseException:
        database.drop()
        raise
    print(f"\nThe database {name} stays: ./dev odoo -d {name} --db-filter '^{name}$'")


def fill(env, log, clocks, checks):
    importer = env["cs.history.import"]
    team = importer._set_up(log.plan)
    env.cr.commit()
    bar = show.Bar("Load: tickets, facts, clocks", len(log.incidents))
    ids = []
    for start in range(0, len(log.incidents), BATCH):
        ids += importer._import(log.incidents[start : start + BATCH], team).ids
        env.flush_all()
        env.cr.commit()
        env.invalidate_all()
        bar.to(len(ids))
    bar.close()
    print(
        f"\nLoaded in {bar.seconds:.1f} s: "
        f"{show.spaced(round(log.used / bar.seconds))} events per second"
    )
    check_database(env, log, ids, clocks, checks)


def check_database(env, log, ids, clocks, checks):
    report, metric = env["cs.history.report"], log.plan.metric
    states, differing, facts = {}, [], 0
    bar = show.Bar("Check: clocks against facts", len(ids))
    for start in range(0, len(ids), BATCH):
        tickets = env["helpdesk.ticket"].browse(ids[start : start + BATCH])
        states |= report._verdicts(tickets, metric)
        differing += report._differing(tickets)
        env.invalidate_all()
        bar.advance(len(tickets))
    bar.close()
    print_figures(log, states, env["helpdesk.ticket"].browse(ids[:1]).team_id)
    known = set(env["helpdesk.ticket"].search([("id", "in", ids)]).mapped("number"))
    checks.add(
        "one ticket per incident",
        len(known) == len(ids) == len(log.incidents),
        f"{show.spaced(len(ids))} tickets, {show.spaced(len(log.incidents))} incidents",
    )
    expected = sum(len(incident.facts) for incident in log.incidents)
    facts = env["cs.ticket.event"].search_count(
        [("ticket_id", "in", ids), ("kind", "!=", "matched")]
    )
    checks.add(
        "every fact is stored",
        facts == expected,
        f"{show.spaced(facts)} stored, {show.spaced(expected)} in the log",
    )
    checks.add(
        "stored clock = replay from its facts",
        not differing,
        f"{len(differing)} differ"
        + "".join(f", {number} {m} {field}" for number, m, field in differing[:3]),
    )
    total = len(states)
    checks.add(
        "sum of states = incidents",
        total == len(log.incidents),
        f"{show.spaced(total)} clocks of {metric}, one for each incident",
    )
    if clocks:
        alone = measure.verdicts(clocks, metric)
        other = [number for number, state in states.items() if alone[number] != state]
        checks.add(
            "database and engine alone agree",
            not other,
            f"{len(other)} verdicts differ" + "".join(f", {n}" for n in other[:3]),
        )


def print_figures(log, states, team=None):
    """The table; working time in the first calendar of the plan, else the team's."""
    name, working = working_time(log.plan, team)
    print(f"\n{log.plan.metric.capitalize()}; working time in {name}")
    for line in show.figures(measure.lines(log, states, working)):
        print(f"  {line}")


def working_time(plan, team):
    """Name and worktime of the calendar to show; without one there is none to show."""
    if plan.calendars:
        return plan.calendars[0].name, plan.calendars[0].worktime()
    calendar = team and (team.cs_calendar_id or team.env.company.resource_calendar_id)
    if not calendar:
        return "no calendar: the mapping names none", None
    return calendar.name, calendar._cs_worktime("working_hours")


def print_fit(log):
    priorities = measure.by_priority(log.incidents)
    bar = show.Bar("Fit: limits", log.judged * (1 + len(log.plan.tried())))
    start = time.perf_counter()
    found = measure.fit_priorities(log, bar.advance)
    bar.close()
    print(
        f"\nFit of {log.plan.metric}: {len(priorities)} priorities, wall clock and "
        f"{len(log.plan.tried())} week plans, {time.perf_counter() - start:.1f} s"
    )
    for line in show.fits(found):
        print(f"  {line}")
    print("\n  For the mapping:")
    for line in show.as_mapping(found, log.plan):
        print(f"  {line}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
