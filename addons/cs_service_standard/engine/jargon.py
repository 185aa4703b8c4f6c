"""Jargon: words of the trade in a text for a customer.

A term of letters and digits counts as a word of its own, whatever its capitals; other
terms, such as Chinese ones, count wherever they stand.  Where a longer term stands, a
shorter one inside it is not reported.
"""

import re
from collections.abc import Iterable


def _pattern(term: str) -> str:
    words = r"\s+".join(re.escape(word) for word in term.split())
    before = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", term) else ""
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", term) else ""
    return f"{before}{words}{after}"


def found(text: str, terms: Iterable[str]) -> list[str]:
    """The terms that stand in a text, each once, as they come.

    >>> found("Your rma is on its way", ["RMA", "SLA"])
    ['RMA']
    """
    by_key = {" ".join(t.split()).casefold(): t for t in terms if t.strip()}
    if not by_key:
        return []
    longest = sorted(by_key, key=lambda key: (-len(key), key))
    pattern = "|".join(_pattern(by_key[key].strip()) for key in longest)
    hits = re.finditer(pattern, text, re.IGNORECASE)
    keys = (" ".join(hit.group().split()).casefold() for hit in hits)
    return list(dict.fromkeys(by_key[key] for key in keys if key in by_key))
