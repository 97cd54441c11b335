"""What is counted: letters with what came of them, grades and submissions, as a person may see."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, not_, or_, select, true

from portal.casefile.queue import sight as submissions
from portal.casefile.queue.tables import queue
from portal.casefile.replies.sight import known, listed, visible
from portal.casefile.replies.tables import cases, grades, replies, signatures
from portal.committee.statistics.readers import in_bands, reads_metadata
from portal.desk.triage.filters import concerns
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.reference import COOPERATION, states

SUBSTANTIVE = "substantive"
_c, _g, _r = cases.c, grades.c, replies.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters. Empty and None: everything. ``since`` and ``until``: years, both inside."""

    since: int | None = None
    until: int | None = None
    region: str = ""
    state: str = ""
    mandate: str = ""

    def has_year(self, year: int) -> bool:
        return (self.since is None or year >= self.since) and (
            self.until is None or year <= self.until
        )

    def has_state(self, state: str) -> bool:
        return self.state in {"", state} and self.region in {"", region_of(state)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter. ``mandates``: those that signed it.

    ``known``: the reader learns what came of it: ``answered`` in substance first, or ``otherwise``.
    """

    communication_id: str
    type: str
    state: str
    mandates: frozenset[str]
    on: date
    due: date
    known: bool
    answered: date | None
    otherwise: bool

    def how(self, today: date) -> str:
        """Return how soon it was answered in substance; nobody is judged before its day."""
        if self.due >= today or self.answered is None:
            return "not_due"
        return "in_time" if self.answered <= self.due else "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    communication_id: str
    value: str
    substantive: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    year: int
    state: str
    became: str


def region_of(recipient: str) -> str:
    state = states().get(recipient)
    return (state.group or "") if state else ""


def sent(conn: Connection, actor: Actor) -> list[Sent]:
    """Return every letter that exists for this person."""
    signed, came = _signed(conn, actor), _came(conn, actor)
    columns = (_c.communication_id, _c.type, _c.recipient, _c.transmitted_at, _c.due_at)
    query = select(*columns, known(actor).label("known")).where(visible(actor))
    return [
        Sent(
            communication_id=row.communication_id,
            type=row.type,
            state=row.recipient,
            mandates=frozenset(signed[row.communication_id]),
            on=day_of(row.transmitted_at),
            due=day_of(row.due_at),
            known=bool(row.known),
            answered=min((on for kind, on in here if kind == SUBSTANTIVE), default=None),
            otherwise=any(kind != SUBSTANTIVE for kind, _ in here),
        )
        for row in conn.execute(query)
        for here in [came[row.communication_id]]
    ]


def chosen(some: Sequence[Sent], asked: Asked) -> list[Sent]:
    return [
        one
        for one in some
        if asked.has_year(one.on.year)
        and asked.has_state(one.state)
        and (not asked.mandate or asked.mandate in one.mandates)
    ]


def graded(conn: Connection, actor: Actor, mandate: str) -> list[Graded]:
    """Return the grades that this person reads, or that the Committee knows of.

    ``mandate``: those that it gave; empty: all.
    """
    seen = known(actor) if reads_metadata(actor) else listed(actor)
    columns = (_g.communication_id, _g.value, _g.assessed_at, _r.kind)
    query = (
        select(*columns)
        .join(replies, _r.reply_id == _g.reply_id)
        .join(cases, _c.communication_id == _g.communication_id)
        .where(_g.scheme == COOPERATION.code, _c.reference.is_not(None), seen)
        .where(_g.mandate == mandate if mandate else true())
    )
    return [
        Graded(
            communication_id=row.communication_id,
            value=row.value,
            substantive=row.kind == SUBSTANTIVE,
            on=day_of(row.assessed_at),
        )
        for row in conn.execute(query)
    ]


def received(conn: Connection, actor: Actor, asked: Asked) -> Iterator[Received]:
    """Yield the submissions that this person opens."""
    c = queue.c
    concerned = concerns(asked.mandate) if asked.mandate else true()
    columns = (c.received_at, c.state, c.triaged_at, c.referred, c.not_actioned)
    for row in conn.execute(select(*columns).where(submissions.visible(actor), concerned)):
        year = day_of(row.received_at).year
        if asked.has_year(year) and asked.has_state(row.state):
            yield Received(year=year, state=row.state, became=_became(row))


def told(conn: Connection, actor: Actor) -> list[tuple[str, date]]:
    """Return State and day of each submission that bands count for this person."""
    c = queue.c
    rows = conn.execute(select(c.state, c.received_at).where(in_bands(actor)))
    return [(row.state, day_of(row.received_at)) for row in rows]


def _became(row: Row[Any]) -> str:
    """Return what became of a submission; as a queue of the desk says it."""
    if row.not_actioned is not None:
        return "not_actioned"
    if row.triaged_at is not None:
        return "shared"
    return "referred" if row.referred is not None else "with_desk"


def _signed(conn: Connection, actor: Actor) -> defaultdict[str, set[str]]:
    s = signatures.c
    own = or_(s.successor.is_(None), not_(s.successor))
    query = select(s.communication_id, s.mandate).join(
        cases, and_(_c.communication_id == s.communication_id, own)
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in conn.execute(query.where(visible(actor))):
        found[row.communication_id].add(row.mandate)
    return found


def _came(conn: Connection, actor: Actor) -> defaultdict[str, list[tuple[str, date]]]:
    """Return kind and day of the replies to each letter, where this person learns of them."""
    seen: ColumnElement[bool] = and_(visible(actor), known(actor))
    query = select(_r.communication_id, _r.kind, _r.received_at)
    query = query.join(cases, _c.communication_id == _r.communication_id).where(seen)
    found: defaultdict[str, list[tuple[str, date]]] = defaultdict(list)
    for row in conn.execute(query):
        found[row.communication_id].append((row.kind, day_of(row.received_at)))
    return found
