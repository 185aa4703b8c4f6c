"""Large tables by SQL: tickets with three promises each, as creation would leave them.

24 of 100 tickets are late, 12 are due within the next two hours, the others later.
"""

from benchmarks.sides import OURS

LATE, SOON = 24, 12
PROMISES = 3
# when a ticket is due: spread over the last 20 days, the next two hours, 20 days ahead
DUE = """CASE WHEN n %% 100 < %(late)s
              THEN now() AT TIME ZONE 'UTC' - (n %% 1728000 + 60) * interval '1 s'
              WHEN n %% 100 < %(late)s + %(soon)s
              THEN now() AT TIME ZONE 'UTC' + (n %% 6600 + 600) * interval '1 s'
              ELSE now() AT TIME ZONE 'UTC' + (n %% 1728000 + 86400) * interval '1 s'
         END"""


def grow(env, side, team_id, count):
    """Bring the table to ``count`` rows of this generator, and let the planner know."""
    cr = env.cr
    cr.execute("SELECT count(*) FROM helpdesk_ticket WHERE name = 'Row'")
    [(known,)] = cr.fetchall()
    params = {"late": LATE, "soon": SOON, "first": known + 1, "last": count}
    make = _ours if side == OURS else _peer
    if known < count:
        make(env, team_id, params)
    env.cr.commit()
    cr._cnx.autocommit = True
    for table in ("helpdesk_ticket", "cs_ticket_clock", "helpdesk_ticket_sla"):
        cr.execute("SELECT to_regclass(%s)", [table])
        if cr.fetchone()[0]:
            cr.execute(f"VACUUM ANALYZE {table}")
    cr._cnx.autocommit = False
    env.invalidate_all()


def _tickets(env, team_id, params, more=""):
    team = env["helpdesk.ticket.team"].browse(team_id)
    stage = team._get_applicable_stages()[:1]
    columns = {
        "name": "'Row'",
        "number": "'R' || n",
        "description": "'<p>Row</p>'",
        "team_id": str(team_id),
        "stage_id": str(stage.id),
        "company_id": str((team.company_id or env.company).id),
        "active": "true",
        "priority": "'1'",
        "sequence": "10",
        "create_date": "now() AT TIME ZONE 'UTC'",
        **(more or {}),
    }
    env.cr.execute(
        f"""INSERT INTO helpdesk_ticket ({", ".join(columns)})
            SELECT {", ".join(columns.values())}
              FROM generate_series(%(first)s, %(last)s) n RETURNING id""",
        params,
    )
    ids = [row[0] for row in env.cr.fetchall()]
    return min(ids), max(ids)


def _ours(env, team_id, params):
    profile = env["helpdesk.ticket.team"].browse(team_id).cs_profile_id
    first, last = _tickets(
        env,
        team_id,
        params,
        {
            "cs_profile_id": str(profile.id),
            "cs_profile_decided_for": str(team_id),
            "cs_received_at": "now() AT TIME ZONE 'UTC' - interval '30 days'",
            "cs_next_due_at": DUE,
            "cs_next_metric": "'resolution'",
            "cs_sla_state": "'running'",
        },
    )
    targets = profile.target_ids[:PROMISES]
    for turn, target in enumerate(targets):
        env.cr.execute(
            """INSERT INTO cs_ticket_clock (
                   ticket_id, company_id, team_id, profile_id, target_id, metric,
                   cycle, state, mode, limit_seconds, started_at, due_at, levels,
                   next_event_at)
               SELECT t.id, t.company_id, t.team_id, t.cs_profile_id, %(target)s,
                      %(metric)s, 1, 'running', 'elapsed', 14400, t.cs_received_at,
                      t.cs_next_due_at + %(turn)s * interval '1 day',
                      jsonb_build_array(jsonb_build_array('breach',
                          extract(epoch FROM t.cs_next_due_at)::bigint
                          + %(turn)s * 86400 + 1)),
                      CASE WHEN t.cs_next_due_at > now() AT TIME ZONE 'UTC'
                           THEN t.cs_next_due_at
                                + %(turn)s * interval '1 day' + interval '1 s' END
                 FROM helpdesk_ticket t WHERE t.id BETWEEN %(from)s AND %(to)s""",
            {
                "target": target.id,
                "metric": target.metric,
                "turn": turn,
                "from": first,
                "to": last,
            },
        )


def _peer(env, team_id, params):
    first, last = _tickets(env, team_id, params)
    policies = env["helpdesk.sla"].search([("team_ids", "in", [team_id])])
    for turn, policy in enumerate(policies[:PROMISES]):
        env.cr.execute(
            f"""INSERT INTO helpdesk_ticket_sla (
                    ticket_id, sla_id, state, consumed_time, hours, deadline)
                SELECT t.id, %(policy)s, 'in_progress', 0, 4,
                       {DUE} + %(turn)s * interval '1 day'
                  FROM (SELECT id, substr(number, 2)::int AS n FROM helpdesk_ticket
                         WHERE id BETWEEN %(from)s AND %(to)s) t""",
            {**params, "policy": policy.id, "turn": turn, "from": first, "to": last},
        )
