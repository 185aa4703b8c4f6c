"""C. Finding late tickets and those due soon, in tables of up to 100 000 tickets.

A search is compared with the SQL that finds the same tickets in the same order: that
in which the queue lists them, or that of the helpdesk's own list.  The ids alone, in
no order, are what reading an index of due dates costs at least.
"""

from datetime import datetime, timedelta

from lxml import etree

from odoo import fields
from odoo.tools import SQL, Query

from benchmarks import creation, rows
from benchmarks.measure import Row, interleaved, middle, ratio, timed
from benchmarks.sides import OURS, PEER

SIZES, QUICK = (1_000, 10_000, 100_000), (1_000, 10_000)
LARGE = 100_000  # where the target holds: in a small table the ORM's own work shows
HITS = 500
LISTED = 80
GROWTH = 1.5


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    sizes = QUICK if quick else SIZES
    same, born = {}, {}
    for size in sizes:
        for side in (PEER, OURS):
            sides.call(side, rows.grow, side=side, team_id=teams[side][3], count=size)
        actions = {
            (side, what): lambda s=side, w=what: sides.call(s, find, what=w)
            for side, what in (
                (PEER, "peer late"),
                (OURS, "late"),
                (OURS, "late in SQL"),
                (OURS, "late in no order"),
                (OURS, "soon"),
                (OURS, "soon in SQL"),
                (OURS, "soon in no order"),
                (OURS, "late as helpdesk"),
                (OURS, "late as helpdesk in SQL"),
                (OURS, "same hits"),
                (OURS, "as many elsewhere"),
                (OURS, "first page"),
                (PEER, "peer first page"),
                (OURS, "80 listed"),
                (OURS, "80 listed, with clocks"),
                (PEER, "peer 80 listed"),
            )
        }
        found = interleaved(actions, 3 if quick else 7)
        yield from _rows(size, found)
        # beside a table that does not grow: the machine may be slower later on
        same[size] = ratio(found[OURS, "same hits"], found[OURS, "as many elsewhere"])
        born[size] = sides.call(
            OURS, creation.create, team_id=teams[OURS][3], count=1, times=20
        )
    yield from _growth(sizes, same, born)


def find(env, what):
    """One search or one reading, timed."""
    tickets = env["helpdesk.ticket"]
    now = fields.Datetime.now()
    soon = now + timedelta(hours=2)
    order = tickets._order if "helpdesk" in what else _queue_order(env)
    env.invalidate_all()
    if what.endswith(("in SQL", "in no order")):
        start, end = (now, soon) if "soon" in what else (datetime.min, now)
        known = "" if "no order" in what else tickets._order_to_sql(order, _query(env))
        return timed(env, lambda: _select(env, start, end, known))
    if "listed" in what:
        return _list(env, what)
    if "peer" in what:
        domain, order = [("sla_expired", "=", True)], tickets._order
    elif what == "soon":
        domain = [("cs_next_due_at", ">=", now), ("cs_next_due_at", "<", soon)]
    elif what == "same hits":
        return _search(env, tickets, [("cs_next_due_at", "<", _cutoff(env))], order)
    elif what == "as many elsewhere":
        fixed = env["ir.model.fields"]
        last = fixed.search([], order="id", offset=HITS, limit=1).id
        return _search(env, fixed, [("id", "<", last)], "name, id")
    else:
        domain = [("cs_is_late", "=", True)]
    limit = LISTED if "page" in what else None
    return timed(env, lambda: tickets.search(domain, order=order, limit=limit).ids)


def _search(env, model, domain, order):
    """The same search a few times: one is over in a millisecond."""
    return timed(env, lambda: [model.search(domain, order=order).ids for _ in range(5)])


def _query(env):
    return Query(env, "helpdesk_ticket", SQL.identifier("helpdesk_ticket"))


def _queue_order(env):
    """The order in which our queue lists tickets; the peer has none of its own."""
    view = env.ref("cs_service_standard.helpdesk_ticket_view_queue_list", False)
    if not view:
        return env["helpdesk.ticket"]._order
    return etree.fromstring(view.arch_db).get("default_order")


def _select(env, start, end, order):
    """The same tickets by the indexes alone; in no order where none is given."""
    tail = SQL("ORDER BY %s", order) if order else SQL()
    env.cr.execute(
        SQL(
            """SELECT id FROM helpdesk_ticket
                WHERE cs_next_due_at >= %s AND cs_next_due_at < %s AND active
                  AND company_id = %s %s""",
            start,
            end,
            env.company.id,
            tail,
        )
    )
    return [row[0] for row in env.cr.fetchall()]


def _cutoff(env):
    """An instant before which the same number of tickets is due, whatever the table."""
    env.cr.execute(
        """SELECT cs_next_due_at FROM helpdesk_ticket WHERE cs_next_due_at IS NOT NULL
            ORDER BY cs_next_due_at OFFSET %s LIMIT 1""",
        [100 if _small(env) else HITS],
    )
    return env.cr.fetchone()[0]


def _small(env):
    env.cr.execute("SELECT count(*) < 5000 FROM helpdesk_ticket")
    return env.cr.fetchone()[0]


def _list(env, what):
    names = ["number", "name", "stage_id", "user_id"]
    if "peer" in what:
        names += ["sla_expired", "sla_deadline"]
    elif "clocks" in what:
        names += ["cs_next_due_at", "cs_next_metric", "cs_sla_state", "cs_is_late"]
    listed = env["helpdesk.ticket"].search([("name", "=", "Row")], limit=LISTED)
    env.invalidate_all()
    return timed(env, lambda: env["helpdesk.ticket"].browse(listed.ids).read(names))


def _rows(size, found):
    print(f"\n{size:>9,} tickets          |     ms | queries")
    for (_side, what), figures in found.items():
        each = middle(figures)
        print(f"{what:>25} | {each.wall * 1000:6.2f} | {each.queries:7.0f}")
    for what, base, words in (
        ("late", "late in SQL", "late, in the order of the queue"),
        ("late", "late in no order", "late, beside SQL in no order"),
        ("soon", "soon in SQL", "soon, in the order of the queue"),
        ("soon", "soon in no order", "soon, beside SQL in no order"),
        ("late as helpdesk", "late as helpdesk in SQL", "late, as the helpdesk sorts"),
    ):
        by = ratio(found[OURS, what], found[OURS, base])
        ours, sql = middle(found[OURS, what]), middle(found[OURS, base])
        promised = size >= LARGE
        yield Row(
            "C",
            f"search of what is {words}, {size:,} tickets",
            f"{by:.2f} x SQL ({ours.wall * 1000:.1f} / {sql.wall * 1000:.1f} ms)",
            "<= 3 x SQL" if promised else "",
            by <= 3 if promised else None,
        )
    peer = middle(found[PEER, "peer late"]).wall / middle(found[OURS, "late"]).wall
    yield Row("C", f"search of what is late, peer, {size:,} tickets", f"{peer:.1f} x")
    more = (
        middle(found[OURS, "80 listed, with clocks"]).queries
        - middle(found[OURS, "80 listed"]).queries
    )
    yield Row("C", "more queries, state of 80 tickets", f"{more:+.0f}", "0", more <= 0)


def _growth(sizes, same, born):
    before, after = sizes[-2:]
    if before >= 5000:
        by = same[after] / same[before]
        yield Row(
            "C",
            f"search with {HITS} hits, {before:,} to {after:,} tickets",
            f"{by:.2f} x",
            f"<= {GROWTH} x",
            by <= GROWTH,
        )
    by = born[sizes[-1]].wall / born[sizes[0]].wall
    yield Row(
        "A",
        f"one creation, {sizes[0] * 3:,} to {sizes[-1] * 3:,} clocks",
        f"{by:.2f} x",
        "<= 1.10 x",
        by <= 1.10,
    )
