"""What a customer has to fill in, and what is wrong with what he filled in.

Values are the raw texts of a web form.  A way of contact is an e-mail address or a
telephone number of at least five digits; anything else cannot be used to call back.
Surrounding blanks never count as an answer.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

MIN_PHONE_DIGITS = 5
_EMAIL = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"']+\.[^@\s<>,;\"'.]+")
_PHONE = re.compile(r"\+?[\d\s()./-]+(?:(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


class Problem(StrEnum):
    """Why an answer is not accepted."""

    MISSING = "missing"
    UNUSABLE = "unusable"


def contact_kind(text: str) -> ContactKind | None:
    """How somebody can be reached by what he wrote, if at all.

    >>> contact_kind("li@example.com"), contact_kind("tomorrow")
    (<ContactKind.EMAIL: 'email'>, None)
    """
    text = text.strip()
    if _EMAIL.fullmatch(text):
        return ContactKind.EMAIL
    digits = sum(character.isdigit() for character in text)
    if digits >= MIN_PHONE_DIGITS and _PHONE.fullmatch(text):
        return ContactKind.PHONE
    return None


def problems(values: Mapping[str, str], required: Iterable[str]) -> dict[str, Problem]:
    """Fields that cannot be accepted, with the reason, in the order asked.

    >>> problems({"contact": "?"}, ["name", "contact"])
    {'name': <Problem.MISSING: 'missing'>, 'contact': <Problem.UNUSABLE: 'unusable'>}
    """
    found = {
        name: Problem.MISSING
        for name in required
        if not (values.get(name) or "").strip()
    }
    contact = (values.get("contact") or "").strip()
    if contact and contact_kind(contact) is None:
        found["contact"] = Problem.UNUSABLE
    return found
