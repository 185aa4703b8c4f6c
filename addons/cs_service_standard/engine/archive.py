"""The seal of a dossier: a digest of what was archived, and what differs from it.

Contents are plain values (texts, numbers, lists, dicts).  The digest does not depend
on the order in which they were written down.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

NEED = "need"
SOLUTION = "solution"
ACCEPTANCE = "acceptance"
SLOTS = (NEED, SOLUTION, ACCEPTANCE)


@dataclass(frozen=True)
class Promise:
    """How one clock of a ticket ended; instants as texts in UTC."""

    metric: str
    cycle: int
    state: str
    due: str
    stopped: str

    @property
    def kept(self) -> bool | None:
        """Whether it was kept; unknown while it is open or if it was called off."""
        return {"met": True, "missed": False}.get(self.state)

    def as_plain(self) -> dict[str, object]:
        return {
            "metric": self.metric,
            "cycle": self.cycle,
            "state": self.state,
            "due": self.due,
            "stopped": self.stopped,
        }


def digest(contents: Mapping[str, object]) -> str:
    """SHA-256 of the contents.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    >>> digest({"a": 1}) == digest({"a": 2})
    False
    """
    text = json.dumps(
        contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(text: str | None) -> str:
    """Digest of a text, empty for none: proves the text without repeating it.

    >>> fingerprint("") == fingerprint(None) == ""
    True
    """
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def differences(
    sealed: Mapping[str, object], found: Mapping[str, object]
) -> tuple[str, ...]:
    """Names of the contents that are not as they were sealed.

    >>> differences({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4})
    ('b', 'c')
    """
    names = {*sealed, *found}
    return tuple(sorted(n for n in names if sealed.get(n) != found.get(n)))


def kept_share(promises: list[Promise]) -> tuple[int, int]:
    """Promises kept, and promises that ended one way or the other.

    >>> kept_share([])
    (0, 0)
    """
    ended = [promise.kept for promise in promises if promise.kept is not None]
    return sum(ended), len(ended)


def product_key(product_id: int | None, name: str | None) -> str:
    """What says that two tickets are about the same product; empty if nothing does.

    >>> product_key(7, "W100"), product_key(None, "  Washing  machine ")
    ('id:7', 'washing machine')
    """
    if product_id:
        return f"id:{product_id}"
    return " ".join((name or "").casefold().split())
