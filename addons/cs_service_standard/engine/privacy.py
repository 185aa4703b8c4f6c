"""Taking a person out of texts, and what a request about own data may do next."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from .masking import mask_text

GONE = "***"
MIN_LENGTH = 2

NEXT = {
    "new": ("checked",),
    "checked": ("approved", "refused"),
    "approved": ("done",),
    "refused": (),
    "done": (),
}


def may_become(state: str, following: str) -> bool:
    """Whether a request may go from one state to another.

    >>> may_become("new", "checked"), may_become("new", "approved")
    (True, False)
    """
    return following in NEXT.get(state, ())


def deadline(received: date, days: int) -> date:
    """The last day for an answer.

    >>> deadline(date(2023, 10, 9), 30)
    datetime.date(2023, 11, 8)
    """
    return received + timedelta(days=max(days, 0))


def traces(values: Iterable[str | None]) -> tuple[str, ...]:
    """What has to disappear from texts, the longest first, in any spelling.

    A single letter would tear holes into every text: it stays.

    >>> traces(["Anna Berg", None, "A", "anna@x.org", "Anna Berg"])
    ('anna@x.org', 'Anna Berg')
    """
    found = {(value or "").strip() for value in values}
    long_enough = (value for value in found if len(value) >= MIN_LENGTH)
    return tuple(sorted(long_enough, key=lambda value: (-len(value), value)))


def scrub(text: str, names: Iterable[str]) -> str:
    """A text without these names and without anything that looks like contact data.

    >>> scrub("Anna Berg called, anna berg was glad", ["Anna Berg"])
    '*** called, *** was glad'
    """
    for name in names:
        text = re.sub(_pattern(name), GONE, text, flags=re.IGNORECASE)
    return mask_text(text)


def _pattern(name: str) -> str:
    """The name as words of its own where its letters have words."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    before = r"(?<![a-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?![a-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return f"{before}{words}{after}"
