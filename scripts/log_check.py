"""Read Odoo's log: unexpected warnings and the outcome of its own test runner.

python scripts/log_check.py ALLOWED LOG... prints each WARNING, ERROR or CRITICAL
line that no rule allows and exits 1 if there is one.
"""

import re
import sys
from pathlib import Path

LINE = re.compile(
    r"^[\d-]{10} [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<name>[\w.]+): (?P<text>.*)"
)
LEVELS = ("WARNING", "ERROR", "CRITICAL")
OUTCOME = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


class Allowed:
    """Rules ``regular expression  # reason``; each must give its reason."""

    def __init__(self, rules):
        self.rules = rules

    @classmethod
    def read(cls, path):
        rules = []
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            pattern, _, reason = line.partition("  # ")
            if not reason.strip():
                raise SystemExit(f"{path}: this rule gives no reason: {line}")
            rules.append(re.compile(pattern.strip()))
        return cls(rules)

    def covers(self, line):
        return any(rule.search(line) for rule in self.rules)


def is_noise(logger, text=""):
    """What the runner says about its tests: the outcome counts those anyway."""
    verdict = ".tests." in logger and text.startswith(("FAIL: ", "ERROR: "))
    return verdict or logger.startswith(("odoo.tests.result", "odoo.tests.stats"))


def unexpected(log, allowed):
    """The lines of a log file that nobody explained."""
    for line in Path(log).read_text(encoding="utf-8", errors="replace").splitlines():
        match = LINE.match(line)
        if not match or match["level"] not in LEVELS:
            continue
        text = f"{match['level']} {match['name']}: {match['text']}"
        if not is_noise(match["name"], match["text"]) and not allowed.covers(text):
            yield text


def outcome(log):
    """(tests, failed) of Odoo's own runner, or None when it ran no test."""
    found = OUTCOME.findall(Path(log).read_text(encoding="utf-8", errors="replace"))
    if not found:
        return None
    failed = sum(int(f) + int(e) for f, e, _n in found)
    return sum(int(n) for *_fe, n in found), failed


def main(allowed_file, *logs):
    allowed = Allowed.read(allowed_file)
    lines = [line for log in logs for line in unexpected(log, allowed)]
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
