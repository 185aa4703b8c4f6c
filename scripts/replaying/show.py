"""The way and the result on a terminal: progress bar, tables, durations."""

import sys
import time

WIDTH = 30


class Bar:
    """A progress bar on the error stream; a few plain lines where it is no terminal."""

    def __init__(self, name, total, stream=None):
        self.name, self.total = name, max(total, 1)
        self.stream = stream or sys.stderr
        self.terminal = self.stream.isatty()
        self.start = time.perf_counter()
        self.done, self.last, self.next_share = 0, 0.0, 0.25

    @property
    def seconds(self):
        return time.perf_counter() - self.start

    def advance(self, count=1):
        self.to(self.done + count)

    def to(self, done):
        self.done = done
        if self.terminal:
            now = time.perf_counter()
            if now - self.last >= 0.1 or done >= self.total:
                self.last = now
                self.stream.write(f"\r{self._line()}\033[K")
                self.stream.flush()
        elif done / self.total >= self.next_share:
            self.next_share = done / self.total + 0.25
            self.stream.write(self._line() + "\n")

    def _line(self):
        share = min(self.done / self.total, 1)
        full = round(share * WIDTH)
        left = self.seconds / share * (1 - share) if share else 0
        bar = "#" * full + "." * (WIDTH - full)
        return (
            f"{self.name:<28} [{bar}] {share:4.0%}  {spaced(self.done)} of "
            f"{spaced(self.total)}  {self.seconds:.0f} s, {left:.0f} s left"
        )

    def close(self):
        if self.terminal:
            self.stream.write("\n")


def spaced(number):
    """12345 -> '12 345'."""
    return f"{number:,}".replace(",", " ")


def percent(share):
    return "-" if share is None else f"{share * 100:.2f} %"


def duration(seconds):
    """Hours and minutes: people compare 62 h 30 min more easily than 2.6 days."""
    if seconds is None:
        return "-"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{spaced(hours)} h {minutes:02} min" if minutes else f"{spaced(hours)} h"


def table(header, rows):
    """Lines of a table, first column left, the others right."""
    cells = [header, *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    for row in cells:
        first, *others = (
            f"{cell:<{width}}" if place == 0 else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *others]).rstrip()


def figures(lines):
    header = ["priority", "incidents", "met", "breached", "other", "compliance"]
    header += ["median wall", "median working", "agrees with log"]
    rows = [
        (
            line.name,
            spaced(line.requests),
            spaced(line.met),
            spaced(line.missed),
            spaced(line.other),
            percent(line.compliance),
            duration(line.wall),
            duration(line.working),
            percent(line.agreement),
        )
        for line in lines
    ]
    return table(header, rows)


def limit(one):
    words = "under" if one.strict else "up to"
    return f"{words} {duration(one.seconds)}"


def fits(found):
    """Two rows per priority, the better on the half used marked with a star."""
    header = [
        "priority",
        "counts",
        "limit",
        "agrees (half used)",
        "agrees (other half)",
    ]
    rows = []
    for name, _priority, wall, working in found:
        best, _works = better(wall, working)
        for one in (wall, working):
            trained = one.found.right / one.found.total if one.found.total else None
            rows.append(
                (
                    name,
                    one.name + (" *" if one is best else ""),
                    limit(one),
                    percent(trained),
                    f"{percent(one.agreement)} of {spaced(one.total)}",
                )
            )
    return table(header, rows)


def as_mapping(found, plan):
    """The better fits as lines for the mapping, ready to paste."""
    known = {week.name for week in plan.calendars}
    weeks = {week.name: week for week in plan.tried() if week.name not in known}
    best = [(name, *better(wall, working)) for name, _, wall, working in found]
    for name in dict.fromkeys(fit.name for _, fit, _ in best if fit.name in weeks):
        hours = [[f"{hour:g}" for hour in span] for span in weeks[name].hours]
        spans = ", ".join(f"[{', '.join(span)}]" for span in hours)
        yield from ("[[calendars]]", f'name = "{name}"')
        yield from (f'timezone = "{weeks[name].timezone}"', f"hours = [{spans}]", "")
    for (_, priority, *_), (_, fit, works) in zip(found, best, strict=True):
        yield from ("[[targets]]", f'metric = "{plan.metric}"')
        yield from (f'priorities = ["{priority}"]', f"hours = {fit.seconds / 3600:g}")
        if fit.strict:
            yield "strict = true"
        if works:
            yield f'calendar = "{fit.name}"'
        yield ""


def better(wall, working):
    """The fit that agrees with more on the half used, and whether it is by hours."""
    works = working.found.right > wall.found.right
    return (working if works else wall), works
