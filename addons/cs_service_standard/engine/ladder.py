"""Ladders: when somebody has to be told about a clock.

A rung lies at a share of the limit plus an offset, both counted the way the clock
counts: half of the limit, ten minutes before it, two working hours after it.
"""

from dataclasses import dataclass

from .targets import Promise

WARN = "warn"
BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Rung:
    """One level; ``percent`` of the limit and ``offset`` seconds after that."""

    key: str
    percent: int = 100
    offset: int = 0

    def amount(self, limit: int) -> int:
        """Seconds used when this level is reached; at least 0."""
        return max(limit * self.percent // 100 + self.offset, 0)


def plain(promise: Promise) -> tuple[Rung, ...]:
    """Levels of a promise without a ladder: its warning and the breach (RSP-23)."""
    breach = Rung(BREACH)
    return (Rung(WARN, promise.warn), breach) if promise.warn else (breach,)
