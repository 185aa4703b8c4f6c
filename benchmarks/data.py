"""What every side promises: the same calendar, the same limits, one team per number.

A team is named after how many promises its tickets get; team 0 has none.
"""

from datetime import date, datetime, timedelta

from odoo.fields import Command

from benchmarks.sides import BARE, OURS, PEER

NUMBERS = {BARE: (0,), PEER: (3, 10), OURS: (0, 1, 3, 10)}
STAGES = {
    False: {"progress": "in_progress", "waiting": "awaiting", "done": "done"},
    True: {"progress": "solution", "waiting": "waiting", "done": "closed"},
}
METRICS = ("first_contact", "first_response", "resolution")
MORE = ("closure", "record", "solution_proposed")
# the standard has six metrics that start at once: four more make ten rows, too
EXTRA = ("bench_1", "bench_2", "bench_3", "bench_4")


def prepare(env, side):
    """Make the teams of a side; return the id of each by its number."""
    known = env["helpdesk.ticket.team"].search([("name", "=like", "Bench %")])
    if not known:
        env["helpdesk.ticket.stage"].search([]).write({"mail_template_id": False})
        make = {BARE: _plain_team, PEER: _peer_team, OURS: _our_team}[side]
        calendar = side != BARE and _calendar(env)
        for number in NUMBERS[side]:
            known += make(env, number, calendar)
        env.cr.commit()
    if side == OURS:
        _more_metrics(env)
    return {int(team.name.split()[1]): team.id for team in known}


def stage(env, number, where):
    """Id of a stage to move to; a standard has its own."""
    follows = bool(number) and "cs_phase" in env["helpdesk.ticket.stage"]._fields
    module = "cs_service_standard" if follows else "helpdesk_mgmt"
    return env.ref(f"{module}.helpdesk_ticket_stage_{STAGES[follows][where]}").id


def _calendar(env):
    """40 hours a week with ten free days, half of them ahead."""
    lines = [
        {"name": f"{day} {start}", "dayofweek": str(day), "hour_from": start}
        | {"hour_to": start + 4, "day_period": period}
        for day in range(5)
        for start, period in ((8, "morning"), (13, "afternoon"))
    ]
    calendar = env["resource.calendar"].create(
        {
            "name": "Bench",
            "tz": "Europe/Brussels",
            "attendance_ids": [Command.clear(), *map(Command.create, lines)],
        }
    )
    today = datetime.combine(date.today(), datetime.min.time())
    env["resource.calendar.leaves"].create(
        [
            {
                "name": "Leave",
                "calendar_id": calendar.id,
                "date_from": today + timedelta(days=day),
                "date_to": today + timedelta(days=day, hours=23),
            }
            for day in range(-45, 50, 10)
        ]
    )
    return calendar


def _plain_team(env, number, calendar, **vals):
    return env["helpdesk.ticket.team"].create({"name": f"Bench {number}", **vals})


def _limits(number):
    """Hours and days of the promises: 4 to 13 hours and up to two days."""
    return [(4 + turn, turn % 3) for turn in range(number)]


def _peer_team(env, number, calendar):
    team = _plain_team(
        env, number, calendar, use_sla=True, resource_calendar_id=calendar.id
    )
    env["helpdesk.sla"].create(
        [
            {
                "name": f"Policy {hours}",
                "team_ids": [Command.set(team.ids)],
                "stage_id": stage(env, number, "done"),
                "hours": hours,
                "days": days,
            }
            for hours, days in _limits(number)
        ]
    )
    return team


def _our_team(env, number, calendar):
    if not number:
        return _plain_team(env, number, calendar, cs_profile_id=False)
    _more_metrics(env)
    profile = env["cs.service.profile"].create(
        {"name": f"Bench {number}", "code": f"BENCH{number}", "state": "in_force"}
    )
    profile.gate_ids.unlink()  # what a request must say is another question
    metrics = (METRICS + MORE + EXTRA)[:number]
    env["cs.sla.target"].create(
        [
            {
                "profile_id": profile.id,
                "metric": metric,
                "limit_value": hours + 8 * days,
                "mode": "working_hours",
            }
            for metric, (hours, days) in zip(metrics, _limits(number), strict=True)
        ]
    )
    return _plain_team(
        env, number, calendar, cs_profile_id=profile.id, cs_calendar_id=calendar.id
    )


def _more_metrics(env):
    """Ten questions asked at once, as an addon would add them."""
    from odoo.addons.cs_service_standard.engine.metrics import METRICS as KNOWN
    from odoo.addons.cs_service_standard.engine.metrics import Metric

    targets = type(env["cs.sla.target"])
    if getattr(targets, "_bench", False):
        return
    like = KNOWN["closure"]
    registry = KNOWN | {
        code: Metric(code, like.starts, like.stops, like.repeat) for code in EXTRA
    }
    labels = targets._selection_metric
    targets._metric_registry = lambda self: registry
    targets._selection_metric = lambda self: (
        labels(self) + [(code, code) for code in EXTRA]
    )
    targets._bench = True
