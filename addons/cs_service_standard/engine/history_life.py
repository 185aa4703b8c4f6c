"""Lives: from the rows of one recorded request to the facts of its life.

Rows of a request are taken in the order of their instants.  Passing from one phase
to another makes the facts that the clocks listen to: awaiting pauses, leaving it
resumes, going back from resolved or closed reopens.  Changes of priority, impact,
urgency, group and owner become facts without names.  Where the log states the
instant of the last resolution or closing itself, that instant wins over the instant
of the row, unless it lies outside the history; then the flaw is listed.

Instants are epoch seconds (UTC).  Edges: a resolution that has no row is put in by
its stated instant; what a row leaves empty is as in the row before.
"""

from dataclasses import dataclass, replace

from .facts import Fact, FactKind
from .log_mapping import Phase
from .log_rows import Flaw, Reason, Row

_OVER = frozenset((Phase.RESOLVED, Phase.CLOSED, Phase.CANCELLED))
_LEAVING = {
    Phase.PAUSED: (FactKind.RESUMED,),
    **dict.fromkeys(_OVER, (FactKind.REOPENED,)),
}
_ENTERING = {
    Phase.PAUSED: (FactKind.PAUSED,),
    Phase.RESOLVED: (FactKind.RESOLVED,),
    Phase.CLOSED: (FactKind.CLOSED,),
    Phase.CANCELLED: (FactKind.CANCELLED,),
}
_ANNOTATIONS = (FactKind.PRIORITY, FactKind.ASSIGNED)


@dataclass(frozen=True, slots=True)
class Incident:
    """One request of a log: how it stands at the end, and what happened to it.

    ``label`` is the log's own verdict, ``None`` if it has none; ``rows`` counts the
    rows that were used, ``line`` is the first of them.
    """

    number: str
    line: int
    rows: int
    phase: Phase
    facts: tuple[Fact, ...]
    priority: str = ""
    impact: str = ""
    urgency: str = ""
    channel: str = ""
    label: bool | None = None

    @property
    def opened(self) -> int:
        return self.facts[0].at

    def last(self, kind: str) -> int | None:
        """Instant of the last fact of a kind, ``None`` if there is none."""
        found = [fact.at for fact in self.facts if fact.kind == kind]
        return found[-1] if found else None


def passage(old: Phase, new: Phase) -> tuple[FactKind, ...]:
    """Facts of going from one phase to another.

    >>> [kind.value for kind in passage(Phase.RESOLVED, Phase.PAUSED)]
    ['reopened', 'paused']
    """
    if old == new:
        return ()
    ends = old in _OVER and new in (Phase.CLOSED, Phase.CANCELLED)
    leaving = () if ends else _LEAVING.get(old, ())
    return (*leaving, *_ENTERING.get(new, ()))


class _Life:
    """Walks the rows of one request and collects its facts and flaws."""

    def __init__(self, first: Row) -> None:
        self.now = replace(first, phase=Phase.OPEN)
        self.used = 0
        self.flaws: list[Flaw] = []
        self.facts = [Fact(first.opened, FactKind.RECEIVED, payload=_traits(first))]

    def take(self, row: Row) -> None:
        before = self.now
        if _backwards(before, row):
            self.flaws.append(Flaw(row.line, Reason.BACKWARDS, row.number))
            return
        row = _inherit(before, row)
        for kind in passage(before.phase, row.phase):
            self.facts.append(Fact(row.at, kind))
        if _traits(row) != _traits(before):
            self.facts.append(Fact(row.at, FactKind.PRIORITY, payload=_traits(row)))
        moved = {
            name: True
            for name in ("group", "owner")
            if getattr(row, name) != getattr(before, name)
        }
        if moved:
            self.facts.append(Fact(row.at, FactKind.ASSIGNED, payload=moved))
        self.now = row
        self.used += 1

    def state_instants(self) -> None:
        """Let the stated instants of the last closing and resolution win."""
        if self.now.phase == Phase.CLOSED:
            self._restate(FactKind.CLOSED, self.now.closed)
        if self.now.phase in (Phase.RESOLVED, Phase.CLOSED):
            self._restate(FactKind.RESOLVED, self.now.resolved)

    def _restate(self, kind: FactKind, at: int | None) -> None:
        if at is None:
            return
        place, found = self._place(kind)
        low = max(fact.at for fact in self.facts[:place] if _bounds(fact))
        later = [fact.at for fact in self.facts[place + found :] if _bounds(fact)]
        if low <= at <= min(later, default=at):
            self.facts[place : place + found] = [Fact(at, kind)]
        else:
            self.flaws.append(
                Flaw(self.now.line, Reason.OUTSIDE, self.now.number, kind.value)
            )

    def _place(self, kind: FactKind) -> tuple[int, int]:
        """Where the last fact of the kind is (1), or would have to be (0)."""
        place = len(self.facts)
        for position in reversed(range(len(self.facts))):
            fact = self.facts[position]
            if fact.kind == kind:
                return position, 1
            if fact.kind == FactKind.REOPENED:
                break
            if fact.kind == FactKind.CLOSED:
                place = position
        return place, 0


def _bounds(fact: Fact) -> bool:
    """Whether a stated instant must not pass this fact."""
    return fact.kind not in (*_ANNOTATIONS, FactKind.RESUMED)


def _traits(row: Row) -> dict[str, str]:
    """What the request looks like, in codes."""
    names = ("priority", "impact", "urgency", "channel")
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def _inherit(before: Row, row: Row) -> Row:
    """The row, with what it leaves empty taken from the one before."""
    if row.priority and row.impact and row.urgency and row.channel:
        return row
    return replace(
        row,
        priority=row.priority or before.priority,
        impact=row.impact or before.impact,
        urgency=row.urgency or before.urgency,
        channel=row.channel or before.channel,
    )


def _backwards(before: Row, row: Row) -> bool:
    """Whether a late write claims that a finished request is open again."""
    return (
        before.phase in _OVER
        and row.phase not in _OVER
        and before.reopens is not None
        and row.reopens is not None
        and row.reopens <= before.reopens
    )


def tell(rows: list[Row]) -> tuple[Incident, list[Flaw]]:
    """The life of one request, told by its rows, and what was wrong with them."""
    rows.sort(key=lambda row: (row.at, row.line))
    life = _Life(rows[0])
    for row in rows:
        life.take(row)
    life.state_instants()
    last = life.now
    facts = sorted(life.facts, key=lambda fact: fact.at)
    incident = Incident(
        number=last.number,
        line=min(row.line for row in rows),
        rows=life.used,
        phase=last.phase,
        facts=tuple(replace(fact, id=place) for place, fact in enumerate(facts, 1)),
        priority=last.priority,
        impact=last.impact,
        urgency=last.urgency,
        channel=last.channel,
        label=last.label,
    )
    return incident, life.flaws
