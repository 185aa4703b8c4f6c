"""D. The scheduler: marking due clocks, and looking when nothing is due.

A sweep is compared with one raw UPDATE of the clocks, which tells nobody, and with the
UPDATE together with the INSERT of the notices: the same rows as the sweep writes.
"""

from benchmarks import rows
from benchmarks.measure import Row, interleaved, middle, ratio, timed
from benchmarks.sides import OURS

DUE, SMALL, LARGE = 5_000, 1_000, 100_000
BATCH = 1_000
LOOKS = 20  # one is over in a millisecond
NOW = "now() AT TIME ZONE 'UTC'"
UPDATE = f"""UPDATE cs_ticket_clock SET fired = '["breach"]', next_event_at = NULL
              WHERE next_event_at <= {NOW}"""


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    large = 10_000 if quick else LARGE
    rounds = 3 if quick else 7
    idle = {}
    for size in (SMALL, large):
        count = -(-size // rows.PROMISES)
        sides.call(OURS, rows.grow, side=OURS, team_id=teams[OURS][3], count=count)
        looks = {
            where: lambda w=where: sides.call(OURS, look, where=w)
            for where in ("clocks", "elsewhere")
        }
        idle[size] = interleaved(looks, rounds)
    yield from _idle(idle)
    due = min(DUE, large // 4)
    sides.call(OURS, make_due, count=due)
    found = interleaved(
        {
            what: lambda w=what: sides.call(OURS, act, what=w)
            for what in ("sweep", "raw", "raw with notices")
        },
        rounds,
    )
    yield from _sweep(due, found)


def look(env, where):
    """Looks at the clocks when none is due, or for what nobody has elsewhere."""
    clocks, fixed = env(su=True)["cs.ticket.clock"], env["ir.model.fields"]
    act = {
        "clocks": clocks._sweep_batch,
        "elsewhere": lambda: fixed.search([("id", "<", 0)], limit=BATCH).ids,
    }[where]
    figure = timed(env, lambda: [act() for _time in range(LOOKS)])
    env.cr.rollback()
    return figure


def make_due(env, count):
    """Let the next event of some late clocks be due, for good."""
    env.cr.execute(
        """UPDATE cs_ticket_clock
              SET next_event_at = now() AT TIME ZONE 'UTC' - interval '1 minute',
                  levels = jsonb_build_array(jsonb_build_array('breach',
                      extract(epoch FROM due_at)::bigint + 1))
            WHERE id IN (SELECT id FROM cs_ticket_clock
                          WHERE due_at < now() AT TIME ZONE 'UTC'
                            AND next_event_at IS NULL ORDER BY id LIMIT %s)""",
        [count],
    )
    env.cr.commit()


def act(env, what):
    """All due clocks swept, or written by one statement; taken back afterwards."""
    figure = timed(env, _action(env, what))
    env.cr.rollback()
    return figure


def _action(env, what):
    clocks = env(su=True)["cs.ticket.clock"]

    def sweep():
        while clocks._sweep_batch():
            pass

    return {
        "sweep": sweep,
        "raw": lambda: env.cr.execute(UPDATE),
        "raw with notices": lambda: env.cr.execute(
            f"""WITH marked AS ({UPDATE} RETURNING id, ticket_id, company_id)
                INSERT INTO cs_clock_notice (clock_id, ticket_id, company_id, level,
                    level_at, at, deliver_at, needs_ack, on_attach, times)
                SELECT id, ticket_id, company_id, 'breach', {NOW}, {NOW}, {NOW},
                       false, false, 0 FROM marked"""
        ),
    }[what]


def _idle(idle):
    """Beside a table that does not grow: the machine may be slower later on."""
    beside = {
        size: ratio(found["clocks"], found["elsewhere"]) for size, found in idle.items()
    }
    (small, large), looks = beside, [middle(f["clocks"]) for f in idle.values()]
    by = beside[large] / beside[small]
    one, other = (each.wall / LOOKS * 1e3 for each in looks)
    print(
        f"\nnothing due: {one:.2f} ms with {small:,} open clocks, "
        f"{other:.2f} ms with {large:,}; {looks[1].queries / LOOKS:.0f} queries"
    )
    yield Row(
        "D",
        f"nothing due, {large:,} open clocks, beside {small:,}",
        f"{by:.2f} x",
        "<= 1.5 x",
        by <= 1.5,
    )


def _sweep(due, found):
    each = {what: middle(figures).wall / due * 1e6 for what, figures in found.items()}
    queries = middle(found["sweep"]).queries / due * BATCH
    print(
        f"{due:,} due clocks: sweep {each['sweep']:.0f} us a clock, raw UPDATE "
        f"{each['raw']:.0f} us, with notices {each['raw with notices']:.0f} us; "
        f"{queries:.1f} queries per {BATCH}"
    )
    for base, words in (
        ("raw", "beside a raw UPDATE"),
        ("raw with notices", "beside raw UPDATE and INSERT of the same rows"),
    ):
        by = ratio(found["sweep"], found[base])
        yield Row(
            "D",
            f"sweep of {due:,} due clocks, {words}",
            f"{by:.2f} x",
            "<= 3 x",
            by <= 3,
        )
    yield Row(
        "D",
        f"queries of the sweep per {BATCH:,} clocks",
        f"{queries:.1f}",
        "<= 6",
        queries <= 6,
    )
