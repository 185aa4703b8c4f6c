"""Makes sample_log.csv: sixty invented requests of an invented repair desk.

The desk works Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00 in Shanghai, and
its verdict (``in_time``) is a limit in these hours per priority, with two verdicts
that somebody got wrong.  Requests wait for the customer, come back, change hands and
priority; eight lines are damaged on purpose.  The same seed gives the same file:

    python data/make_sample_log.py > data/sample_log.csv
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "addons" / "cs_service_standard"))

from engine.log_plan import WeekPlan  # noqa: E402

SEED, REQUESTS = 4, 60
FIRST_DAY = datetime(2023, 10, 9)
OFFICE = WeekPlan("Office", "Asia/Shanghai", ((8, 12), (13, 17))).worktime()
SHANGHAI, EPOCH = timedelta(hours=8), datetime(1970, 1, 1)
LIMIT_HOURS = {"urgent": 4, "high": 8, "normal": 24, "low": 40}
TRAITS = {
    "urgent": ("wide", "high"),
    "high": ("wide", "normal"),
    "normal": ("one person", "normal"),
    "low": ("one person", "low"),
}
CHANNELS = ("telephone", "telephone", "mail", "portal")
DESKS = ("front desk", "workshop", "spare parts")
HEADER = (
    *("ticket", "changed", "status", "opened", "solved", "closed", "reopened"),
    *("priority", "impact", "urgency", "channel", "desk", "agent", "in_time"),
)


def text(moment):
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def epoch(moment):
    return int((moment - SHANGHAI - EPOCH).total_seconds())


def worked_hours(start, end):
    return OFFICE.elapsed(epoch(start), epoch(end)) / 3600


def office_minute(rng, after, hours):
    """A minute in office hours, about so many working hours later."""
    seconds = max(1, round(rng.uniform(0.3, 1.7) * hours * 60)) * 60
    return EPOCH + timedelta(seconds=OFFICE.advance(epoch(after), seconds)) + SHANGHAI


class Request:
    """One request that lives through its statuses."""

    def __init__(self, rng, number):
        self.rng = rng
        self.priority = rng.choices([*LIMIT_HOURS], (1, 2, 4, 2))[0]
        start = FIRST_DAY + timedelta(days=rng.randrange(33))
        self.opened = office_minute(rng, start, 12)
        self.now, self.status, self.reopened = self.opened, "New", 0
        self.solved = self.closed = None
        self.number = f"R-{number:04}"
        self.desk, self.agent = DESKS[0], f"a{rng.randint(1, 4)}"
        self.channel = rng.choice(CHANNELS)
        self.rows = [self.row()]

    def row(self):
        impact, urgency = TRAITS[self.priority]
        return dict(
            zip(
                HEADER,
                (
                    self.number,
                    text(self.now),
                    self.status,
                    text(self.opened),
                    text(self.solved),
                    text(self.closed),
                    self.reopened,
                    self.priority,
                    impact,
                    urgency,
                    self.channel,
                    self.desk,
                    self.agent,
                    "",
                ),
                strict=True,
            )
        )

    def change(self, hours, status):
        self.now = office_minute(self.rng, self.now, hours)
        self.status = status
        if status == "Solved":
            self.solved = self.now
        elif status == "Closed":
            self.closed = self.now
        self.rows.append(self.row())

    def live(self):
        rng, pace = self.rng, LIMIT_HOURS[self.priority]
        self.change(pace * 0.1, "In progress")
        if rng.random() < 0.35:
            self.desk, self.agent = rng.choice(DESKS[1:]), f"a{rng.randint(5, 9)}"
            self.change(pace * 0.1, "In progress")
        if self.priority == "low" and rng.random() < 0.3:
            self.priority = "normal"
            self.change(0.5, "In progress")
        if rng.random() < 0.35:
            self.change(pace * 0.1, "Waiting for customer")
            self.change(pace * 0.3, "In progress")
        if rng.random() < 0.06:
            self.change(pace * 0.2, "Cancelled")
            return self.rows
        self.change(pace * 0.4, "Solved")
        if rng.random() < 0.15:
            self.reopened += 1
            self.change(pace * 0.2, "In progress")
            self.change(pace * 0.2, "Solved")
        self.change(pace * 0.2, "Closed")
        self.judge()
        return self.rows

    def judge(self):
        used = worked_hours(self.opened, self.closed)
        kept = used <= LIMIT_HOURS[self.priority]
        if self.number in ("R-0017", "R-0041"):
            kept = not kept
        self.rows[-1]["in_time"] = "yes" if kept else "no"


def damaged(rows):
    """Lines as they come out of real exports: each spoilt one follows its original."""
    lines = [",".join(str(value) for value in row.values()) for row in rows]
    spoilt = {
        11: lambda line: line.replace("2023-", "2023-13-", 1),  # no such month
        29: lambda line: line.replace(line.split(",")[2], "in Bearbeitung"),
        47: lambda line: line.partition(",")[2],  # a field is missing
        71: lambda line: "," + line.partition(",")[2],  # no number
        96: lambda line: line + ",and a comment",
    }
    for place, spoil in spoilt.items():
        lines.insert(place + 1, spoil(lines[place]))
    lines.append("R-9001,2023-11-20 09:00,New,,,,0,low,one person,low,mail,,,")
    lines.append("R-9001,yesterday,New,2023-11-20 09:00,,,0,low,one person,low,mail,,,")
    closed = next(line for line in reversed(lines) if ",Closed," in line)
    lines.append(closed.replace("Closed", "In progress"))  # back without reopening
    return lines


def main(seed=SEED):
    rng = Random(seed)
    rows = [row for n in range(1, REQUESTS + 1) for row in Request(rng, n).live()]
    rows.sort(key=lambda row: row["changed"])
    sys.stdout.write("\n".join((",".join(HEADER), *damaged(rows), "")))


if __name__ == "__main__":
    main()
