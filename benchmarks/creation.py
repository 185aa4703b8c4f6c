"""A. Creating tickets: in a batch of 100 and one by one."""

from benchmarks.data import NUMBERS
from benchmarks.measure import Figure, Row, interleaved, middle, ratio, timed
from benchmarks.sides import BARE, OURS, PEER

BATCH, SINGLE = 100, 10
LIMITS = {"batch": {0: 1.05, 3: 1.10, 10: 1.20}, "single": {0: 1.05, 3: 1.15}}
MORE_QUERIES = {"batch": 3, "single": 4}


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    for what, count, times in (("batch", BATCH, 1), ("single", 1, SINGLE)):
        actions = {
            (side, number): lambda s=side, n=number, c=count, t=times: sides.call(
                s, create, team_id=teams[s][n], count=c, times=t
            )
            for side in (BARE, PEER, OURS)
            for number in NUMBERS[side]
        }
        found = interleaved(actions, 3 if quick else 5)
        yield from _rows(what, count * times, times, found)


def create(env, team_id, count, times=1):
    """Create ``count`` tickets, ``times`` over, and take them back."""
    vals = {
        "name": "Bench",
        "description": "<p>Bench</p>",
        "team_id": team_id,
        "partner_name": "Bench",
        "partner_email": "bench@example.com",
    }
    total = [0.0, 0.0, 0]
    for _time in range(times):
        figure = timed(
            env,
            lambda: env["helpdesk.ticket"].create([dict(vals) for _ in range(count)]),
        )
        total[0] += figure.wall
        total[1] += figure.cpu
        total[2] += figure.queries
        env.cr.rollback()
    return Figure(*total)


def _rows(what, count, times, found):
    base = found[BARE, 0]
    words = {"batch": f"create {count} in one batch", "single": "create one by one"}
    print(f"\n{words[what]:22} | ms/ticket | CPU ms | queries | wall | CPU ratio")
    for (side, number), figures in found.items():
        each, by = middle(figures), ratio(figures, base)
        queries = each.queries / times
        more = queries - middle(base).queries / times
        print(
            f"{side:>8} {number:2} {'':10} | {each.wall / count * 1000:9.2f} | "
            f"{each.cpu / count * 1000:6.2f} | {queries:7.0f} | {by:4.2f} | "
            f"{ratio(figures, base, 'cpu'):4.2f}"
        )
        limit = LIMITS[what].get(number) if side == OURS else None
        yield Row(
            "A",
            f"{words[what]}, {side}, {number} targets",
            f"{by:.2f} x bare",
            f"<= {limit:.2f}" if limit else "",
            by <= limit if limit else None,
        )
        if side == OURS:
            most = MORE_QUERIES[what]
            yield Row(
                "A",
                f"queries, {words[what]}, {number} targets",
                f"{more:+.0f}",
                f"<= +{most}",
                more <= most,
            )
