"""Letters no human wrote: absence notices, receipts, bulk mail.

They must not count as the customer's answer.  Decided by headers alone (RFC 3834
and the older habits of mail programs), never by words in the subject, which differ
from language to language.  Mail of a distribution list is written by people and
counts; so does mail that merely asks not to be answered automatically.
"""

from collections.abc import Mapping

MARKS = ("x-autoreply", "x-autorespond", "x-auto-reply")
MACHINE_PRECEDENCE = frozenset({"bulk", "junk", "auto_reply"})


def is_auto_reply(headers: Mapping[str, str]) -> bool:
    """Whether the headers of a letter say that a machine wrote it.

    >>> is_auto_reply({"Auto-Submitted": "auto-replied"}), is_auto_reply({})
    (True, False)
    """
    lowered = {name.lower(): value.strip().lower() for name, value in headers.items()}
    submitted = lowered.get("auto-submitted", "no").split(";")[0].strip()
    return (
        submitted not in ("", "no")
        or any(lowered.get(mark) not in (None, "", "no", "false") for mark in MARKS)
        or lowered.get("precedence") in MACHINE_PRECEDENCE
    )
