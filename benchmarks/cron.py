"""G. The job as the scheduler runs it: batches, each with its commit."""

from time import perf_counter

from benchmarks import rows, sweep
from benchmarks.measure import Row
from benchmarks.sides import OURS

DUE = 10_000


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    due = DUE // 5 if quick else DUE
    sides.call(OURS, rows.grow, side=OURS, team_id=teams[OURS][3], count=due * 2)
    sides.call(OURS, sweep.make_due, count=due)
    found = sides.call(OURS, work)
    share = found["commits"] / found["whole"] * 100
    print(
        f"\n{found['done']:,} clocks in {found['whole']:.2f} s, {found['times']} "
        f"commits of {found['commits'] / max(found['times'], 1) * 1e3:.2f} ms"
    )
    yield Row("G", "commits, share of the job", f"{share:.1f} %", "<= 5 %", share <= 5)
    again = sides.call(OURS, work)["notices"] - found["notices"]
    yield Row("G", "notices of a second run", f"{again}", "0", again == 0)


def work(env):
    """Sweep all that is due as the job does, and time the commits among it."""
    sudo = env(su=True)
    clocks, crons = sudo["cs.ticket.clock"], sudo.registry["ir.cron"]
    spent, original = [], crons._commit_progress

    def commit(self, *args, **kwargs):
        start = perf_counter()
        result = original(self, *args, **kwargs)
        spent.append(perf_counter() - start)
        return result

    done = clocks.search_count(clocks._due_domain())
    crons._commit_progress = commit
    start = perf_counter()
    try:
        clocks._repeat_step(clocks._sweep_batch)
    finally:
        crons._commit_progress = original
    whole = perf_counter() - start
    env.cr.execute("SELECT count(*) FROM cs_clock_notice")
    [(notices,)] = env.cr.fetchall()
    return {
        "done": done,
        "whole": whole,
        "times": len(spent),
        "commits": sum(spent),
        "notices": notices,
    }
