"""B. One write that moves 100 tickets to another stage."""

from benchmarks.data import NUMBERS, stage
from benchmarks.measure import Row, interleaved, middle, ratio, timed
from benchmarks.sides import BARE, OURS, PEER

COUNT = 100
LIMITS = {0: 1.05, 3: 1.15, 10: 1.30}
MORE_QUERIES = 4
WORDS = {
    "progress": "to In Progress",
    "waiting": "to Waiting",
    "done": "to Done",
}


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    held = {
        (side, number): sides.call(side, hold, team_id=teams[side][number])
        for side in (BARE, PEER, OURS)
        for number in NUMBERS[side]
    }
    for where in WORDS:
        for count in (COUNT, 1):
            actions = {
                (side, number): lambda s=side, n=number, ids=ids, w=where: sides.call(
                    s, move, ids=ids, number=n, where=w
                )
                for (side, number), ids in (
                    (key, ids[:count]) for key, ids in held.items()
                )
                # minutes of the peer's tell nothing that its other moves do not
                if side != PEER or (count > 1 and where != "waiting")
            }
            found = interleaved(actions, 3 if quick else 7)
            yield from _rows(WORDS[where], count, found)


def hold(env, team_id):
    """Ids of 100 tickets to move about."""
    vals = {"name": "Bench", "description": "<p>Bench</p>", "team_id": team_id}
    tickets = env["helpdesk.ticket"].create([dict(vals) for _ in range(COUNT)])
    env.cr.commit()
    return tickets.ids


def move(env, ids, number, where):
    """Write the stage of the tickets and take it back."""
    target = stage(env, number, where)
    tickets = env["helpdesk.ticket"].browse(ids)
    figure = timed(env, lambda: tickets.write({"stage_id": target}))
    env.cr.rollback()
    return figure


def _rows(words, count, found):
    base = found[BARE, 0]
    print(f"\n{count:3} {words:18} | ms/write | CPU ms | queries | wall | CPU ratio")
    for (side, number), figures in found.items():
        each, by = middle(figures), ratio(figures, base)
        more = each.queries - middle(base).queries
        print(
            f"{side:>8} {number:2} {'':10} | {each.wall * 1000:8.2f} | "
            f"{each.cpu * 1000:6.2f} | {each.queries:7.0f} | {by:4.2f} | "
            f"{ratio(figures, base, 'cpu'):4.2f}"
        )
        limit = LIMITS.get(number) if side == OURS and count > 1 else None
        yield Row(
            "B",
            f"{count} {words}, {side}, {number} targets",
            f"{by:.2f} x bare",
            f"<= {limit:.2f}" if limit else "",
            by <= limit if limit else None,
        )
        if side == OURS:
            yield Row(
                "B",
                f"queries, {count} {words}, {number} targets",
                f"{more:+.0f}",
                f"<= +{MORE_QUERIES}",
                more <= MORE_QUERIES,
            )
