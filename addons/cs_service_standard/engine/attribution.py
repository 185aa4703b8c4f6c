"""Attribution: who had a ticket while a clock ran, and whose the breach is.

A clock that ran forty hours was in somebody's hands all the time: of a team, of a
person in it or of nobody, in a stage, perhaps waiting to be taken over.  The facts
say who held it from when on; the counted spans of the run are cut there, so the
seconds of all holders add up to the seconds of the clock.

A breach belongs to the first team that used more than its agreed share of the
limit.  Where no shares are agreed, or everybody kept to his, it belongs to whoever
held the ticket when it became due (a change in that very second is too late).

Units are whole seconds and hundredths of a percent.  Edges: a clock that used no
time has no shares; a team without an agreed share cannot exceed one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .facts import Fact, FactKind, in_order
from .worktime import Worktime

WHOLE = 10_000  # 100.00 %
Spans = Iterable[tuple[int, int | None]]


class Cause(StrEnum):
    """What the facts prove about a breach; why it came to that, a person says."""

    SHARE = "share"  # a team used more than its agreed share
    ATTACH = "attach"  # its time was over when the promise came
    ACCEPTANCE = "acceptance"  # handed over, and nobody had taken it
    NOBODY = "nobody"  # nobody was assigned
    OWNER = "owner"  # somebody had it


@dataclass(frozen=True, slots=True)
class Holder:
    """In whose hands a ticket is; 0: nobody's, or not known."""

    team: int = 0
    user: int = 0
    stage: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of counted time in one pair of hands."""

    start: int
    end: int
    holder: Holder
    seconds: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares of a limit: seconds per line, and the line each team belongs to."""

    budgets: Mapping[int, int] = field(default_factory=dict)
    line_of: Mapping[int, int] = field(default_factory=dict)

    def line(self, holder: Holder) -> int:
        return self.line_of.get(holder.team, 0)


@dataclass(frozen=True, slots=True)
class Breach:
    """Whose a breach is, who held the ticket when it became due, and why."""

    owner: Holder
    at_due: Holder
    cause: Cause
    line: int = 0


def holders(facts: Iterable[Fact]) -> list[tuple[int, Holder]]:
    """Who holds the ticket from which instant on, in order."""
    found: list[tuple[int, Holder]] = []
    present = Holder()
    for fact in in_order(facts):
        following = _after(present, fact)
        if following != present or not found:
            present = following
            found.append((fact.at, present))
    return found


def _after(holder: Holder, fact: Fact) -> Holder:
    """Who holds the ticket once a fact has happened."""
    payload = fact.payload

    def named(key: str, otherwise: int) -> int:
        return int(payload[key] or 0) if key in payload else otherwise

    match fact.kind:
        case FactKind.RECEIVED | FactKind.TEAM | FactKind.ASSIGNED | FactKind.STAGE:
            return Holder(
                named("team", holder.team),
                named("user", holder.user),
                named("stage", holder.stage),
                holder.waiting,
            )
        case FactKind.HANDOVER:
            return Holder(
                named("to_team", holder.team),
                named("to_user", holder.user),
                holder.stage,
                True,
            )
        case FactKind.ACCEPTED:
            user = named("user", holder.user)
            return replace(holder, user=user, waiting=False)
        case FactKind.REFUSED:
            return replace(holder, waiting=False)
    return holder


def holder_before(changes: Sequence[tuple[int, Holder]], instant: int) -> Holder:
    """Who held the ticket up to an instant; the first holder also before his time."""
    earlier = [holder for at, holder in changes if at < instant]
    if earlier:
        return earlier[-1]
    return changes[0][1] if changes else Holder()


def pieces(
    spans: Spans, until: int, time: Worktime, changes: Sequence[tuple[int, Holder]]
) -> list[Piece]:
    """Counted spans cut where the ticket changed hands, without idle stretches.

    :param until: where a span that is still open is cut
    """
    found: list[Piece] = []
    for start, finish in spans:
        end = until if finish is None else finish
        cuts = sorted({at for at, _holder in changes if start < at < end})
        bounds = [start, *cuts, end]
        for begin, stop in zip(bounds, bounds[1:], strict=False):
            if seconds := time.elapsed(begin, stop):
                holder = holder_before(changes, begin + 1)
                found.append(Piece(begin, stop, holder, seconds))
    return found


def used(parts: Iterable[Piece]) -> dict[Holder, int]:
    """Seconds per holder, in the order in which they had the ticket first."""
    found: dict[Holder, int] = {}
    for part in parts:
        found[part.holder] = found.get(part.holder, 0) + part.seconds
    return found


def shares(seconds: Sequence[int]) -> list[int]:
    """Parts of a whole in hundredths of a percent, by largest remainder.

    >>> shares([1, 1, 1])
    [3334, 3333, 3333]
    """
    total = sum(seconds)
    if not total:
        return [0] * len(seconds)
    found = [part * WHOLE // total for part in seconds]
    rest = [part * WHOLE % total for part in seconds]
    order = sorted(range(len(seconds)), key=lambda number: -rest[number])
    for number in order[: WHOLE - sum(found)]:
        found[number] += 1
    return found


def overrun(
    parts: Iterable[Piece], agreement: Agreement
) -> tuple[dict[Holder, int], tuple[int, Holder] | None]:
    """Seconds beyond the agreed shares, and the line that exceeded its own first.

    :return: (seconds per holder, (line, who held it when that happened) or ``None``)
    """
    spent: dict[int, int] = {}
    over: dict[Holder, int] = {}
    first = None
    for part in parts:
        line = agreement.line(part.holder)
        if line not in agreement.budgets:
            continue
        before = max(spent.get(line, 0) - agreement.budgets[line], 0)
        spent[line] = spent.get(line, 0) + part.seconds
        after = max(spent[line] - agreement.budgets[line], 0)
        if after > before:
            over[part.holder] = over.get(part.holder, 0) + after - before
            first = first or (line, part.holder)
    return over, first


def breach(
    parts: Sequence[Piece],
    changes: Sequence[tuple[int, Holder]],
    due: int,
    agreement: Agreement | None = None,
    on_attach: bool = False,
) -> Breach:
    """Whose the breach of a clock that was due at ``due`` is.

    :param on_attach: whether the promise came when its time was over already
    """
    at_due = holder_before(changes, due)
    if agreement:
        _over, first = overrun(parts, agreement)
        if first:
            return Breach(first[1], at_due, Cause.SHARE, first[0])
    return Breach(at_due, at_due, Cause.ATTACH if on_attach else _cause(at_due))


def _cause(holder: Holder) -> Cause:
    if holder.waiting:
        return Cause.ACCEPTANCE
    return Cause.OWNER if holder.user else Cause.NOBODY


def late(parts: Iterable[Piece], due: int, time: Worktime) -> dict[Holder, int]:
    """Seconds per holder that were used after the due instant."""
    found: dict[Holder, int] = {}
    for part in parts:
        if seconds := time.elapsed(max(part.start, due), part.end):
            found[part.holder] = found.get(part.holder, 0) + seconds
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """What one holder used of a clock; ``share`` in hundredths of a percent."""

    holder: Holder
    seconds: int
    share: int
    over: int = 0
    late: int = 0
    owner: bool = False


def rows(
    parts: Sequence[Piece],
    time: Worktime,
    agreement: Agreement,
    due: int | None = None,
    verdict: Breach | None = None,
) -> list[Row]:
    """One row per holder, in the order in which they had the ticket first.

    ``over`` is the time beyond the agreed share; for holders without one, the time
    after the due instant of a breached clock.
    """
    spent = used(parts)
    parts_of_whole = shares(list(spent.values()))
    after = late(parts, due, time) if verdict and due is not None else {}
    beyond = overrun(parts, agreement)[0]
    return [
        Row(
            holder,
            seconds,
            share,
            (beyond if agreement.line(holder) in agreement.budgets else after).get(
                holder, 0
            ),
            after.get(holder, 0),
            verdict is not None and holder == verdict.owner,
        )
        for (holder, seconds), share in zip(spent.items(), parts_of_whole, strict=True)
    ]
