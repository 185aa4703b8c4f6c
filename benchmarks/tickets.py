"""Cost of a ticket under a standard beside the same ticket without one.

Both sides are timed in the same transaction, rounds interleaved, medians compared:
absolute times of a shared machine say little, ratios and query counts do.
"""

from statistics import median
from time import perf_counter

ROUNDS = 5
BATCH = 100
METRICS = (
    "first_contact",
    "first_response",
    "resolution",
    "closure",
    "record",
    "solution_proposed",
    "handling",
    "next_reply",
    "verified_reply",
    "progress_update",
)


def run(env):
    """Print creation, stage change and sweep; return the rows as dicts."""
    savepoint = env.cr.savepoint()
    try:
        bench = _Bench(env(context=dict(env.context, mail_create_nosubscribe=True)))
        return [*bench.creation(), *bench.stage_change(), bench.sweep()]
    finally:
        savepoint.rollback()
        savepoint.close(rollback=False)
        env.invalidate_all()
        env.registry.clear_cache("stable")


class _Bench:
    def __init__(self, env):
        self.env = env
        self.plain = self._team("Plain", None)
        self.teams = {0: self.plain}
        for number in (1, 3, 10):
            profile = env["cs.service.profile"].create(
                {"name": f"B{number}", "code": f"BENCH{number}", "state": "in_force"}
            )
            env["cs.sla.target"].create(
                [
                    {
                        "profile_id": profile.id,
                        "metric": metric,
                        "limit_value": 4,
                        "mode": "working_hours",
                    }
                    for metric in METRICS[:number]
                ]
            )
            self.teams[number] = self._team(f"B{number}", profile)

    def _team(self, name, profile):
        return self.env["helpdesk.ticket.team"].create(
            {
                "name": f"Bench {name}",
                "cs_profile_id": profile.id if profile else False,
                "cs_calendar_id": self.env.company.resource_calendar_id.id,
            }
        )

    def _create(self, team, count):
        vals = {"name": "Bench", "description": "Bench", "team_id": team.id}
        return self.env["helpdesk.ticket"].create([dict(vals) for _ in range(count)])

    def _measure(self, action):
        self.env.flush_all()
        queries, start = self.env.cr.sql_log_count, perf_counter()
        result = action()
        self.env.flush_all()
        spent = perf_counter() - start
        return spent, self.env.cr.sql_log_count - queries, result

    def _interleaved(self, sides):
        """Medians of seconds and queries per side, rounds interleaved."""
        for action in sides.values():
            action()
        figures = {key: [] for key in sides}
        for _round in range(ROUNDS):
            for key, action in sides.items():
                figures[key].append(self._measure(action)[:2])
        return {
            key: tuple(median(column) for column in zip(*rows, strict=True))
            for key, rows in figures.items()
        }

    def creation(self):
        for count in (1, BATCH):
            found = self._interleaved(
                {
                    number: lambda t=team, n=count: self._create(t, n)
                    for number, team in self.teams.items()
                }
            )
            yield from _rows(f"create {count}", found, count)

    def stage_change(self):
        stages = self.env["helpdesk.ticket.stage"].search([("closed", "=", False)])
        own = {
            False: stages.filtered(lambda s: not s.cs_standard_only)[:2],
            True: stages.filtered(lambda s: s.cs_phase in ("solution", "execution")),
        }
        sides = {}
        for number, team in self.teams.items():
            tickets = self._create(team, BATCH)
            sides[number] = self._alternate(tickets, own[bool(number)])
        yield from _rows("stage change", self._interleaved(sides), BATCH)

    def _alternate(self, tickets, stages):
        state = {"turn": 0}

        def move():
            state["turn"] += 1
            tickets.write({"stage_id": stages[state["turn"] % 2].id})

        return move

    def sweep(self):
        """Due clocks acted on, beside one raw UPDATE of as many rows."""
        tickets = self._create(self.teams[1], 500)
        clocks = tickets.cs_clock_ids.sudo()
        clocks.write({"due_at": "2023-01-01 00:00:00"})
        quiet = clocks.with_context(mail_activity_quick_update=True)
        spent, queries, _ = self._measure(quiet._sweep)
        raw, _queries, _ = self._measure(
            lambda: self.env.cr.execute(
                "UPDATE cs_ticket_clock SET next_event_at = NULL WHERE id IN %s",
                [tuple(clocks.ids)],
            )
        )
        each = spent / len(clocks) * 1e6
        print(
            f"sweep: {len(clocks)} due clocks, {each:.0f} us and "
            f"{queries / len(clocks):.2f} queries a clock with its activity; "
            f"raw UPDATE {raw / len(clocks) * 1e6:.1f} us"
        )
        return {"what": "sweep", "us": each, "queries": queries}


def _rows(what, found, count):
    base_time, base_queries = found[0]
    print(f"\n{what:>14} | targets | ms/ticket | queries/batch | ratio | more queries")
    for number, (seconds, queries) in found.items():
        row = {
            "what": what,
            "targets": number,
            "ms": seconds / count * 1000,
            "queries": queries,
            "ratio": seconds / base_time,
            "more": queries - base_queries,
        }
        print(
            f"{what:>14} | {number:7} | {row['ms']:9.2f} | {queries:13.0f} | "
            f"{row['ratio']:5.2f} | {row['more']:+.0f}"
        )
        yield row
