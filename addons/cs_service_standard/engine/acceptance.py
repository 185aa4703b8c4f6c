"""Rules of acceptance: what a form needs, when silence counts, what was said last.

A signature is worth something only if the form said what was delivered, how the
customer rates it and what was agreed for later (QAC-03).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

REQUIRED = ("result", "score", "agreement")
SCORES = ("1", "2", "3", "4", "5")
# said by the customer himself, or by his silence
YES, NO, TACIT = "yes", "no", "tacit"


@dataclass(frozen=True, slots=True)
class Word:
    """What a customer, or his silence, said to a result, and when."""

    at: datetime
    says: str


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When the customer is reminded, and when his silence counts."""

    remind_at: datetime | None
    tacit_at: datetime | None


def missing(values: Mapping[str, str]) -> tuple[str, ...]:
    """What a form lacks before it can be signed, in the order of the form.

    >>> missing({"result": "It runs", "score": "", "agreement": " "})
    ('score', 'agreement')
    """
    return tuple(name for name in REQUIRED if not (values.get(name) or "").strip())


def last_word(words: Iterable[Word], since: datetime | None = None) -> str:
    """What was said last about the work as it is now.

    :param since: when the work was taken up again; older words no longer count
    :return: ``yes``, ``no``, ``tacit`` or nothing
    """
    valid = [word for word in words if since is None or word.at >= since]
    return max(valid, key=lambda word: word.at).says if valid else ""


def is_due(at: datetime | None, now: datetime) -> bool:
    """Whether an instant, if there is one, has come."""
    return at is not None and at <= now


def after_reminder(
    deadlines: Deadlines, reminded_at: datetime, notice: timedelta
) -> datetime | None:
    """When silence counts after a reminder: never sooner than its notice allows.

    A reminder that goes out late leaves the customer the same time to answer.
    """
    if deadlines.tacit_at is None:
        return None
    return max(deadlines.tacit_at, reminded_at + notice)
