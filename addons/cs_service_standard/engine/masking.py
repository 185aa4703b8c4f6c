"""Masking: how much of a person may be shown (REC-06, REC-07, PRV-04).

A mask keeps what tells two customers apart and hides what reaches or names one of
them.  Masks have a constant number of stars, except behind an East Asian surname,
so that they tell little about the length of what they hide.  Masking twice gives
the same as masking once: whatever has the shape of a mask is left alone.

Telephone numbers keep 3 and 4 digits when they have 11 or more, less when they are
shorter, none below 5.  E-mail addresses keep one letter and the domain; a mailbox
of one or two letters keeps none.  Names keep the first letter of each word, East
Asian names the first character.
"""

import re
from collections.abc import Callable, Mapping
from email.utils import getaddresses
from enum import StrEnum

HIDDEN_DIGITS = "****"
HIDDEN_LETTERS = "***"


class MaskKind(StrEnum):
    """What a value is, and with it how it is masked."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"  # one or more addresses, with or without names
    TEXT = "text"  # free text: only what looks like contact data is masked


_EAST = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_EAST_ASIAN = re.compile(f"[{_EAST}]")
_ASCII_DIGITS = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
_COMMAS = str.maketrans({";": ",", "；": ",", "，": ",", "、": ",", "\n": ","})

_STARRED = r"[^\W_]?\*+"
_NAME = rf"{_STARRED}(?: {_STARRED})*"
_NAME_MASKED = re.compile(_NAME)
_MAILBOX = r"[^\W_]?\*{3}(?:@[\w-]+(?:\.[\w-]+)*)?"
_ADDRESS = rf"(?:{_NAME} <{_MAILBOX}>|{_MAILBOX})"
_EMAIL_MASKED = re.compile(rf"{_ADDRESS}(?:, {_ADDRESS})*")
_NUMBER_MASKED = re.compile(r"(?:\+\d{1,3} )?\d{0,3}\*{4}\d{0,4}")

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_NUMBERS = re.compile(r"[,;，；、\n]|\s/\s")
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|转|分机|#)\s*\d+\s*$", re.IGNORECASE)
_COUNTRY = re.compile(r"\(?\s*(?:\+|00)(\d{1,3})[\s().-]")
_CHINA = re.compile(r"86(?=1[3-9]\d{9}$)")

_LETTER = rf"[^\W{_EAST}\uff00-\uffef]"
_HOST = rf"@(?:{_LETTER}(?:{_LETTER}|-)*\.)+(?!\d){_LETTER}(?:{_LETTER}|-)+"
_SKIP = r"(?P<skip>data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=]+|" rf"\*{{3}}{_HOST})"
_EMAIL_IN_TEXT = re.compile(rf"{_SKIP}|(?:{_LETTER}|[.%+'-])++(?P<host>{_HOST})?")
_NUMBER_IN_TEXT = re.compile(
    rf"{_SKIP}|(?<![\d*])(?:"
    r"(?P<identity>[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01])\d{3}(?:[Xx]|\d(?![\d*])))|"
    r"(?:(?P<mobile>(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})|"
    r"(?P<world>\(?\+\d{1,3}\)?(?:[ .-]?\(?\d{1,5}\)?){1,5})|"
    r"(?P<trunk>\(?0\d{1,4}\)?[ /-]?\d{3,8}(?:[ -]\d{1,8}){0,3})|"
    r"(?P<area>\(?(?!400|800)[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4})"
    r")(?![\d*]))"
)
_DIGITS_NEEDED: Mapping[str, int] = {"world": 8, "trunk": 9}


def mask_name(value: str) -> str:
    """A person's name as initials.

    >>> mask_name("张三丰"), mask_name("Anna Berg")
    ('张**', 'A*** B***')
    """
    value = " ".join(value.split())
    if _NAME_MASKED.fullmatch(value):
        return value
    words = value.split()
    if words and all(_EAST_ASIAN.match(word) for word in words):
        words = ["".join(words)]
    return " ".join(_mask_word(word) for word in words)


def _mask_word(word: str) -> str:
    letters = "".join(filter(str.isalnum, word))
    if not letters:
        return HIDDEN_LETTERS
    if not _EAST_ASIAN.match(letters):
        return letters[0] + HIDDEN_LETTERS
    hidden = min(len(letters) - 1, len(HIDDEN_LETTERS))
    return letters[0] + "*" * hidden if hidden else "*"


def mask_phone(value: str) -> str:
    """One or more telephone numbers with their middle hidden.

    >>> mask_phone("13812345678"), mask_phone("+86 138 1234 5678")
    ('138****5678', '+86 138****5678')
    """
    numbers = _NUMBERS.split(value.translate(_ASCII_DIGITS))
    return ", ".join(_mask_number(part.strip()) for part in numbers if part.strip())


def _mask_number(number: str) -> str:
    if _NUMBER_MASKED.fullmatch(number):
        return number
    number = _EXTENSION.sub("", number)
    country = ""
    if match := _COUNTRY.match(number):
        country, number = match[1], number[match.end() :]
    digits = "".join(char for char in number if char in "0123456789")
    if match := _CHINA.match(digits):
        country, digits = "86", digits[2:]
    head, tail = _visible(len(digits))
    shown = digits[:head] + HIDDEN_DIGITS + digits[len(digits) - tail :]
    return f"+{country} {shown}" if country else shown


def _visible(length: int) -> tuple[int, int]:
    """How many digits stay at the head and at the tail of a number."""
    for least, head, tail in ((11, 3, 4), (9, 3, 2), (7, 2, 2), (5, 1, 1)):
        if length >= least:
            return head, tail
    return 0, 0


def mask_email(value: str) -> str:
    """One or more e-mail addresses; names in front of them are masked as well.

    >>> mask_email("Anna Berg <anna@example.com>")
    'A*** B*** <a***@example.com>'
    """
    value = " ".join(value.strip().translate(_COMMAS).split())
    if not value or _EMAIL_MASKED.fullmatch(value):
        return value
    masked = [
        _mask_address(name, address)
        for name, address in getaddresses([value])
        if name or address
    ]
    return ", ".join(masked) or HIDDEN_LETTERS


def _mask_address(name: str, address: str) -> str:
    local, _at, domain = address.rpartition("@")
    mailbox = HIDDEN_LETTERS
    if local and _DOMAIN.fullmatch(domain):
        first = local[0] if len(local) > 2 and local[0].isalnum() else ""
        mailbox = f"{first}{HIDDEN_LETTERS}@{domain}"
    return f"{mask_name(name)} <{mailbox}>" if name.strip() else mailbox


def mask_text(text: str) -> str:
    """Free text without telephone numbers, e-mail addresses and identity numbers.

    Service numbers (400, 800) stay; so do numbers of tickets and orders that do
    not look like a telephone number.

    >>> mask_text("Call 13812345678 or write to anna@example.com")
    'Call 138****5678 or write to a***@example.com'
    """
    text = _EMAIL_IN_TEXT.sub(_mask_email_found, text)
    pieces: list[str] = []
    end = 0
    for match in _NUMBER_IN_TEXT.finditer(text.translate(_ASCII_DIGITS)):
        found = text[match.start() : match.end()]
        pieces += [text[end : match.start()], _mask_number_found(match, found)]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _mask_email_found(match: re.Match[str]) -> str:
    return mask_email(match[0]) if match["host"] else match[0]


def _mask_number_found(match: re.Match[str], found: str) -> str:
    digits = sum(char.isdigit() for char in match[0])
    if match["skip"] or digits < _DIGITS_NEEDED.get(match.lastgroup or "", 0):
        return found
    return mask_phone(match[0])


_MASKS: Mapping[MaskKind, Callable[[str], str]] = {
    MaskKind.NAME: mask_name,
    MaskKind.PHONE: mask_phone,
    MaskKind.EMAIL: mask_email,
    MaskKind.TEXT: mask_text,
}


def mask(kind: MaskKind, value: str) -> str:
    """The value as somebody without the right to see it may read it."""
    return _MASKS[kind](value)


def is_masked(kind: MaskKind, value: str) -> bool:
    """Whether a value has the shape of a mask: it hides something and is stable."""
    return "*" in value and mask(kind, value) == value
