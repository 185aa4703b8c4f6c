"""Speech: who speaks in a message that was kept, and does it count as contact?

The judgement of a message that arrives today (people talking to each other,
nothing automatic), made on what is left of an old one: its author, its sender's
address, its kind.  Addresses are compared normalised and never leave here.
"""

from dataclasses import dataclass

from .facts import FactKind

TALK = frozenset({"comment", "email", "sms", "whatsapp", "whatsapp_message"})
WRITTEN = TALK - {"comment", "email"}  # sent out whatever the subtype


@dataclass(frozen=True, slots=True)
class Person:
    """The author of a message, or the customer of a ticket.

    ``family`` is the commercial partner; ``share`` is true for people who are no
    colleagues, ``colleague`` for those who have an internal user, ``user``.
    """

    id: int = 0
    family: int = 0
    share: bool = True
    email: str = ""
    robot: bool = False
    user: int = 0
    colleague: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was posted.

    ``call`` marks a telephone activity that was done; ``sender`` is the colleague
    to whom the address belongs when the message has no author.
    """

    id: int
    at: int
    kind: str = "comment"
    internal: bool = False
    call: bool = False
    author: Person | None = None
    email: str = ""
    sender: int = 0

    @property
    def user(self) -> int:
        return self.author.user if self.author else self.sender


def speech(message: Message, customer: Person | None, email: str) -> FactKind | None:
    """What a message counts as, ``None``: nothing.

    :param email: normalised address on the ticket, for customers without a contact
    """
    author = message.author
    if author and author.robot:
        return None
    if message.call:
        return FactKind.CONTACT if author and author.colleague else None
    if message.kind not in TALK:
        return None
    if _is_customer(message, customer, email):
        return FactKind.CUSTOMER
    if author.colleague if author else message.sender:
        spoken = message.kind in WRITTEN or not message.internal
        return FactKind.CONTACT if spoken else None
    return FactKind.STRANGER


def _is_customer(message: Message, customer: Person | None, email: str) -> bool:
    """Whether the customer of the ticket or one of his colleagues wrote."""
    author = message.author
    if customer and author:
        if author.id == customer.id:
            return True
        return author.family == customer.family and author.share
    known = email or (customer.email if customer else "")
    wrote = (author.email if author else "") or message.email
    return bool(known) and known == wrote and (author is None or author.share)
