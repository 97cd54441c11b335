"""What is counted: letters with what came of them, grades and submissions, as a person may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, not_, or_, select, true

from portal.casefile.queue import sight as submissions
from portal.casefile.queue.tables import queue
from portal.casefile.replies.sight import known, listed, visible
from portal.casefile.replies.tables import cases, given, grades, replies, signatures
from portal.committee.statistics.readers import in_bands
from portal.desk.triage.filters import concerns
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of
from shared.reference import COOPERATION, states

SUBSTANTIVE: Final = "substantive"
_c, _r = cases.c, replies.c


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
    reply_id: str
    mandate: str
    value: str
    substantive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Graded):
    """A grade as it stood at the end of the year in which it was given."""

    year: int


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
    """Return the grades that this person reads. ``mandate``: those that it gave; empty: all."""
    by = grades.c.mandate == mandate if mandate else true()
    return [Graded(**_grade(row)) for row in _grades(conn, grades, and_(listed(actor), by))]


def each_given(conn: Connection, actor: Actor) -> list[Given]:
    """Return the grades that this person knows of and does not read, as each year left them."""
    rows = _grades(conn, given, and_(known(actor), not_(listed(actor))), given.c.year)
    return [Given(**_grade(row), year=row.year) for row in rows]


def received(conn: Connection, actor: Actor, mandate: str) -> list[Received]:
    """Return the submissions that this person opens. ``mandate``: that they concern; empty: all."""
    c = queue.c
    concerned = concerns(mandate) if mandate else true()
    columns = (c.received_at, c.state, c.triaged_at, c.referred, c.not_actioned)
    return [
        Received(year=day_of(row.received_at).year, state=row.state, became=_became(row))
        for row in conn.execute(select(*columns).where(submissions.visible(actor), concerned))
    ]


def told(conn: Connection, actor: Actor, since: date) -> list[tuple[str, date]]:
    """Return State and day of each submission since that bands count for this person."""
    c = queue.c
    begun = c.received_at >= start_of(since)
    rows = conn.execute(select(c.state, c.received_at).where(in_bands(actor), begun))
    return [(row.state, day_of(row.received_at)) for row in rows]


def _became(row: Row[Any]) -> str:
    """Return what became of a submission; as a queue of the desk says it."""
    if row.not_actioned is not None:
        return "not_actioned"
    if row.triaged_at is not None:
        return "shared"
    return "referred" if row.referred is not None else "with_desk"


def _grades(
    conn: Connection, table: Table, seen: ColumnElement[bool], *more: ColumnElement[Any]
) -> Sequence[Row[Any]]:
    g = table.c
    query = (
        select(g.communication_id, g.reply_id, g.mandate, g.value, _r.kind, *more)
        .join(replies, _r.reply_id == g.reply_id)
        .join(cases, _c.communication_id == g.communication_id)
        .where(g.scheme == COOPERATION.code, _c.reference.is_not(None), seen)
    )
    return conn.execute(query).all()


def _grade(row: Row[Any]) -> dict[str, Any]:
    return {
        "communication_id": row.communication_id,
        "reply_id": row.reply_id,
        "mandate": row.mandate,
        "value": row.value,
        "substantive": row.kind == SUBSTANTIVE,
    }


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
